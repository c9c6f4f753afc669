package org.metergate.emulator.meters.optical;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/**
 * Several meters on one pair of wires, as at an RS-485 interface: the one whose address is called answers. A call without
 * address is answered by all of them at once, and their characters destroy each other.
 */
public final class OpticalBus implements Station {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final List<OpticalMeter> meters;
    private final int later;

    /**
     * @param meters on the bus, one or more, all with the same initial speed
     * @param later by how many sixteenths of a bit the second meter begins after the first if both are called
     */
    public OpticalBus(List<OpticalMeter> meters, int later) {
        this.meters = List.copyOf(meters);
        this.later = later;
    }

    @Override
    public void serve(Wire wire) throws IOException {
        Optional<Request> next = Optional.empty();
        while (true) {
            wire.change(meters.get(0).settings().initial());
            Optional<Request> heard = next.isPresent() ? next : Request.heard(wire, OptionalInt.empty(), IDLE);
            next = heard.isPresent() && heard.get().isSignOn() ? answer(wire, heard.get()) : Optional.empty();
        }
    }

    private Optional<Request> answer(Wire wire, Request request) throws IOException {
        List<OpticalMeter> called =
                meters.stream().filter(meter -> meter.isCalled(request)).toList();
        if (called.isEmpty()) {
            return Optional.empty();
        }
        if (called.size() == 1) {
            return called.get(0).converse(wire);
        }
        Traits.Characters sent = Traits.Characters.F7E1_WITH_PARITY;
        byte[] heard = Uart.collided(
                sent.onTheWire(called.get(0).identification()),
                sent.onTheWire(called.get(1).identification()),
                later);
        if (called.get(0).settings().traits().characters() == Traits.Characters.F7E1) {
            for (int i = 0; i < heard.length; i++) {
                heard[i] &= 0x7F;
            }
        }
        wire.write(heard);
        return Optional.empty();
    }
}
