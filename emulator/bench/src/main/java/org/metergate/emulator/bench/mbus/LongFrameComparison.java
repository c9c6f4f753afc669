package org.metergate.emulator.bench.mbus;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.metergate.emulator.bench.Limit;
import org.metergate.mbus.Answer;
import org.metergate.mbus.DataRecord;
import org.metergate.mbus.Telegrams;
import org.metergate.transport.MalformedFrameException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openmuc.jmbus.DecodingException;
import org.openmuc.jmbus.MBusMessage;
import org.openmuc.jmbus.VariableDataStructure;

/**
 * Whole frames of three meters with variable structure, from the start byte to every value in its unit: a heat meter of
 * BCD registers, a water meter of binary integers, an electricity meter with VIF extensions. jMBus tests no checksum and
 * gives floating point; Metergate tests every check and gives exact decimals.
 */
@Limit(1.0)
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LongFrameComparison {

    private static final List<String> USER_DATA = List.of(
            // heat: energy, volume, power, flow, temperatures, times, date and time, last year
            "78 56 34 12 24 40 01 04 55 00 00 00 0C 06 45 23 01 00 0C 14 27 04 85 02 0B 2D 12 01 00 0B 3B 13 01 00"
                    + "0A 5A 24 07 0A 5E 13 05 0B 61 11 02 00 04 6D 3A 0D E6 02 02 27 A9 01 09 FD 0E 10 4C 06 00 12 00 00"
                    + "4C 14 00 10 80 01 42 6C FF 0C 0C 78 78 56 34 12 02 FD 17 00 00",
            // water: volume now and of twelve months, flow, temperature
            "12 00 00 33 24 40 02 07 01 00 00 00 04 13 39 30 00 00 02 3B 71 00 02 59 2A 0A 04 6D 3A 0D E6 02"
                    + "44 13 00 30 00 00 42 6C FF 0C 84 01 13 00 2F 00 00 C4 01 13 00 2E 00 00 84 02 13 00 2D 00 00"
                    + "C4 02 13 00 2C 00 00 84 03 13 00 2B 00 00 C4 03 13 00 2A 00 00 84 04 13 00 29 00 00"
                    + "C4 04 13 00 28 00 00 84 05 13 00 27 00 00 C4 05 13 00 26 00 00 84 06 13 00 25 00 00",
            // electricity: tariffs, voltages, currents, frequency, power
            "99 88 77 66 24 40 03 02 02 00 00 00 04 03 39 30 00 00 84 10 03 39 20 00 00 84 20 03 00 10 00 00"
                    + "02 FD 48 FC 08 42 FD 48 FB 08 82 40 FD 48 FA 08 02 FD 59 E8 03 42 FD 59 E7 03 82 40 FD 59 E6 03"
                    + "02 FB 2E F4 01 04 2B 18 FC FF FF 04 2A 18 0C 00 00 05 2B 00 00 C0 41 04 6D 3A 0D E6 02");

    private byte[][] frames;

    /** Puts link layers around the user data, and makes sure that both decoders read every record. */
    @Setup
    public void frames() throws IOException, DecodingException, MalformedFrameException {
        frames = USER_DATA.stream().map(LongFrameComparison::frame).toArray(byte[][]::new);
        for (byte[] frame : frames) {
            int ours = read(frame).records().size();
            int theirs = structure(frame).getDataRecords().size();
            if (ours < 12 || ours != theirs) {
                throw new IllegalStateException("Metergate reads " + ours + " records, jMBus " + theirs);
            }
        }
    }

    /** @param values where they go */
    @Benchmark
    public void metergate(Blackhole values) throws MalformedFrameException {
        for (byte[] frame : frames) {
            for (DataRecord record : read(frame).records()) {
                values.consume(record.value());
                values.consume(record.content());
            }
        }
    }

    /** @param values where they go */
    @Benchmark
    public void jmbus(Blackhole values) throws IOException, DecodingException {
        for (byte[] frame : frames) {
            for (org.openmuc.jmbus.DataRecord record : structure(frame).getDataRecords()) {
                values.consume(record.getScaledDataValue());
                values.consume(record.getDataValue());
            }
        }
    }

    private static Answer.Telegram read(byte[] frame) throws MalformedFrameException {
        return (Answer.Telegram) Telegrams.decode(frame);
    }

    private static VariableDataStructure structure(byte[] frame) throws IOException, DecodingException {
        VariableDataStructure structure =
                MBusMessage.decode(frame, frame.length).getVariableDataResponse();
        structure.decode();
        return structure;
    }

    private static byte[] frame(String userData) {
        byte[] data = HexFormat.of().parseHex(userData.replace(" ", ""));
        byte[] frame = new byte[data.length + 9];
        byte[] start = {0x68, (byte) (data.length + 3), (byte) (data.length + 3), 0x68, 0x08, 0x05, 0x72};
        System.arraycopy(start, 0, frame, 0, start.length);
        System.arraycopy(data, 0, frame, start.length, data.length);
        for (int i = 4; i < frame.length - 2; i++) {
            frame[frame.length - 2] += frame[i];
        }
        frame[frame.length - 1] = 0x16;
        return frame;
    }
}
