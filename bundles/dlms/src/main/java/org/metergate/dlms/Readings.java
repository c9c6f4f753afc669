package org.metergate.dlms;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.metergate.dlms.GetApdu.Result;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/** Makes readings of what an association answers: scaled, and with the meter's time. One thread at a time. */
final class Readings {
    private final Names names;
    private final Plan plan;

    Readings(Names names, Plan plan) {
        this.names = names;
        this.plan = plan;
    }

    /**
     * Asks for attributes together with the meter's clock, in the same request if the meter takes lists.
     *
     * @return one reading for each attribute, in the same order
     */
    List<DlmsReading> of(Line line, List<CosemAttribute> attributes, int most)
            throws LineException, MalformedFrameException, LinkLostException {
        if (plan.unsure() && !missing(attributes).isEmpty()) {
            identify(names.get(line, Plan.IDENTITY, Optional.empty())); // before anything is learnt for it
        }
        List<Result> refusals = new ArrayList<>();
        List<CosemAttribute> missing = missing(attributes);
        for (int from = 0; from < missing.size(); from += most + 1) {
            refusals.addAll(learn(line, missing.subList(from, Math.min(missing.size(), from + most + 1))));
        }
        List<DlmsReading> readings = new ArrayList<>();
        for (int from = 0; from < attributes.size(); from += most) {
            List<CosemAttribute> some = attributes.subList(from, Math.min(attributes.size(), from + most));
            List<CosemAttribute> request = new ArrayList<>(some);
            request.add(CosemAttribute.CLOCK);
            boolean unsure = plan.unsure();
            if (unsure) {
                request.addAll(Plan.IDENTITY);
            }
            List<Result> results = names.get(line, request, Optional.empty());
            if (unsure && !identify(results.subList(some.size() + 1, results.size()))) {
                return of(line, attributes, most); // another meter answers: its scalers are others
            }
            Optional<CosemDateTime> time = time(results.get(some.size()));
            for (int index = 0; index < some.size(); index++) {
                CosemAttribute attribute = some.get(index);
                Optional<CosemAttribute> scaler = ScalerUnit.of(attribute);
                Answer answer = scaler.isEmpty()
                        ? Answers.plain(attribute, results.get(index))
                        : scaled(attribute, results.get(index), scaler.get(), missing, refusals);
                Optional<Data> data =
                        results.get(index) instanceof Result.Value value ? Optional.of(value.data()) : Optional.empty();
                readings.add(new DlmsReading(attribute, answer, data, time));
            }
        }
        return readings;
    }

    private boolean identify(List<Result> results) {
        StringBuilder found = new StringBuilder();
        for (Result result : results) {
            found.append(result instanceof Result.Value value ? ApduTree.plain(value.data()) : "none")
                    .append(' ');
        }
        return plan.meets(found.toString());
    }

    private Answer scaled(
            CosemAttribute attribute,
            Result result,
            CosemAttribute scaler,
            List<CosemAttribute> asked,
            List<Result> refusals) {
        Optional<ScalerUnit> known = plan.scaler(scaler);
        if (known.isPresent() && result instanceof Result.Value value) {
            return Answers.scaled(attribute, value.data(), known.get());
        }
        int at = asked.indexOf(scaler);
        return Answers.scaled(
                attribute, result, at >= 0 ? refusals.get(at) : new Result.Error(DataAccessResult.OTHER_REASON.code()));
    }

    /** Scalers do not change while a firmware lasts: each is asked for once; a refusal may be temporary. */
    private List<CosemAttribute> missing(List<CosemAttribute> attributes) {
        Set<CosemAttribute> missing = new LinkedHashSet<>();
        for (CosemAttribute attribute : attributes) {
            ScalerUnit.of(attribute)
                    .filter(scaler -> plan.scaler(scaler).isEmpty())
                    .ifPresent(missing::add);
        }
        return List.copyOf(missing);
    }

    private List<Result> learn(Line line, List<CosemAttribute> scalers)
            throws LineException, MalformedFrameException, LinkLostException {
        List<Result> results = names.get(line, scalers, Optional.empty());
        for (int index = 0; index < scalers.size(); index++) {
            CosemAttribute scaler = scalers.get(index);
            ScalerUnit.read(results.get(index)).ifPresent(found -> plan.learn(scaler, found));
        }
        return results;
    }

    private static Optional<CosemDateTime> time(Result result) throws MalformedFrameException {
        return Answers.plain(CosemAttribute.CLOCK, result) instanceof Answer.Moment moment
                ? Optional.of(moment.time())
                : Optional.empty();
    }
}
