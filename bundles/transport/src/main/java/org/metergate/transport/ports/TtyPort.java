package org.metergate.transport.ports;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.SerialSettings;

/** A serial port of this machine. */
final class TtyPort implements Port {
    private static final int TIMEOUTS = SerialPort.TIMEOUT_READ_SEMI_BLOCKING | SerialPort.TIMEOUT_WRITE_BLOCKING;

    private static final Duration SLICE = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(1);
    private static final int NO_SUCH_FORMAT = 22; // EINVAL
    private static final int IS_OPEN = 2; // the library's own word for a port that this process has open
    private static final int IS_LOCKED = 11; // EWOULDBLOCK

    /** Finds the device; adapters get other names when they are plugged in again. */
    @FunctionalInterface
    interface Finder {
        /**
         * @return name or path of the device now
         * @throws LineException if it is not there
         */
        String device() throws LineException;
    }

    private final LineAddress address;
    private final Finder finder;
    private final Predicate<Path> carriesParity;
    private final Departure departure = new Departure(Duration.ofMillis(3));
    private SerialSettings current;
    private boolean softParity;
    private volatile String device = "";
    private volatile Optional<Object> identity = Optional.empty();
    private volatile SerialPort port;
    private volatile boolean closed;

    /** @param address for messages */
    TtyPort(LineAddress address, Finder finder) {
        this(address, finder, TtyPort::isTerminal);
    }

    /** @param carriesParity tells a device that carries parity by itself, or none at all */
    TtyPort(LineAddress address, Finder finder, Predicate<Path> carriesParity) {
        this.address = address;
        this.finder = finder;
        this.carriesParity = carriesParity;
    }

    @Override
    public void open(SerialSettings settings) throws LineException {
        SerialPort opened;
        device = finder.device();
        try {
            opened = SerialPort.getCommPort(device);
        } catch (SerialPortInvalidPortException e) {
            throw cannotOpen(0);
        }
        opened.setComPortTimeouts(TIMEOUTS, (int) SLICE.toMillis(), 0);
        opened.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        softParity = !carriesParity.test(Path.of(device));
        set(opened, onThePort(settings));
        // only this boolean tells: a pseudo-terminal opens well and leaves an error code behind
        boolean done = opened.openPort(0);
        if (!done && opened.getLastErrorCode() == NO_SUCH_FORMAT) {
            set(opened, plain(settings));
            done = opened.openPort(0);
        }
        if (!done) {
            throw cannotOpen(opened.getLastErrorCode());
        }
        current = settings;
        identity = identityOf(Path.of(device));
        port = opened;
        if (closed) {
            close();
            throw new LineException(LineCondition.ENDED, address + ": closed while it was opened");
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        SerialPort open = open();
        departure.of(bytes.length, current);
        for (int sent = 0; sent < bytes.length; ) {
            int count = open.writeBytes(bytes, bytes.length - sent, sent);
            if (count <= 0) {
                throw new IOException("the port takes no bytes any more (code " + open.getLastErrorCode() + ")");
            }
            sent += count;
        }
    }

    /** The system counts waits in tenths of a second, so the last of them is looked at more closely. */
    @Override
    public int read(byte[] into, Duration within) throws IOException {
        long end = System.nanoTime() + within.toNanos();
        while (true) {
            SerialPort open = open();
            long left = end - System.nanoTime();
            int waiting = left > SLICE.toNanos() ? into.length : Math.min(open.bytesAvailable(), into.length);
            int count = waiting > 0 ? open.readBytes(into, waiting) : waiting;
            if (count < 0 || closed) {
                throw new IOException("the port is gone (code " + open.getLastErrorCode() + ")");
            }
            if (count > 0 || left <= 0) {
                return count;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    @Override
    public void discard() throws IOException {
        SerialPort open = open(); // flushing would drop what is on its way out too
        byte[] dropped = new byte[512];
        for (int waiting = open.bytesAvailable(); waiting > 0; waiting = open.bytesAvailable()) {
            if (open.readBytes(dropped, Math.min(waiting, dropped.length)) <= 0) {
                return; // whether the port is gone shows when it is written to
            }
        }
    }

    @Override
    public void change(SerialSettings settings) throws IOException {
        SerialPort open = open();
        departure.await();
        if (!set(open, onThePort(settings)) && !set(open, plain(settings))) {
            throw new IOException("the port refuses " + settings);
        }
        current = settings;
    }

    @Override
    public boolean isUp() {
        SerialPort open = port;
        return open != null
                && open.isOpen()
                && open.bytesAvailable() >= 0
                && (identity.isEmpty() || identity.equals(identityOf(Path.of(device))));
    }

    @Override
    public Optional<Path> device() {
        try {
            return device.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(device).toRealPath());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public boolean leavesParityToOthers() {
        return softParity;
    }

    private SerialSettings onThePort(SerialSettings settings) {
        return softParity ? SoftParity.eightBits(settings) : settings;
    }

    /** The bytes of a pseudo-terminal have no parity, whatever it is set to. */
    private static boolean isTerminal(Path device) {
        try {
            return device.toRealPath().startsWith("/dev/pts");
        } catch (IOException gone) {
            return true;
        }
    }

    @Override
    public boolean isWatched() {
        return true;
    }

    /** A device plugged in again under the same name is another one. */
    private static Optional<Object> identityOf(Path device) {
        try {
            return device.isAbsolute()
                    ? Optional.ofNullable(Files.readAttributes(device, BasicFileAttributes.class)
                            .fileKey())
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        closed = true;
        SerialPort open = port;
        if (open != null) {
            port = null;
            open.closePort();
        }
    }

    private SerialPort open() throws IOException {
        SerialPort open = port;
        if (open == null) {
            throw new IOException("the port is closed");
        }
        return open;
    }

    private LineException cannotOpen(int code) {
        Path path = Path.of(device);
        if (path.isAbsolute() && !Files.exists(path)) {
            return new LineException(
                    LineCondition.UNREACHABLE,
                    address + ": there is no such device; plug the adapter in or correct the name");
        }
        if (path.isAbsolute() && !(Files.isReadable(path) && Files.isWritable(path))) {
            return new LineException(
                    LineCondition.UNREACHABLE,
                    address + ": no right to use the device; put the gateway's user into the group that owns it, often"
                            + " dialout");
        }
        return new LineException(
                code == IS_OPEN || code == IS_LOCKED ? LineCondition.BUSY : LineCondition.UNREACHABLE,
                address + ": cannot be opened (code " + code
                        + "); another program may hold it: close that program, or choose another port");
    }

    private static boolean set(SerialPort port, SerialSettings settings) {
        return port.setComPortParameters(settings.baud(), settings.dataBits(), stopBits(settings), parity(settings));
    }

    /** A pseudo-terminal has no parity and no 7 bits, and says so at times; its bytes go through whole anyway. */
    private static SerialSettings plain(SerialSettings settings) {
        return new SerialSettings(settings.baud(), 8, SerialSettings.Parity.NONE, 1);
    }

    private static int stopBits(SerialSettings settings) {
        return settings.stopBits() == 1 ? SerialPort.ONE_STOP_BIT : SerialPort.TWO_STOP_BITS;
    }

    private static int parity(SerialSettings settings) {
        return switch (settings.parity()) {
            case NONE -> SerialPort.NO_PARITY;
            case EVEN -> SerialPort.EVEN_PARITY;
            case ODD -> SerialPort.ODD_PARITY;
        };
    }
}
