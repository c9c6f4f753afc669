package org.metergate.driver.optical;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.iec62056p21.ProgrammingAnswer;

/**
 * What one conversation brought.
 *
 * @param shown by the data readout; empty if it failed or was not wanted
 * @param answers to what was asked in programming mode; questions without an answer are missing
 * @param diagnosis of the first failure; of quality GOOD if there was none
 * @param began when the meter began to send its registers, by the gateway's clock
 */
record Outcome(Optional<Shown> shown, Map<Asked, ProgrammingAnswer> answers, Diagnosis diagnosis, Instant began) {}
