package org.metergate.dlms;

import java.time.Duration;
import java.util.Objects;

/**
 * How to reach one meter.
 *
 * @param transport which link layer
 * @param client client address, 1 to 127 over HDLC, to 65535 in the wrapper; 16 is the public client
 * @param logicalServer logical device, 1 to 16383; 1 is the management logical device
 * @param physicalServer physical device on the HDLC line, 0 to 16383; 0 leaves it out; without meaning in the wrapper
 * @param serverAddressBytes 1, 2 or 4 bytes of HDLC server address; 0 takes the shortest
 * @param authentication how to prove who asks
 * @param password for {@link Authentication#LOW}, else empty
 * @param maxInformation longest information field to offer over HDLC, 128 to 2030 bytes; the meter may ask for less
 * @param answer longest silence to bear while an answer is due
 * @param retries how often to repeat an unanswered frame over HDLC, 0 to 9
 * @param patience longest wait for a line that others use
 */
public record DlmsSettings(
        Transport transport,
        int client,
        int logicalServer,
        int physicalServer,
        int serverAddressBytes,
        Authentication authentication,
        String password,
        int maxInformation,
        Duration answer,
        int retries,
        Duration patience) {

    /** The link layers. */
    public enum Transport {
        /** IEC 62056-47: over TCP, version 1. */
        WRAPPER,
        /** IEC 62056-46: over a serial line, or a serial line carried over TCP. */
        HDLC
    }

    /** The authentication mechanisms of IEC 62056-5-3, 9.2.4.2. */
    public enum Authentication {
        /** Lowest level: none. */
        NONE,
        /** Low level security: a password. */
        LOW
    }

    /** @throws IllegalArgumentException if a number is out of its range or does not fit the transport */
    public DlmsSettings {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(authentication, "authentication");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(patience, "patience");
        within("client", client, 1, transport == Transport.HDLC ? 127 : 0xFFFF);
        within("logical server", logicalServer, 0, transport == Transport.HDLC ? 0x3FFF : 0xFFFF);
        within("maximal information", maxInformation, 128, 2030);
        within("retries", retries, 0, 9);
        if (transport == Transport.HDLC) {
            server(logicalServer, physicalServer, serverAddressBytes);
        }
    }

    HdlcAddress hdlcServer() {
        return server(logicalServer, physicalServer, serverAddressBytes);
    }

    private static HdlcAddress server(int logical, int physical, int bytes) {
        int shortest = logical > 0x7F || physical > 0x7F ? 4 : physical == 0 ? 1 : 2;
        return new HdlcAddress(logical, physical, bytes == 0 ? shortest : bytes);
    }

    private static void within(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be " + min + " to " + max);
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return transport + " client " + client + " server " + logicalServer + "/" + physicalServer + " "
                + authentication;
    }
}
