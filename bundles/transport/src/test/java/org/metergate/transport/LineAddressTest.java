package org.metergate.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineAddressTest {

    @Test
    void readsEveryForm() {
        Map<String, LineAddress> forms = Map.ofEntries(
                Map.entry("tcp://meter.local:4059", new LineAddress.Tcp("meter.local", 4059)),
                Map.entry(" TCP://10.0.0.7:10001 ", new LineAddress.Tcp("10.0.0.7", 10_001)),
                Map.entry("tcp://[fe80::1%eth0]:4059", new LineAddress.Tcp("[fe80::1%eth0]", 4059)),
                Map.entry("rfc2217://server:2217", new LineAddress.Rfc2217("server", 2217)),
                Map.entry("udp://10.0.0.7:4059", new LineAddress.Udp("10.0.0.7", 4059)),
                Map.entry("serial:/dev/ttyUSB0", new LineAddress.Serial("/dev/ttyUSB0")),
                Map.entry("serial: COM3", new LineAddress.Serial("COM3")),
                Map.entry("/dev/serial/by-id/usb-X_Y-if00", new LineAddress.Serial("/dev/serial/by-id/usb-X_Y-if00")),
                Map.entry("usb:0403:6001", new LineAddress.Usb(0x403, 0x6001, Optional.empty())),
                Map.entry("usb:10c4:EA60:0001", new LineAddress.Usb(0x10C4, 0xEA60, Optional.of("0001"))));
        forms.forEach((text, address) -> assertEquals(address, LineAddress.parse(text), text));
    }

    @Test
    void writesWhatItReads() {
        for (String text : List.of(
                "tcp://meter.local:4059",
                "tcp://[::1]:1",
                "rfc2217://server:2217",
                "udp://10.0.0.7:65535",
                "serial:/dev/ttyUSB0",
                "usb:0403:6001",
                "usb:10C4:EA60:A50285BI")) {
            assertEquals(text, LineAddress.parse(text).toString());
        }
        assertEquals("tcp://[::1]:5", new LineAddress.Tcp("::1", 5).toString());
    }

    @Test
    void saysWhatIsWrong() {
        Map<String, String> wrong = Map.ofEntries(
                Map.entry("", "expected tcp://host:port"),
                Map.entry("meter", "expected tcp://host:port"),
                Map.entry("http://meter:80", "expected tcp://host:port"),
                Map.entry("tcp://meter", "the port is missing"),
                Map.entry("rfc2217://[::1]", "the port is missing"),
                Map.entry("tcp://meter:0", "port is 0; it must be 1 to 65535"),
                Map.entry("udp://meter:70000", "port is 70000; it must be 1 to 65535"),
                Map.entry("tcp:meter:4059", "expected host and port after tcp://"),
                Map.entry("tcp://::1:4059", "an IPv6 address in brackets"),
                Map.entry("tcp://me ter:4059", "expected host and port after tcp://"),
                Map.entry("serial:", "the serial device is empty"),
                Map.entry("usb:403", "expected usb:VID:PID"),
                Map.entry("usb:FTDI:6001", "expected usb:VID:PID"),
                Map.entry("usb:0403:60010", "expected usb:VID:PID"));
        wrong.forEach((text, expected) -> {
            String message = assertThrows(IllegalArgumentException.class, () -> LineAddress.parse(text), text)
                    .getMessage();
            assertTrue(message.contains(expected), text + ": " + message);
        });
    }
}
