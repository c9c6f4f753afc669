package org.metergate.emulator.bench.iec62056p21;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.metergate.emulator.bench.Limit;
import org.metergate.iec62056p21.DataMessage;
import org.metergate.iec62056p21.Identification;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A readout of mode C: find its end, check it, and give every address, value and unit. */
@Limit
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadoutComparison {
    private static final String IDENTIFICATION = "/MTG5\\2METER-0001\r\n";

    @Param({"8", "45", "400"})
    private int sets;

    private byte[] identification;
    private byte[] message;
    private byte[] both;

    /** Makes the readout. */
    @Setup
    public void write() {
        identification = Registers.bytes(IDENTIFICATION);
        byte[] block = Registers.bytes("\u0002" + Registers.lines(sets) + "!\r\n\u0003");
        int check = 0;
        for (int i = 1; i < block.length; i++) {
            check ^= block[i];
        }
        message = Arrays.copyOf(block, block.length + 1);
        message[block.length] = (byte) check;
        both = Arrays.copyOf(identification, identification.length + message.length);
        System.arraycopy(message, 0, both, identification.length, message.length);
    }

    @Benchmark
    public void metergate(Blackhole values) throws Exception {
        values.consume(Identification.parse(new String(identification, java.nio.charset.StandardCharsets.ISO_8859_1)));
        values.consume(DataMessage.FRAMING.end(message, message.length));
        Registers.give(DataMessage.decode(message).dataSets(), values);
    }

    @Benchmark
    public void j62056(Blackhole values) throws Throwable {
        Peer.readout(both, values);
    }
}
