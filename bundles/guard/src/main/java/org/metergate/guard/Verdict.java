package org.metergate.guard;

import java.time.Duration;
import java.util.List;
import org.metergate.guard.Finding.Standing;

/**
 * What is to be done about the packages as they are. Only a package that replaced one that ran is ever put back, and what
 * is put back is the file that ran: so this ends.
 *
 * @param done whether there is nothing to wait for
 * @param back names of the packages to put back
 * @param keep names of the packages that have proved to run
 */
record Verdict(boolean done, List<String> back, List<String> keep) {

    /** A package's bundles and components start with it; what does not run after that does not run. */
    static final Duration ITS_OWN_FAULT = Duration.ofSeconds(5);

    /** When a package stops another one from running, that one's update may be on its way. */
    static final Duration FAULT_OF_ANOTHER = Duration.ofMinutes(2);

    /** @param steady how long nothing was installed or removed and nothing changed */
    static Verdict on(List<Finding> findings, Duration steady) {
        boolean ownTime = steady.compareTo(ITS_OWN_FAULT) >= 0;
        boolean longTime = steady.compareTo(FAULT_OF_ANOTHER) >= 0;
        List<String> failed = findings.stream()
                .filter(one -> !one.runs() && one.is(Standing.CHANGED))
                .map(Finding::name)
                .toList();
        boolean stoppedByAnother = findings.stream().anyMatch(one -> !one.runs() && one.is(Standing.UNCHANGED));
        List<String> suspects = findings.stream()
                .filter(one -> one.is(Standing.CHANGED))
                .map(Finding::name)
                .toList();
        if (!failed.isEmpty()) {
            return ownTime ? new Verdict(true, failed, List.of()) : waiting();
        }
        if (stoppedByAnother && !suspects.isEmpty()) {
            return longTime ? new Verdict(true, suspects, List.of()) : waiting();
        }
        boolean unsettled = findings.stream().anyMatch(one -> !one.runs() || one.is(Standing.UNFILED));
        if (unsettled && !ownTime) {
            return waiting();
        }
        return new Verdict(
                true,
                List.of(),
                findings.stream()
                        .filter(one -> one.runs() && (one.is(Standing.FIRST) || one.is(Standing.CHANGED)))
                        .map(Finding::name)
                        .toList());
    }

    private static Verdict waiting() {
        return new Verdict(false, List.of(), List.of());
    }
}
