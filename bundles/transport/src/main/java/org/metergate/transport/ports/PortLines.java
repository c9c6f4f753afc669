package org.metergate.transport.ports;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.transport.Claim;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineOptions;
import org.metergate.transport.LineStatus;
import org.metergate.transport.LineUse;
import org.metergate.transport.Lines;
import org.metergate.transport.PortInfo;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.TraceEntry;
import org.metergate.transport.TraceSlice;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The lines of this machine: serial ports, and connections over TCP, RFC 2217 and UDP. */
@Component(service = Lines.class)
public final class PortLines implements Lines, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Port.Maker ports;
    private final Clock clock;
    private final Watch watch;
    private final Map<LineAddress, SharedLine> lines = new HashMap<>();
    private boolean closed;

    /** All kinds of lines, looked after by a thread of their own. */
    @Activate
    public PortLines() {
        this(PortLines::make, Clock.systemUTC(), Watch.EVERY_SECOND);
    }

    /** @param every from one look at the lines to the next; zero: never */
    PortLines(Port.Maker ports, Clock clock, Duration every) {
        this.ports = ports;
        this.clock = clock;
        watch = new Watch(this::all, every);
    }

    @Override
    public Claim claim(LineAddress address, SerialSettings settings) {
        return claim(address, settings, LineOptions.USUAL);
    }

    @Override
    public Claim claim(LineAddress address, SerialSettings settings, LineOptions options) {
        synchronized (lines) {
            if (closed) {
                SharedLine none = new SharedLine(address, ports, SharedLine.Neighbours.NONE, clock, line -> {});
                Claim refused = none.claim(settings, options);
                none.shutDown();
                return refused;
            }
            watch.start();
            return lines.computeIfAbsent(
                            address, wanted -> new SharedLine(wanted, ports, this::askFor, clock, this::forget))
                    .claim(settings, options);
        }
    }

    @Override
    public List<LineStatus> status() {
        return all().stream()
                .map(SharedLine::status)
                .sorted(Comparator.comparing(status -> status.address().toString()))
                .toList();
    }

    @Override
    public List<PortInfo> ports() {
        return UsbAdapters.ports();
    }

    @Override
    public List<TraceEntry> trace(LineAddress address) {
        return line(address).map(line -> line.trace().entries()).orElse(List.of());
    }

    @Override
    public TraceSlice trace(LineAddress address, long after) {
        return line(address).map(line -> line.trace().after(after)).orElse(new TraceSlice(1, List.of()));
    }

    @Override
    public Optional<LineUse> use(LineAddress address) {
        return line(address).map(SharedLine::use);
    }

    private Optional<SharedLine> line(LineAddress address) {
        synchronized (lines) {
            return Optional.ofNullable(lines.get(address));
        }
    }

    /** Closes every line, whoever holds it. Claims left over, and new ones, fail from now on. */
    @Override
    @Deactivate
    public void close() {
        List<SharedLine> all;
        synchronized (lines) {
            closed = true;
            all = all();
            lines.clear();
        }
        watch.stop();
        all.forEach(SharedLine::shutDown);
        watch.await();
    }

    private Optional<SharedLine> askFor(SharedLine asking, Path device, Duration within) {
        return all().stream()
                .filter(line -> line != asking && line.giveUp(device, within))
                .findFirst();
    }

    /** Does what the watch does, at a time of the caller's. */
    void tend(long now) {
        all().forEach(line -> line.tend(now));
    }

    private List<SharedLine> all() {
        synchronized (lines) {
            return new ArrayList<>(lines.values());
        }
    }

    /** Called when a claim was closed. */
    private void forget(SharedLine line) {
        synchronized (lines) {
            if (line.isUnclaimed()) {
                lines.remove(line.address(), line);
            }
        }
    }

    static Port make(LineAddress address) {
        if (address instanceof LineAddress.Tcp tcp) {
            return new TcpPort(tcp, tcp.host(), tcp.port(), CONNECT);
        }
        if (address instanceof LineAddress.Rfc2217 server) {
            return new Rfc2217Port(server, CONNECT);
        }
        if (address instanceof LineAddress.Udp udp) {
            return new UdpPort(udp);
        }
        if (address instanceof LineAddress.Usb usb) {
            return new TtyPort(usb, () -> UsbAdapters.device(usb, UsbAdapters.plugged()));
        }
        LineAddress.Serial serial = (LineAddress.Serial) address;
        return new TtyPort(serial, serial::device);
    }
}
