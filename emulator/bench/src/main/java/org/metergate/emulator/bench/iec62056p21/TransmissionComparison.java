package org.metergate.emulator.bench.iec62056p21;

import java.util.concurrent.TimeUnit;
import org.metergate.emulator.bench.Limit;
import org.metergate.iec62056p21.Telegram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A transmission of mode D, without any check: find its end, and give every address, value and unit. */
@Limit
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TransmissionComparison {

    @Param({"8", "45"})
    private int sets;

    private byte[] telegram;

    /** Makes the transmission. */
    @Setup
    public void write() {
        telegram = Registers.bytes("/MTG3METER-0001\r\n\r\n" + Registers.lines(sets) + "!\r\n");
    }

    @Benchmark
    public void metergate(Blackhole values) throws Exception {
        values.consume(Telegram.FRAMING.end(telegram, telegram.length));
        Registers.give(Telegram.decode(telegram).dataSets(), values);
    }

    @Benchmark
    public void j62056(Blackhole values) throws Throwable {
        Peer.transmission(telegram, values);
    }
}
