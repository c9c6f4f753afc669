package org.metergate.emulator.meters.mbus;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/** A wireless receiver: confirms commands, and hands over what its meters send. */
public final class WirelessReceiver implements Station {

    private final WirelessMeters meters;
    private final ReceiverFormat format;
    private final Duration interval;

    /**
     * @param meters in its reach
     * @param format how it hands telegrams over
     * @param interval how often each meter sends
     */
    public WirelessReceiver(WirelessMeters meters, ReceiverFormat format, Duration interval) {
        this.meters = meters;
        this.format = format;
        this.interval = interval;
    }

    /** The meters send whenever nothing came from the gateway for the interval; commands are confirmed at once. */
    @Override
    public void serve(Wire wire) throws IOException {
        List<Integer> heard = new ArrayList<>();
        while (!Thread.currentThread().isInterrupted()) {
            OptionalInt next = wire.read(interval);
            if (next.isEmpty()) {
                for (byte[] telegram : meters.sent(format)) {
                    wire.write(telegram);
                }
                heard.clear();
                continue;
            }
            heard.add(next.getAsInt());
            Optional<byte[]> answer = format.answer(heard);
            if (answer.isPresent()) {
                wire.write(answer.get());
                heard.clear();
            }
        }
    }
}
