package org.metergate.emulator.meters.mbus;

import java.time.Duration;
import org.metergate.testkit.EmulatedLine;
import org.metergate.testkit.EmulatedLines;
import org.metergate.testkit.MovedClock;
import org.metergate.transport.Claim;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;

/** A bus at the end of a line in emulated time. */
final class EmulatedBus {
    static final LineAddress ADDRESS = new LineAddress.Serial("bus");
    static final SerialSettings SERIAL = new SerialSettings(2400, 8, SerialSettings.Parity.EVEN, 1);
    static final Duration TURNAROUND = Duration.ofMillis(20);

    final MovedClock clock;
    final EmulatedLine line;
    final EmulatedLines lines;

    EmulatedBus(MovedClock clock, MBusBus bus) {
        this.clock = clock;
        line = new EmulatedLine(ADDRESS, SERIAL, clock, (request, settings) -> {
            Heard heard = bus.hear(request, settings.baud());
            return heard.bytes().length == 0
                    ? EmulatedLine.Answer.NONE
                    : new EmulatedLine.Answer(heard.bytes(), TURNAROUND.plus(heard.after()));
        });
        lines = new EmulatedLines(line);
    }

    Claim claim() {
        return lines.claim(ADDRESS, SERIAL);
    }
}
