package org.metergate.transport.ports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.metergate.transport.Claim;
import org.metergate.transport.LineAddress;
import org.metergate.transport.Lines;
import org.metergate.transport.SerialSettings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The lines of this machine: TCP connections and serial ports. Holds no thread of its own. */
@Component(service = Lines.class)
public final class PortLines implements Lines, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Port.Maker ports;
    private final Map<LineAddress, SharedLine> lines = new HashMap<>();
    private boolean closed;

    /** Lines over TCP and serial ports. */
    @Activate
    public PortLines() {
        this(PortLines::make);
    }

    PortLines(Port.Maker ports) {
        this.ports = ports;
    }

    @Override
    public Claim claim(LineAddress address, SerialSettings settings) {
        synchronized (lines) {
            if (closed) {
                SharedLine none = new SharedLine(address, ports, line -> {});
                Claim refused = none.claim(settings);
                none.shutDown();
                return refused;
            }
            return lines.computeIfAbsent(address, wanted -> new SharedLine(wanted, ports, this::forget))
                    .claim(settings);
        }
    }

    /** Closes every line, whoever holds it. Claims left over, and new ones, fail from now on. */
    @Override
    @Deactivate
    public void close() {
        List<SharedLine> all;
        synchronized (lines) {
            closed = true;
            all = new ArrayList<>(lines.values());
            lines.clear();
        }
        all.forEach(SharedLine::shutDown);
    }

    /** Called when a claim was closed. */
    private void forget(SharedLine line) {
        synchronized (lines) {
            if (line.isUnclaimed()) {
                lines.remove(line.address(), line);
            }
        }
    }

    private static Port make(LineAddress address) {
        if (address instanceof LineAddress.Tcp tcp) {
            return new TcpPort(tcp, CONNECT);
        }
        if (address instanceof LineAddress.Serial serial) {
            return new TtyPort(serial);
        }
        throw new IllegalArgumentException(address + ": this kind of line cannot be opened yet");
    }
}
