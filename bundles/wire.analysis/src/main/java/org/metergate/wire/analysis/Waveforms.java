package org.metergate.wire.analysis;

import java.util.List;
import java.util.Optional;
import org.metergate.analysis.harmonics.HarmonicAnalyser;
import org.metergate.analysis.harmonics.HarmonicAnalyser.Result;

/** The analyser of waveforms, made when the first one comes and kept; any thread may call, one at a time gets through. */
final class Waveforms {
    private final QualitySettings quality;
    private Optional<HarmonicAnalyser> analyser = Optional.empty();

    Waveforms(QualitySettings quality) {
        this.quality = quality;
    }

    synchronized List<Result> analyse(double[][] channels) {
        if (analyser.isEmpty()) {
            analyser = Optional.of(new HarmonicAnalyser(quality.rate(), quality.nominal()));
        }
        return analyser.get().analyseAll(channels);
    }
}
