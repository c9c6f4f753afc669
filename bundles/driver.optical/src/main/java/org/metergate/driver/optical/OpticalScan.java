package org.metergate.driver.optical;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metergate.driver.channels.scan.RunningScan;
import org.metergate.driver.channels.scan.ScannedMeter;
import org.metergate.iec62056p21.Identification;
import org.metergate.iec62056p21.OpticalSession;
import org.metergate.iec62056p21.OptionSelect;
import org.metergate.iec62056p21.Pause;
import org.metergate.iec62056p21.Readout;
import org.metergate.iec62056p21.RefusedException;
import org.metergate.iec62056p21.Registers;
import org.metergate.iec62056p21.SessionSettings;
import org.metergate.iec62056p21.SessionSettings.ModeChoice;
import org.metergate.iec62056p21.WakeUp;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.LineOptions;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.Lines;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.SerialSettings;

/**
 * One scan of an optical port, or of a bus of meters that are called by their addresses: signs on at every speed, with each
 * address and without one, and reads out whoever answers.
 */
final class OpticalScan extends RunningScan {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** A meter waits up to 1.5 s before it falls back to the speed of the sign-on (6.4.3); and a bit more. */
    private static final Duration FALL_BACK = Duration.ofMillis(1600);

    private final ScanPlan plan;
    private final Lines lines;
    private final Pause pause;
    private final List<String> wrong = new ArrayList<>();
    private boolean found;
    private int asked;

    OpticalScan(String id, ScanPlan plan, Lines lines, Pause pause) {
        super(id, OpticalScanner.KIND, plan.line().toString());
        this.plan = plan;
        this.lines = lines;
        this.pause = pause;
    }

    @Override
    protected Optional<String> scan() throws LineException {
        List<String> addresses = new ArrayList<>(plan.addresses());
        addresses.add(""); // whoever answers a call without address
        int attempts = addresses.size() * plan.speeds().size();
        for (String address : addresses) {
            boolean answered = found && address.isEmpty(); // a bus: all of them would answer at once
            for (int baud : plan.speeds()) {
                if (!answered && !isCancelled()) {
                    answered = answers(address, baud);
                }
                asked++;
                progress((double) asked / attempts);
            }
        }
        return found ? Optional.empty() : Optional.of(nobody());
    }

    private String nobody() {
        String speeds = plan.speeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return wrong.isEmpty()
                ? "nobody answers the sign-on at " + speeds
                        + " baud; check that the meter has power, the head sits right and the address is the meter's"
                : String.join("; ", wrong);
    }

    /** @return whether somebody is there, so that slower and faster speeds need not be tried */
    private boolean answers(String address, int baud) throws LineException {
        SessionSettings settings = session(address, baud);
        requests(asked + 1);
        try (Claim claim = lines.claim(plan.line(), settings.initial(), LineOptions.USUAL.heldBy("optical scan"));
                Conversation line = claim.converse(PATIENCE)) {
            try {
                Readout readout = new OpticalSession(line, settings, pause).readOut();
                tell(address, baud, readout);
                return true;
            } catch (LineSilentException e) {
                if (e.received().length > 0) {
                    wrong.add("at " + baud + " baud something came that stopped: " + e.getMessage());
                }
                return false;
            } catch (RefusedException e) {
                wrong.add("a meter answers at " + baud + " baud and refuses: " + e.getMessage());
                return true;
            } catch (MalformedFrameException e) {
                wrong.add("at " + baud + " baud: " + e.getMessage());
                return false;
            } finally {
                rest();
            }
        }
    }

    /** Who calls too early is not heard: the meter may still listen at the speed that was agreed on. */
    private void rest() throws LineException {
        try {
            pause.rest(FALL_BACK.compareTo(plan.reaction()) < 0 ? FALL_BACK : plan.reaction());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LineException(plan.line() + ": interrupted", e);
        }
    }

    private SessionSettings session(String address, int baud) {
        boolean fixed = plan.highest() == SessionSettings.FIXED;
        return new SessionSettings(
                address,
                new SerialSettings(baud, 7, SerialSettings.Parity.EVEN, 1),
                fixed ? SessionSettings.FIXED : plan.highest(),
                ModeChoice.AUTO,
                1,
                plan.reaction(),
                SessionSettings.STANDARD.turnaround(),
                WakeUp.NONE,
                OptionSelect.READOUT);
    }

    private void tell(String address, int baud, Readout readout) {
        found = true;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("line", plan.line().toString());
        settings.put("baud.initial", String.valueOf(baud));
        settings.put("baud.max", String.valueOf(plan.highest()));
        if (!address.isEmpty()) {
            settings.put("device.address", address);
        }
        Optional<Identification> who = readout.identification();
        String number = new Registers(readout.dataSets())
                .find("0.0.0")
                .map(set -> set.values().get(0).text().strip())
                .filter(text -> !text.isEmpty())
                .orElse(address);
        String maker = who.map(Identification::manufacturer).orElse("");
        found(new ScannedMeter(
                address.isEmpty() ? number : address,
                ScannedMeter.named("meter " + (number.isEmpty() ? maker : number)),
                (maker + " " + who.map(Identification::name).orElse("")).strip(),
                settings,
                ProposedChannels.of(readout.dataSets()),
                readout.complete() ? "" : "its readout came without an end"));
    }
}
