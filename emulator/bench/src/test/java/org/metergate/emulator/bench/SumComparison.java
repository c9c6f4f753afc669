package org.metergate.emulator.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A comparison with itself, and a limit that no machine can miss. */
@Limit(1000)
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SumComparison {

    @Param("100")
    private int numbers;

    @Benchmark
    public long metergate() {
        return sum(numbers);
    }

    @Benchmark
    public long peer() {
        return sum(numbers);
    }

    private static long sum(int numbers) {
        long sum = 0;
        for (int number = 0; number < numbers; number++) {
            sum += number * (long) number ^ sum;
        }
        return sum;
    }
}
