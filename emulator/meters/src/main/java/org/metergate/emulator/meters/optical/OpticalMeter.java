package org.metergate.emulator.meters.optical;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;
import org.metergate.emulator.meters.dlms.DlmsMeter;

/**
 * An electricity meter with an optical port, IEC 62056-21 modes A to E. Its registers are latched once for each readout, at
 * the whole second of its clock.
 */
public final class OpticalMeter implements Station {
    private static final int REPETITIONS = 3;
    private static final Duration REACTION = Duration.ofMillis(1500);
    private static final Duration BEFORE_DATA = Duration.ofMillis(200);
    private static final Duration BEFORE_DATA_WITHOUT_TIMING = Duration.ofMillis(20);
    private static final Duration BETWEEN_TRANSMISSIONS = Duration.ofSeconds(2);
    private static final int NUL_BAUD = 300;

    private final OpticalSettings settings;
    private final Building building;
    private final Memory memory;
    private final DlmsMeter hdlc;
    private volatile boolean busy;

    /**
     * @param settings what the meter is
     * @param building what it measures
     * @param clock the true time, which the meter's own may be ahead of
     */
    public OpticalMeter(OpticalSettings settings, Building building, Clock clock) {
        this.settings = settings;
        this.building = building;
        this.memory = new Memory(settings, clock);
        this.busy = settings.traits().busy();
        this.hdlc = new DlmsMeter(
                building, clock, DlmsMeter.Identity.of(DlmsMeter.Transport.HDLC, serialOf(settings.deviceAddress())));
    }

    @Override
    public void serve(Wire wire) throws IOException {
        if (settings.traits().mode() == Traits.Mode.D) {
            transmit(wire);
        }
        new OpticalBus(List.of(this), 0).serve(wire);
    }

    /** @param now whether it has time for nobody from now on, and answers every option with NAK */
    public void busy(boolean now) {
        busy = now;
    }

    /** @return the settings it was made with */
    OpticalSettings settings() {
        return settings;
    }

    /**
     * Tells whether a request is for this meter. A sleeping one hears only what follows a preamble.
     *
     * @param request a sign-on
     * @return whether it answers
     */
    boolean isCalled(Request request) {
        long zeros = settings.traits().wakeUp().toMillis() * NUL_BAUD / OpticalSettings.BITS / 1000;
        String address = request.address();
        return request.zeros() >= zeros
                && (address.isEmpty() || address.equals(Request.withoutZeros(settings.deviceAddress())));
    }

    /** @return {@code /XXXZ ident CR LF} */
    byte[] identification() {
        String mode = settings.traits().mode() == Traits.Mode.E ? "\\2" : "";
        return ProgrammingMode.ascii(
                "/" + settings.manufacturer() + settings.speedCharacter() + mode + settings.identification() + "\r\n");
    }

    /**
     * Answers a sign-on, and whatever follows from it.
     *
     * @param wire to the reader, at the initial speed
     * @return what came instead of an option or after the data: somebody may sign on again; empty for silence
     * @throws IOException if the other side has gone
     */
    Optional<Request> converse(Wire wire) throws IOException {
        Voice voice = new Voice(wire, settings);
        voice.say(identification());
        try {
            return switch (settings.traits().mode()) {
                case A -> dataUninvited(wire, voice);
                case B -> {
                    voice.changeTo(settings.offeredBaud());
                    yield dataUninvited(wire, voice);
                }
                case C, E -> option(wire, voice);
                case D -> Optional.empty();
            };
        } finally {
            voice.backToInitial();
        }
    }

    /** In modes A and B nobody asks for the data; the reader needs a moment to change its speed. */
    private Optional<Request> dataUninvited(Wire wire, Voice voice) throws IOException {
        boolean timed = settings.initial().baud() > 0;
        OptionalInt early = wire.read(timed ? BEFORE_DATA : BEFORE_DATA_WITHOUT_TIMING);
        return early.isPresent() ? Request.heard(wire, early, REACTION) : data(wire, voice);
    }

    private Optional<Request> option(Wire wire, Voice voice) throws IOException {
        Optional<Request> option = Request.heard(wire, OptionalInt.empty(), REACTION);
        if (option.isEmpty() || !option.get().isOptionSelect()) {
            return option;
        }
        if (busy) {
            voice.say(new byte[] {Frames.NAK});
            return Request.heard(wire, OptionalInt.empty(), REACTION);
        }
        switch (option.get().option()) {
            case "00" -> {
                voice.changeTo(settings.agreedBaud(option.get().speed()));
                return data(wire, voice);
            }
            case "01" -> {
                voice.changeTo(settings.agreedBaud(option.get().speed()));
                new ProgrammingMode(settings, building, memory, wire, voice).serve();
                return Optional.empty();
            }
            case "22" -> handOver(wire, voice, option.get());
            default -> voice.say(new byte[] {Frames.NAK});
        }
        return Optional.empty();
    }

    /** The speed changes where it does in mode C, so the confirmation comes at the new one (IEC 62056-21, annex E). */
    private void handOver(Wire wire, Voice voice, Request option) throws IOException {
        if (settings.traits().mode() != Traits.Mode.E) {
            voice.say(new byte[] {Frames.NAK});
            return;
        }
        voice.changeTo(settings.agreedBaud(option.speed()));
        voice.say(ProgrammingMode.ascii(option.text()));
        try {
            hdlc.serve(new HdlcWire(wire));
        } catch (HdlcWire.OverException over) {
            // the client has said goodbye, or nothing
        }
    }

    private Optional<Request> data(Wire wire, Voice voice) throws IOException {
        Instant second = memory.second();
        String block =
                Registers.at(settings, building, second, memory.shown(second)).block();
        byte[] message = Frames.data(block, Frames.ETX);
        for (int sent = 0; sent <= REPETITIONS; sent++) {
            voice.say(message);
            OptionalInt heard = wire.read(REACTION);
            if (heard.isEmpty()) {
                return Optional.empty();
            }
            if ((heard.getAsInt() & 0x7F) != Frames.NAK) {
                voice.backToInitial();
                return Request.heard(wire, heard, REACTION);
            }
        }
        return Optional.empty();
    }

    /** @return the data message of this second */
    byte[] dataMessage() {
        return Frames.data(block(), Frames.ETX);
    }

    private String block() {
        Instant second = memory.second();
        return Registers.at(settings, building, second, memory.shown(second)).block();
    }

    /** Mode D: no STX and no block check (IEC 62056-21, 4.4). */
    private void transmit(Wire wire) throws IOException {
        Voice voice = new Voice(wire, settings);
        while (true) {
            voice.say(identification());
            voice.say(ProgrammingMode.ascii("\r\n" + block()));
            wire.read(settings.initial().baud() > 0 ? BETWEEN_TRANSMISSIONS : BEFORE_DATA_WITHOUT_TIMING);
        }
    }

    private static String serialOf(String address) {
        String digits = address.replaceAll("[^0-9A-Za-z]", "");
        return digits.length() > 13 ? digits.substring(digits.length() - 13) : digits;
    }
}
