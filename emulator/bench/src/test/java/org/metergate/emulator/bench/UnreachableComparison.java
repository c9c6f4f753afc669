package org.metergate.emulator.bench;

import org.openjdk.jmh.annotations.Benchmark;

/** A comparison with a limit that no machine can keep. */
@Limit(1e-9)
public class UnreachableComparison {

    @Benchmark
    public String metergate() {
        return Integer.toString(17);
    }

    @Benchmark
    public String peer() {
        return Integer.toString(17);
    }
}
