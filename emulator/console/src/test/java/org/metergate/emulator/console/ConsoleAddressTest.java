package org.metergate.emulator.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleAddressTest {

    @Test
    void takesTheServersFirstEndpoint() {
        assertEquals(
                Optional.of("http://127.0.0.1:8080/system/console"),
                ConsoleAddress.address(new String[] {"http://127.0.0.1:8080/", "http://[::1]:8080/"}));
    }

    @Test
    void isNowhereWhileNothingListens() {
        assertEquals(Optional.empty(), ConsoleAddress.address(null));
        assertEquals(Optional.empty(), ConsoleAddress.address(new String[0]));
    }

    @Test
    void namesTheBusyPortAndTheWayOut() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(other.getLocalPort());
            String said = ConsoleAddress.whyNot("127.0.0.1", port);
            assertTrue(said.startsWith("port " + port + " of 127.0.0.1 cannot be used"), said);
            assertTrue(said.contains("-Dorg.osgi.service.http.port="), said);
        }
    }

    @Test
    void namesAPortThatIsNone() {
        assertEquals(
                "org.osgi.service.http.port is 'eighty', which is no port number",
                ConsoleAddress.whyNot("127.0.0.1", "eighty"));
    }
}
