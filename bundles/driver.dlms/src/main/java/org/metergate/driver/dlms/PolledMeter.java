package org.metergate.driver.dlms;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.CosemDateTime;
import org.metergate.dlms.DlmsReading;
import org.metergate.dlms.DlmsSession;
import org.metergate.dlms.DlmsSettings;
import org.metergate.dlms.DlmsSettings.Addressing;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.dlms.InvocationCounter;
import org.metergate.dlms.Plan;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.transport.Claim;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

/**
 * A meter that speaks when spoken to. The association is kept from one reading to the next. A failure is part of the
 * outcome, with its reason. Any thread may call.
 */
final class PolledMeter implements AutoCloseable {
    private static final int PUBLIC_CLIENT = 16;
    private static final int MANAGEMENT = 1;

    private final DlmsDriverSettings settings;
    private final DlmsSettings how;
    private final Claim claim;
    private final Clock clock;
    private final DlmsSession session;
    private final DlmsDiagnosis diagnosis;
    private boolean looked;
    private Optional<Addressing> elsewhere = Optional.empty();

    /**
     * @param settings of the meter
     * @param how a session is held
     * @param claim on the line; stays the caller's to close
     * @param counter of the client with this meter, if it needs one
     * @param clock of the gateway
     */
    PolledMeter(
            DlmsDriverSettings settings,
            DlmsSettings how,
            Claim claim,
            Optional<InvocationCounter> counter,
            Clock clock) {
        this.settings = settings;
        this.how = how;
        this.claim = claim;
        this.clock = clock;
        this.session = new DlmsSession(claim, how, new Plan(), counter, new SecureRandom());
        this.diagnosis = new DlmsDiagnosis(settings);
    }

    /** @return the session, for what is not read as attributes */
    DlmsSession session() {
        return session;
    }

    /**
     * Reads attributes, and the meter's clock with them.
     *
     * @param attributes which
     * @return what came of it
     */
    Outcome read(Collection<CosemAttribute> attributes) {
        Set<CosemAttribute> asked = new LinkedHashSet<>(attributes);
        if (asked.isEmpty()) {
            asked.add(CosemAttribute.CLOCK);
        }
        try {
            List<DlmsReading> readings = session.read(List.copyOf(asked));
            Instant now = clock.instant();
            Map<CosemAttribute, DlmsReading> answers = new HashMap<>();
            readings.forEach(reading -> answers.put(reading.attribute(), reading));
            Optional<CosemDateTime> shown = readings.stream()
                    .flatMap(reading -> reading.time().stream())
                    .findFirst()
                    .filter(time -> !time.invalid());
            found();
            return new Outcome(answers, diagnosis.of(readings), shown, now);
        } catch (LineException e) {
            return failed(why(e));
        } catch (MalformedFrameException e) {
            return failed(diagnosis.of(e));
        }
    }

    private Outcome failed(Diagnosis why) {
        return new Outcome(Map.of(), why, Optional.empty(), clock.instant());
    }

    /** @return what is the matter with the line */
    Diagnosis why(LineException failure) {
        boolean silent = failure instanceof LineSilentException silence && silence.received().length == 0;
        return diagnosis.of(failure, silent ? elsewhere() : Optional.empty());
    }

    /** @return what is the matter with the bytes that came */
    Diagnosis why(MalformedFrameException failure) {
        return diagnosis.of(failure);
    }

    /** @return how to say why */
    DlmsDiagnosis diagnosis() {
        return diagnosis;
    }

    private synchronized void found() {
        looked = false;
        elsewhere = Optional.empty();
    }

    /** Looks once, while the meter is silent, whether one answers at a usual address. */
    private synchronized Optional<Addressing> elsewhere() {
        if (!looked) {
            looked = true;
            elsewhere = usual().stream().filter(this::answers).findFirst();
        }
        return elsewhere;
    }

    private List<Addressing> usual() {
        Addressing ours = settings.addressing();
        boolean hdlc = ours.transport() == Transport.HDLC;
        List<Addressing> usual = new ArrayList<>();
        usual.add(ours.by(PUBLIC_CLIENT));
        usual.add(new Addressing(ours.transport(), PUBLIC_CLIENT, MANAGEMENT, hdlc ? ours.physicalServer() : 0, 0));
        if (hdlc) {
            usual.add(new Addressing(ours.transport(), PUBLIC_CLIENT, MANAGEMENT, 0, 0));
        }
        return usual.stream().distinct().filter(one -> !one.equals(ours)).toList();
    }

    private boolean answers(Addressing address) {
        DlmsSettings.Hdlc once = new DlmsSettings.Hdlc(128, 1, 0);
        DlmsSettings open = new DlmsSettings(address, DlmsSettings.Access.PUBLIC, once, how.answer(), how.patience());
        try (DlmsSession stranger = new DlmsSession(claim, open)) {
            stranger.read(List.of()); // associates; a refusal is an answer too
            return true;
        } catch (LineException e) {
            return false;
        } catch (MalformedFrameException e) {
            return true;
        }
    }

    /** Releases the association, if that takes no waiting for others. */
    @Override
    public void close() {
        session.close();
    }
}
