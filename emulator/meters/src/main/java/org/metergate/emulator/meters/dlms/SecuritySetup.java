package org.metergate.emulator.meters.dlms;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.metergate.model.ObisCode;

/** What the meter tells of its protection: the security setup, class 64, and the counter that a client needs. */
final class SecuritySetup {
    static final ObisCode NAME = ObisCode.parse("0-0:43.0.0*255");
    private static final ObisCode COUNTER = ObisCode.parse("0-0:43.1.0*255");

    private SecuritySetup() {}

    static List<CosemObject> of(MeterSecurity security, Counters counters) {
        byte[] client = Encoder.octets("MGT00001".getBytes(StandardCharsets.US_ASCII));
        CosemObject setup = new FixedObject(
                64,
                1,
                NAME,
                List.of(),
                List.of(
                        Encoder.enumerated(policy(security)),
                        Encoder.enumerated(security.suite()),
                        client,
                        Encoder.octets(security.systemTitle()),
                        Encoder.array(List.of())));
        return List.of(setup, new Counter(counters));
    }

    /** Version 1: bits 2 and 3 for requests, 5 and 6 for answers. */
    private static int policy(MeterSecurity security) {
        int bits = security.policy().bits();
        return ((bits & Seal.AUTHENTICATED) != 0 ? 0x24 : 0) | ((bits & Seal.ENCRYPTED) != 0 ? 0x48 : 0);
    }

    /** The last invocation counter of client 1, class 1. */
    private record Counter(Counters counters) implements CosemObject {
        @Override
        public int classId() {
            return 1;
        }

        @Override
        public int version() {
            return 0;
        }

        @Override
        public ObisCode name() {
            return COUNTER;
        }

        @Override
        public int attributes() {
            return 2;
        }

        @Override
        public Result read(int attribute, Optional<Selection> selection, Instant latch) {
            return attribute == 2
                    ? Result.of(Encoder.doubleLongUnsigned(counters.last(Access.MANAGEMENT_CLIENT)))
                    : Result.error(Result.UNAVAILABLE);
        }
    }
}
