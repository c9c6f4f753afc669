package org.metergate.driver.dlms;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.CosemDateTime;
import org.metergate.dlms.DlmsReading;
import org.metergate.driver.channels.Diagnosis;

/**
 * What one reading brought.
 *
 * @param readings by attribute; empty if the meter could not be reached
 * @param diagnosis how it went; of quality GOOD if the meter answered
 * @param shown what the meter's clock showed; empty if nothing valid
 * @param at when that was, by the gateway's clock
 */
record Outcome(
        Map<CosemAttribute, DlmsReading> readings, Diagnosis diagnosis, Optional<CosemDateTime> shown, Instant at) {}
