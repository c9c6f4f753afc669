package org.metergate.emulator.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Three benches with given figures: one within its limit, one over it, one that fails. */
public abstract class PretendedWireBench implements WireBench {

    /** Within its limit. */
    public static final class Good extends PretendedWireBench {
        @Override
        public String name() {
            return "pretended good";
        }

        @Override
        public List<WireTime> measure() {
            return List.of(time(name(), 1040));
        }
    }

    /** Over its limit at the second of two speeds. */
    public static final class Slow extends PretendedWireBench {
        @Override
        public String name() {
            return "pretended slow";
        }

        @Override
        public List<WireTime> measure() {
            return List.of(time(name() + " 300", 1040), time(name() + " 9600", 1060));
        }
    }

    /** Cannot be measured. */
    public static final class Broken extends PretendedWireBench {
        @Override
        public String name() {
            return "pretended broken";
        }

        @Override
        public List<WireTime> measure() throws IOException {
            throw new IOException("no answer");
        }
    }

    private static WireTime time(String name, long millis) {
        return new WireTime(name, WireTime.Kind.EMULATED, Duration.ofMillis(millis), Duration.ofSeconds(1), 1.05);
    }
}
