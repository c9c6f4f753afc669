package org.metergate.iec62056p21;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.metergate.model.ObisCode;

/**
 * What a meter pushes in SML (SML_GetList.Res).
 *
 * @param serverId the meter's own identification in hexadecimal digits; empty if it gave none
 * @param listName which list this is; empty if the meter gave none
 * @param sensorTime the meter's clock; empty if it gave none or only seconds since its start
 * @param secondIndex seconds that the meter counts, from its start on; empty if it gave another time or none
 * @param entries registers in the order of the meter
 */
public record SmlList(
        String serverId,
        Optional<ObisCode> listName,
        Optional<Instant> sensorTime,
        Optional<Long> secondIndex,
        List<SmlEntry> entries) {

    /** Keeps its own copy. */
    public SmlList {
        entries = List.copyOf(entries);
    }

    /**
     * @param name of a register
     * @return its entry; empty if the list has none
     */
    public Optional<SmlEntry> find(ObisCode name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
