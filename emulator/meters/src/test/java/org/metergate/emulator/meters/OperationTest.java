package org.metergate.emulator.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationTest {
    private final List<String> events = new ArrayList<>();
    private final Operation<String> operation = new Operation<>(settings -> {
        events.add("start " + settings);
        return () -> events.add("stop " + settings);
    });

    @Test
    void startsAnewOnlyWithOtherSettings() {
        operation.runWith("a");
        operation.runWith("a");
        assertEquals(List.of("start a"), events);
        operation.runWith("b");
        assertEquals(List.of("start a", "stop a", "start b"), events);
    }

    @Test
    void stopsOnceAndMayBeStartedAgain() {
        operation.runWith("a");
        operation.stop();
        operation.stop();
        operation.runWith("a");
        assertEquals(List.of("start a", "stop a", "start a"), events);
    }
}
