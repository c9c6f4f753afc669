package org.metergate.dashboard.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Forecasts and spectra on disk, so that a restart need not wait for the next. One thread at a time. */
final class AnalysesFile {

    private static final int MAGIC = 0x4D474131; // MGA1

    private final CheckedFile file;

    AnalysesFile(Path folder) {
        this.file = new CheckedFile(folder.resolve("analyses.bin"), MAGIC);
    }

    /** @throws IOException if it cannot be written: the file before is still there */
    void save(Analyses analyses) throws IOException {
        file.save(out -> {
            for (Analysis one : analyses.results()) {
                if (one instanceof Forecast forecast) {
                    out.writeByte(1);
                    write(out, forecast);
                } else if (one instanceof Spectrum spectrum) {
                    out.writeByte(2);
                    write(out, spectrum);
                }
            }
            out.writeByte(0);
        });
    }

    /**
     * What is there already is newer, and stays.
     *
     * @throws IOException if the file is damaged: then it is called {@code analyses.bin.bad} from now on, and nothing of it is
     *     taken
     */
    void load(Analyses analyses) throws IOException {
        List<Analysis> read = new ArrayList<>();
        file.load(in -> {
            for (int kind = in.readByte(); kind != 0; kind = in.readByte()) {
                read.add(kind == 1 ? forecast(in) : spectrum(in));
            }
        });
        analyses.restore(read);
    }

    private static void write(DataOutput out, Forecast one) throws IOException {
        out.writeUTF(one.meter());
        out.writeUTF(one.channel());
        out.writeUTF(one.unit());
        out.writeLong(one.made().toEpochMilli());
        out.writeBoolean(one.receipt().isPresent());
        if (one.receipt().isPresent()) {
            Forecast.Receipt receipt = one.receipt().get();
            out.writeDouble(receipt.days());
            out.writeUTF(receipt.baseline());
            out.writeBoolean(receipt.fellBack());
            out.writeDouble(receipt.mase());
            out.writeDouble(receipt.maseBaseline());
            out.writeDouble(receipt.coverage80());
            out.writeDouble(receipt.coverage95());
        }
        out.writeInt(one.steps().size());
        for (Forecast.Step step : one.steps()) {
            out.writeLong(step.time().toEpochMilli());
            out.writeDouble(step.value());
            out.writeDouble(step.lower80());
            out.writeDouble(step.upper80());
            out.writeDouble(step.lower95());
            out.writeDouble(step.upper95());
            out.writeDouble(step.baseline());
        }
    }

    private static Forecast forecast(DataInput in) throws IOException {
        String meter = in.readUTF();
        String channel = in.readUTF();
        String unit = in.readUTF();
        Instant made = Instant.ofEpochMilli(in.readLong());
        Optional<Forecast.Receipt> receipt = in.readBoolean()
                ? Optional.of(new Forecast.Receipt(
                        in.readDouble(),
                        in.readUTF(),
                        in.readBoolean(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble()))
                : Optional.empty();
        List<Forecast.Step> steps = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            steps.add(new Forecast.Step(
                    Instant.ofEpochMilli(in.readLong()),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble()));
        }
        return new Forecast(meter, channel, unit, made, receipt, steps);
    }

    private static void write(DataOutput out, Spectrum one) throws IOException {
        out.writeUTF(one.meter());
        out.writeUTF(one.channel());
        out.writeLong(one.time().toEpochMilli());
        out.writeInt(one.cycles().size());
        for (Spectrum.Cycle cycle : one.cycles()) {
            out.writeDouble(cycle.period());
            out.writeUTF(cycle.kind());
            out.writeDouble(cycle.strength());
            out.writeDouble(cycle.amplitude());
            out.writeUTF(cycle.unit());
            out.writeDouble(cycle.falseAlarm());
        }
    }

    private static Spectrum spectrum(DataInput in) throws IOException {
        String meter = in.readUTF();
        String channel = in.readUTF();
        Instant time = Instant.ofEpochMilli(in.readLong());
        List<Spectrum.Cycle> cycles = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            cycles.add(new Spectrum.Cycle(
                    in.readDouble(), in.readUTF(), in.readDouble(), in.readDouble(), in.readUTF(), in.readDouble()));
        }
        return new Spectrum(meter, channel, time, cycles);
    }
}
