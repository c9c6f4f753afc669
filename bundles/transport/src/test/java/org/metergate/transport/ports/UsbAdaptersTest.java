package org.metergate.transport.ports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.ports.UsbAdapters.Adapter;

@Timeout(30)
class UsbAdaptersTest {
    private static final Adapter LEFT = new Adapter("/dev/ttyUSB0", 0x403, 0x6001, "A1");
    private static final Adapter RIGHT = new Adapter("/dev/ttyUSB1", 0x403, 0x6001, "B2");
    private static final Adapter OTHER = new Adapter("/dev/ttyACM0", 0x10C4, 0xEA60, "0001");

    @TempDir
    Path folder;

    @Test
    void findsTheOneWithThatSerialNumber() throws LineException {
        LineAddress.Usb wanted = new LineAddress.Usb(0x403, 0x6001, Optional.of("B2"));
        assertEquals("/dev/ttyUSB1", UsbAdapters.device(wanted, List.of(LEFT, RIGHT, OTHER)));
    }

    @Test
    void needsNoSerialNumberIfThereIsOneOfItsKind() throws LineException {
        LineAddress.Usb wanted = new LineAddress.Usb(0x10C4, 0xEA60, Optional.empty());
        assertEquals("/dev/ttyACM0", UsbAdapters.device(wanted, List.of(LEFT, RIGHT, OTHER)));
    }

    @Test
    void saysWhatIsThereIfItIsNotFoundOrNotAlone() {
        LineException missing = assertThrows(
                LineException.class,
                () -> UsbAdapters.device(new LineAddress.Usb(1, 2, Optional.empty()), List.of(OTHER)));
        assertEquals(LineCondition.UNREACHABLE, missing.condition());
        assertTrue(missing.getMessage().contains("usb:10C4:EA60:0001 at /dev/ttyACM0"), missing.getMessage());
        LineException several = assertThrows(
                LineException.class,
                () -> UsbAdapters.device(new LineAddress.Usb(0x403, 0x6001, Optional.empty()), List.of(LEFT, RIGHT)));
        assertTrue(several.getMessage().contains("add the serial number"), several.getMessage());
        assertTrue(several.getMessage().contains("usb:0403:6001:B2"), several.getMessage());
    }

    @Test
    @EnabledIf(value = "org.metergate.transport.ports.Pair#socatIsInstalled", disabledReason = "no socat")
    void isOpenedUnderTheNameThatItHasAfterItWasPluggedInAgain() throws Exception {
        List<Adapter> plugged = new ArrayList<>();
        LineAddress.Usb head = new LineAddress.Usb(0x403, 0x6001, Optional.of("A1"));
        SerialSettings settings = new SerialSettings(9600, 7, SerialSettings.Parity.EVEN, 1);
        Framing one = (received, length) -> 1;
        Duration wait = Duration.ofSeconds(10);
        Port.Maker ports = address -> address.equals(head)
                ? new TtyPort(head, () -> UsbAdapters.device(head, plugged))
                : PortLines.make(address);
        try (PortLines lines = new PortLines(ports, Clock.systemUTC(), Duration.ZERO);
                Claim claim = lines.claim(head, settings)) {
            for (String name : List.of("first", "second")) {
                Path place = Files.createDirectory(folder.resolve(name));
                try (Pair pair = new Pair(place);
                        Claim meter = lines.claim(pair.right(), settings)) {
                    plugged.add(new Adapter(place.resolve("left").toString(), 0x403, 0x6001, "A1"));
                    try (Conversation line = claim.converse(wait);
                            Conversation there = meter.converse(wait)) {
                        line.send(new byte[] {5});
                        assertArrayEquals(new byte[] {5}, there.receive(one, wait));
                    }
                }
                plugged.clear();
                assertThrows(LineException.class, () -> claim.converse(wait));
            }
        }
    }
}
