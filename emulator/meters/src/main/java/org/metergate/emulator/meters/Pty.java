package org.metergate.emulator.meters;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.Map;

/**
 * A pseudo-terminal of Linux: a device that looks like a serial port, and its other end. It carries the speed, but
 * neither parity nor 7 data bits.
 */
final class Pty implements AutoCloseable {
    private static final int READ_WRITE = 2;
    private static final int NO_CONTROLLING_TERMINAL = 0x100;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NON_BLOCKING = 0x800;
    private static final short POLL_IN = 1;
    private static final int TRY_AGAIN = 11;
    private static final int INTERRUPTED = 4;
    private static final int TERMIOS_BYTES = 60;
    private static final int CONTROL_FLAGS_AT = 8;
    private static final int SPEED_FLAGS = 0x100F;

    /** The codes of asm-generic/termbits.h. */
    private static final Map<Integer, Integer> SPEEDS = Map.ofEntries(
            Map.entry(0x7, 300),
            Map.entry(0x8, 600),
            Map.entry(0x9, 1200),
            Map.entry(0xA, 1800),
            Map.entry(0xB, 2400),
            Map.entry(0xC, 4800),
            Map.entry(0xD, 9600),
            Map.entry(0xE, 19_200),
            Map.entry(0xF, 38_400),
            Map.entry(0x1001, 57_600),
            Map.entry(0x1002, 115_200),
            Map.entry(0x1003, 230_400),
            Map.entry(0x1004, 460_800),
            Map.entry(0x1007, 921_600));

    /** What is needed of the C library. */
    interface C extends Library {
        int posix_openpt(int flags) throws LastErrorException;

        int grantpt(int fd) throws LastErrorException;

        int unlockpt(int fd) throws LastErrorException;

        int ptsname_r(int fd, Pointer name, long size);

        int open(String path, int flags) throws LastErrorException;

        int close(int fd);

        int tcgetattr(int fd, Pointer termios) throws LastErrorException;

        void cfmakeraw(Pointer termios);

        int tcsetattr(int fd, int when, Pointer termios) throws LastErrorException;

        int poll(Pointer fds, long count, int millis) throws LastErrorException;

        long read(int fd, byte[] into, long count) throws LastErrorException;

        long write(int fd, byte[] bytes, long count) throws LastErrorException;
    }

    private final C c;
    private final int master;
    private final int slave; // kept open: the other end then survives that the gateway closes its own
    private final String device;
    private boolean closed;

    private Pty(C c) throws IOException {
        this.c = c;
        try {
            master = c.posix_openpt(READ_WRITE | NO_CONTROLLING_TERMINAL | CLOSE_ON_EXEC | NON_BLOCKING);
            c.grantpt(master);
            c.unlockpt(master);
            try (Memory name = new Memory(128)) {
                c.ptsname_r(master, name, name.size());
                device = name.getString(0);
            }
            slave = c.open(device, READ_WRITE | NO_CONTROLLING_TERMINAL | CLOSE_ON_EXEC);
            try (Memory termios = new Memory(2 * TERMIOS_BYTES)) {
                c.tcgetattr(slave, termios);
                c.cfmakeraw(termios);
                c.tcsetattr(slave, 0, termios);
            }
        } catch (LastErrorException e) {
            throw new IOException("cannot make a pseudo-terminal: " + e.getMessage(), e);
        }
    }

    /**
     * Makes one.
     *
     * @return the pseudo-terminal, set to raw bytes
     * @throws IOException if this machine has none
     */
    static Pty open() throws IOException {
        if (!isSupported()) {
            throw new IOException("pseudo-terminals are made on Linux only; use a TCP or RFC 2217 port");
        }
        return new Pty(Native.load("c", C.class));
    }

    /** @return whether this machine can make one */
    static boolean isSupported() {
        return System.getProperty("os.name", "").equals("Linux");
    }

    /** @return what the gateway opens, {@code /dev/pts/5} */
    String device() {
        return device;
    }

    /** @return the speed that the gateway has set, in baud; 0 if it is none of the usual ones */
    synchronized int speed() throws IOException {
        checkOpen();
        try (Memory termios = new Memory(2 * TERMIOS_BYTES)) {
            c.tcgetattr(master, termios);
            return SPEEDS.getOrDefault(termios.getInt(CONTROL_FLAGS_AT) & SPEED_FLAGS, 0);
        } catch (LastErrorException e) {
            throw gone(e);
        }
    }

    /**
     * Waits for bytes.
     *
     * @param millis longest wait
     * @return how many came; 0 if none
     */
    int read(byte[] into, int millis) throws IOException {
        try (Memory waiting = new Memory(8)) {
            synchronized (this) {
                checkOpen();
                waiting.setInt(0, master);
            }
            waiting.setShort(4, POLL_IN);
            waiting.setShort(6, (short) 0);
            c.poll(waiting, 1, millis);
            synchronized (this) {
                checkOpen();
                return (int) Math.max(0, c.read(master, into, into.length));
            }
        } catch (LastErrorException e) {
            if (e.getErrorCode() == TRY_AGAIN || e.getErrorCode() == INTERRUPTED) {
                return 0;
            }
            throw gone(e);
        }
    }

    /** Sends bytes; those that nobody reads, beyond what the system keeps, are lost as on a wire. */
    synchronized void write(byte[] bytes) throws IOException {
        checkOpen();
        try {
            c.write(master, bytes, bytes.length);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != TRY_AGAIN) {
                throw gone(e);
            }
        }
    }

    /** Pulls it out: the gateway's end is gone at once. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            c.close(slave);
            c.close(master);
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the pseudo-terminal is closed");
        }
    }

    private static IOException gone(LastErrorException e) {
        return new IOException("the pseudo-terminal is gone: " + e.getMessage(), e);
    }
}
