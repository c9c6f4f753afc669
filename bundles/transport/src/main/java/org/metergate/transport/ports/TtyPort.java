package org.metergate.transport.ports;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.SerialSettings;

/** A serial port of this machine. */
final class TtyPort implements Port {
    private static final int TIMEOUTS = SerialPort.TIMEOUT_READ_SEMI_BLOCKING | SerialPort.TIMEOUT_WRITE_BLOCKING;

    private static final int NO_SUCH_FORMAT = 22; // EINVAL

    private final LineAddress.Serial address;
    private volatile SerialPort port;
    private volatile boolean closed;
    private Duration readTimeout = Duration.ZERO;

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
        opened.setComPortTimeouts(TIMEOUTS, 100, 0);
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
        readTimeout = Duration.ZERO;
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

    @Override
    public int read(byte[] into, Duration within) throws IOException {
        SerialPort open = open();
        if (!within.equals(readTimeout)) {
            int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, within.toMillis()));
            open.setComPortTimeouts(TIMEOUTS, millis, 0);
            readTimeout = within;
        }
        int count = open.readBytes(into, into.length);
        if (count < 0 || closed) {
            throw new IOException("the port is gone (code " + open.getLastErrorCode() + ")");
        }
        return count;
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
