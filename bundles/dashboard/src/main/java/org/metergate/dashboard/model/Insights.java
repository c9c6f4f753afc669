package org.metergate.dashboard.model;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** What is known of the meters beyond their readings, and where it is kept. Any thread. */
public final class Insights {

    private final Analyses analyses = new Analyses();
    private final AnalysesFile analysesFile;
    private final Findings findings;
    private final Counters counters;
    private final TariffFile tariffs;
    private final Notes notes;

    /**
     * @param folder is made when there is something to keep
     * @param random makes the ids of notes
     */
    public Insights(Path folder, SecureRandom random) {
        this.analysesFile = new AnalysesFile(folder);
        this.findings = new Findings(folder);
        this.counters = new Counters(folder);
        this.tariffs = new TariffFile(folder);
        this.notes = new Notes(folder, random);
    }

    public Analyses analyses() {
        return analyses;
    }

    public Findings findings() {
        return findings;
    }

    public Counters counters() {
        return counters;
    }

    public TariffFile tariffs() {
        return tariffs;
    }

    public Notes notes() {
        return notes;
    }

    /**
     * Remembers what an analysis found out; waits for no disk.
     *
     * @return whether there is something to {@link #flush}
     */
    public boolean accept(Analysis found) {
        if (found instanceof Finding finding) {
            return findings.add(finding);
        } else if (found instanceof Forecast forecast) {
            analyses.accept(forecast);
        } else if (found instanceof Spectrum spectrum) {
            analyses.accept(spectrum);
        } else if (found instanceof Failure failure) {
            analyses.accept(failure);
        }
        return false;
    }

    /** @return what could not be read, in words; each part that could is there */
    public List<String> load() {
        List<String> problems = new ArrayList<>();
        attempt(() -> analysesFile.load(analyses), problems);
        attempt(findings::load, problems);
        attempt(counters::load, problems);
        attempt(tariffs::load, problems);
        attempt(notes::load, problems);
        return problems;
    }

    /** @return what could not be written of what needs not be on the disk at once, in words */
    public List<String> save() {
        List<String> problems = new ArrayList<>(flush());
        attempt(() -> analysesFile.save(analyses), problems);
        attempt(counters::save, problems);
        return problems;
    }

    /** @return what could not be written of the findings, in words */
    public List<String> flush() {
        List<String> problems = new ArrayList<>();
        attempt(findings::flush, problems);
        return problems;
    }

    /** Forgets a meter that is no more; its findings and notes stay. */
    public void forget(String meter) {
        analyses.forget(meter);
        counters.forget(meter);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(Step step, List<String> problems) {
        try {
            step.run();
        } catch (IOException e) {
            problems.add(e.getMessage());
        }
    }
}
