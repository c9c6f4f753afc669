package org.metergate.transport.ports;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.SerialSettings;

/** A serial port of this machine. */
final class TtyPort implements Port {
    private static final int TIMEOUTS = SerialPort.TIMEOUT_READ_SEMI_BLOCKING | SerialPort.TIMEOUT_WRITE_BLOCKING;

    private static final Duration SLICE = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(1);
    private static final int NO_SUCH_FORMAT = 22; // EINVAL

    private final LineAddress.Serial address;
    private volatile SerialPort port;
    private volatile boolean closed;

    TtyPort(LineAddress.Serial address) {
        this.address = address;
    }

    @Override
    public void open(SerialSettings settings) throws LineException {
        SerialPort opened;
        try {
            opened = SerialPort.getCommPort(address.device());
        } catch (SerialPortInvalidPortException e) {
            throw new LineException(address + ": " + whyNot(0), e);
        }
        opened.setComPortTimeouts(TIMEOUTS, (int) SLICE.toMillis(), 0);
        opened.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        set(opened, settings);
        // only this boolean tells: a pseudo-terminal opens well and leaves an error code behind
        boolean done = opened.openPort(0);
        if (!done && opened.getLastErrorCode() == NO_SUCH_FORMAT) {
            set(opened, plain(settings));
            done = opened.openPort(0);
        }
        if (!done) {
            throw new LineException(address + ": " + whyNot(opened.getLastErrorCode()));
        }
        port = opened;
        if (closed) {
            close();
            throw new LineException(address + ": closed while it was opened");
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        SerialPort open = open();
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
        open().flushIOBuffers();
    }

    @Override
    public void change(SerialSettings settings) throws IOException {
        SerialPort open = open();
        if (!set(open, settings) && !set(open, plain(settings))) {
            throw new IOException("the port refuses " + settings);
        }
    }

    @Override
    public boolean isUp() {
        SerialPort open = port;
        Path device = Path.of(address.device());
        return open != null && open.isOpen() && (!device.isAbsolute() || Files.exists(device));
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

    private String whyNot(int code) {
        Path device = Path.of(address.device());
        if (device.isAbsolute() && !Files.exists(device)) {
            return "there is no such device; plug the adapter in or correct the name";
        }
        if (device.isAbsolute() && !(Files.isReadable(device) && Files.isWritable(device))) {
            return "no right to use the device; put the gateway's user into the group that owns it, often dialout";
        }
        return "cannot be opened (code " + code
                + "); another program may hold it: close that program, or choose another port";
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
