package org.metergate.emulator.meters;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/**
 * A station at the serial port of a server that speaks RFC 2217. A client that sets another speed or format than the
 * meter's hears what a UART makes of it, and one that changes the speed too early spoils what it sent last.
 */
public final class Rfc2217Station {

    private Rfc2217Station() {}

    /**
     * Listens.
     *
     * @param name what people call the station; part of its threads' names
     * @param settings where, and how the wire behaves; a timing without a limit means that the speed is always right
     * @param format the meter's
     * @param station serves the connections
     * @param fault what the wire does to the bytes; all connections share it
     * @param pacer waits for the bytes
     * @param grace zero for a real meter; tests that must not depend on how busy the machine is give the client that long
     *     to follow the meter to another speed, let no early change spoil a byte, and let the meter hear what comes before
     *     it has changed its own
     * @return the open station; its address begins with {@code rfc2217://}
     * @throws IOException if the port cannot be had; the message names it and says what to do
     */
    public static TcpStation open(
            String name,
            PortSettings settings,
            CharacterFormat format,
            Station station,
            Fault fault,
            Pacer pacer,
            Duration grace)
            throws IOException {
        return TcpStation.open(name, settings, station, fault, pacer, new TcpStation.Protocol() {
            @Override
            public String scheme() {
                return "rfc2217";
            }

            @Override
            public void serve(Socket socket, TcpStation.LinkServer server) throws IOException {
                try (Rfc2217Link link = new Rfc2217Link(socket, format, settings.timing(), grace)) {
                    server.serve(link);
                }
            }
        });
    }

    /**
     * Listens, on a good wire.
     *
     * @param name what people call the station; part of its threads' names
     * @param settings where, and how the wire behaves
     * @param format the meter's
     * @param station serves the connections
     * @return the open station; its address begins with {@code rfc2217://}
     * @throws IOException if the port cannot be had; the message names it and says what to do
     */
    public static TcpStation open(String name, PortSettings settings, CharacterFormat format, Station station)
            throws IOException {
        return open(name, settings, format, station, Fault.NONE, Pacer.REAL, Duration.ZERO);
    }
}
