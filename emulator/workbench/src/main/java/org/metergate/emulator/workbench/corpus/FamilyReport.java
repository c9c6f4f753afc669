package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds up the cases of one family, and says what differs. */
public final class FamilyReport {
    private static final int MOST_NAMED = 4;

    private final String family;
    private final Scorer scorer;
    private final List<String> differing = new ArrayList<>();
    private int cases;
    private int matching;
    private int values;
    private int matched;
    private int rejects;
    private int rejected;
    private int wrong;
    private int notScored;

    /**
     * @param family as its folder is called
     * @param scorer its rules
     */
    public FamilyReport(String family, Scorer scorer) {
        this.family = family;
        this.scorer = scorer;
    }

    /**
     * Adds a case that was decoded.
     *
     * @param id of the case
     * @param expected its expectation
     * @param base the expectation of the case that it was derived from, where there is one
     * @param outcome what the decoder gave
     */
    public void add(String id, JsonObject expected, Optional<JsonObject> base, Outcome outcome) {
        String verdict = Text.of(expected, "verdict");
        switch (verdict) {
            case "reject" -> reject(id, expected, base, outcome);
            case "no-crash" -> {
                cases++;
                if (outcome.defect().isEmpty()) {
                    matching++;
                }
            }
            case "decode", "frame-only", "application-error" -> score(id, expected, outcome);
            default -> addUnusable(
                    id,
                    "its verdict is '" + verdict
                            + "'; expected decode, frame-only, application-error, no-crash or reject");
        }
        outcome.defect().ifPresent(defect -> differs(id, List.of("the decoder failed: " + defect)));
    }

    /**
     * Adds a case that cannot be tried.
     *
     * @param id of the case
     * @param why what is missing
     */
    public void addUnusable(String id, String why) {
        cases++;
        differs(id, List.of(why));
    }

    /** @return whether no case differs */
    public boolean holds() {
        return differing.isEmpty();
    }

    /** @return the ids that differ and what differs; then the line that sums up */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(differing);
        if (notScored > 0) {
            lines.add(family + "/: " + notScored + " cases are not to be scored");
        }
        lines.add(String.format(
                "%s: cases %d/%d, values %d/%d, rejected %d/%d, wrong %d",
                family, matching, cases, matched, values, rejected, rejects, wrong));
        return lines;
    }

    private void score(String id, JsonObject expected, Outcome outcome) {
        if (!scorer.scorable(expected)) {
            notScored++;
            return;
        }
        cases++;
        Score score = scorer.score(expected, outcome);
        values += score.expected();
        matched += score.matched();
        wrong += score.wrong().size();
        if (score.holds() && outcome.defect().isEmpty()) {
            matching++;
        } else {
            List<String> what = new ArrayList<>();
            outcome.error().ifPresent(error -> what.add("refused: " + Text.of(error, "message")));
            score.wrong().forEach(value -> what.add("wrong " + value));
            what.addAll(score.differences());
            differs(id, what);
        }
    }

    private void reject(String id, JsonObject expected, Optional<JsonObject> base, Outcome outcome) {
        rejects++;
        if (outcome.error().isPresent()) {
            Optional<String> misnamed =
                    scorer.misnamed(expected, outcome.error().get());
            misnamed.ifPresent(what -> differs(id, List.of(what)));
            rejected += outcome.defect().isEmpty() && misnamed.isEmpty() ? 1 : 0;
            return;
        }
        List<String> given = scorer.given(outcome.values());
        if (!Text.isTrue(expected, "partial_ok") || !scorer.incomplete(outcome.values())) {
            wrong += given.size();
            List<String> what = new ArrayList<>(List.of(
                    "must be rejected (" + Text.of(expected, "reason") + ") and gives " + given.size() + " values"));
            what.addAll(given);
            differs(id, what);
            return;
        }
        rejected++;
        List<String> invented =
                base.map(whole -> scorer.score(whole, outcome).wrong()).orElse(List.of());
        if (!invented.isEmpty()) {
            wrong += invented.size();
            differs(id, invented);
        }
    }

    private void differs(String id, List<String> what) {
        int more = what.size() - MOST_NAMED;
        differing.add(family + "/" + id + ": "
                + String.join("; ", what.subList(0, Math.min(what.size(), MOST_NAMED)))
                + (more > 0 ? "; and " + more + " more" : ""));
    }
}
