package org.metergate.driver.mbus.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.metergate.driver.channels.scan.ScannedMeter;
import org.metergate.mbus.FoundMeter;
import org.metergate.mbus.MeterAddress;
import org.metergate.transport.LineAddress;

class ScanWishesTest {

    private final List<Scan> started = new ArrayList<>();
    private boolean cancelled;

    private final ScanWishes wishes = new ScanWishes(new MBusScans() {
        @Override
        public Scan start(ScanRequest request) {
            Scan scan = scan(request);
            started.add(scan);
            return scan;
        }

        @Override
        public List<Scan> scans() {
            return started;
        }
    });

    @Test
    void startsAScanAndTellsWhatItFound() {
        Map<String, Object> answer =
                wishes.apply(Map.of("line", "tcp://192.0.2.1:10001", "way", "primary", "request.id", "7"));
        assertEquals(ScanRequest.Way.PRIMARY, started.get(0).request().way());
        assertEquals(
                "{kind=mbus, scans=[{line=tcp://192.0.2.1:10001, state=RUNNING, progress=0.5, requests=9,"
                        + " found=[{address=5, baud=2400, state=READABLE}]}]}",
                new TreeMap<>(answer).toString());
    }

    @Test
    void startsNothingWithoutAWish() {
        wishes.apply(Map.of("request.id", "7"));
        assertEquals(List.of(), started);
    }

    @Test
    void breaksOff() {
        wishes.apply(Map.of("line", "tcp://192.0.2.1:10001"));
        wishes.apply(Map.of("line", "tcp://192.0.2.1:10001", "cancel", true));
        assertTrue(cancelled);
        assertEquals(1, started.size());
    }

    @Test
    void saysWhatIsWrong() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("way", "BOTH"),
                Map.of("line", "tcp://192.0.2.1:10001", "speeds", "fast"),
                Map.of("line", "tcp://192.0.2.1:10001", "speeds", "1234"),
                Map.of("line", "tcp://192.0.2.1:10001", "baud", "2400"),
                Map.of("line", "tcp://192.0.2.1:10001", "kind", "dlms"),
                Map.of("line", "nowhere"))) {
            assertThrows(IllegalArgumentException.class, () -> wishes.apply(wrong), wrong.toString());
        }
        assertEquals(List.of(), started);
    }

    private Scan scan(ScanRequest request) {
        return new Scan() {
            @Override
            public ScanRequest request() {
                return request;
            }

            @Override
            public String id() {
                return "mbus-1";
            }

            @Override
            public String kind() {
                return "mbus";
            }

            @Override
            public String line() {
                return request.line().toString();
            }

            @Override
            public List<ScannedMeter> meters() {
                return List.of();
            }

            @Override
            public State state() {
                return State.RUNNING;
            }

            @Override
            public double progress() {
                return 0.5;
            }

            @Override
            public int requests() {
                return 9;
            }

            @Override
            public List<FoundMeter> found() {
                return List.of(
                        new FoundMeter(new MeterAddress.Primary(5), Optional.empty(), FoundMeter.State.READABLE, 2400));
            }

            @Override
            public Optional<String> failure() {
                return Optional.empty();
            }

            @Override
            public void cancel() {
                cancelled = request.line().equals(LineAddress.parse("tcp://192.0.2.1:10001"));
            }

            @Override
            public boolean await(Duration patience) {
                return false;
            }
        };
    }
}
