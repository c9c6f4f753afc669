package org.metergate.driver.mbus;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.mbus.Answer;

/**
 * What came of asking a meter.
 *
 * @param telegram its data; empty if there are none
 * @param diagnosis why not, or that all is well, perhaps with a remark
 * @param received when, by the gateway's clock
 * @param signal how strong a wireless telegram came in, in dBm
 */
record Outcome(Optional<Answer.Telegram> telegram, Diagnosis diagnosis, Instant received, OptionalInt signal) {

    static Outcome failed(Diagnosis diagnosis, Instant at) {
        return new Outcome(Optional.empty(), diagnosis, at, OptionalInt.empty());
    }
}
