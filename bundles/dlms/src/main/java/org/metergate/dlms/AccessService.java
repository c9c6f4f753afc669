package org.metergate.dlms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.dlms.GetApdu.Result;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/**
 * Many attributes in one exchange of ACCESS, for meters that have it and take no lists of GET and SET. One thread at a time.
 */
final class AccessService {
    private final Association association;
    private final Plan plan;
    private int invokeId;

    AccessService(Association association, Plan plan) {
        this.association = association;
        this.plan = plan;
    }

    /** @return whether the meter offered it and has not refused it so far */
    boolean usable() {
        return association.agreed().access() && plan.takesAccess();
    }

    /** @return what came of each; empty if the meter refuses the service, as will be remembered */
    Optional<List<Result>> get(Line line, List<CosemAttribute> attributes)
            throws LineException, MalformedFrameException, LinkLostException {
        return ask(line, AccessApdu.get(nextInvoke(), attributes), attributes.size());
    }

    /** @return what the meter says to each; empty if it refuses the service, and nothing was written */
    Optional<List<DataAccessResult>> set(Line line, Map<CosemAttribute, Data> values)
            throws LineException, MalformedFrameException, LinkLostException {
        return ask(line, AccessApdu.set(nextInvoke(), values), values.size())
                .map(results -> results.stream().map(AccessApdu::written).toList());
    }

    private Optional<List<Result>> ask(Line line, byte[] request, int count)
            throws LineException, MalformedFrameException, LinkLostException {
        int invoke = invokeId;
        byte[] answer = association.exchange(
                line, request, apdu -> Association.isError(apdu) || AccessApdu.answers(apdu, invoke));
        if (Association.isError(answer)) {
            plan.refusesAccess();
            return Optional.empty();
        }
        return Optional.of(AccessApdu.results(answer, count));
    }

    private int nextInvoke() {
        invokeId = invokeId % 0xFFFFFF + 1;
        return invokeId;
    }
}
