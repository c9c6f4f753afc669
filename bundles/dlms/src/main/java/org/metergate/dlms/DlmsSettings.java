package org.metergate.dlms;

import java.time.Duration;
import java.util.Objects;

/**
 * How to reach one meter.
 *
 * @param addressing link layer and addresses
 * @param access who asks, and how it is proved and protected
 * @param hdlc what is agreed on over HDLC; without meaning in the wrapper
 * @param services what is proposed besides GET, SET and ACTION
 * @param answer longest silence to bear while an answer is due
 * @param patience longest wait for a line that others use
 */
public record DlmsSettings(
        Addressing addressing, Access access, Hdlc hdlc, Services services, Duration answer, Duration patience) {

    private static final int PUBLIC_CLIENT = 16;

    /**
     * Where the meter is on its line.
     *
     * @param transport which link layer
     * @param client client address, 1 to 127 over HDLC, to 65535 in the wrapper; 16 is the public client
     * @param logicalServer logical device, 1 to 16383 over HDLC, to 65535 in the wrapper; 1 is the management logical
     *     device
     * @param physicalServer physical device on the HDLC line, 0 to 16383; 0 leaves it out; without meaning in the
     *     wrapper
     * @param serverAddressBytes 1, 2 or 4 bytes of HDLC server address; 0 takes the shortest
     */
    public record Addressing(
            Transport transport, int client, int logicalServer, int physicalServer, int serverAddressBytes) {

        /** @throws IllegalArgumentException if a number is out of its range or does not fit the transport */
        public Addressing {
            Objects.requireNonNull(transport, "transport");
            within("client", client, 1, transport == Transport.HDLC ? 127 : 0xFFFF);
            within("logical server", logicalServer, 0, transport == Transport.HDLC ? 0x3FFF : 0xFFFF);
            if (transport == Transport.HDLC) {
                server(logicalServer, physicalServer, serverAddressBytes);
            }
        }

        /** @return the same meter, asked by that client */
        public Addressing by(int asking) {
            return new Addressing(transport, asking, logicalServer, physicalServer, serverAddressBytes);
        }

        HdlcAddress hdlcServer() {
            return server(logicalServer, physicalServer, serverAddressBytes);
        }

        private static HdlcAddress server(int logical, int physical, int bytes) {
            int shortest = logical > 0x7F || physical > 0x7F ? 4 : physical == 0 ? 1 : 2;
            return new HdlcAddress(logical, physical, bytes == 0 ? shortest : bytes);
        }
    }

    /**
     * Who asks, and how that is proved and protected.
     *
     * @param authentication how to prove who asks
     * @param password for {@link Authentication#LOW} and the high levels with a secret, else empty
     * @param security how the association is protected
     * @param referencing how the meter's objects are named
     */
    public record Access(Authentication authentication, String password, Security security, Referencing referencing) {

        /** What a public client has: nothing, by logical name. */
        public static final Access PUBLIC =
                new Access(Authentication.NONE, "", Security.NONE, Referencing.LOGICAL_NAME);

        /** @throws IllegalArgumentException if keys are missing that the authentication needs */
        public Access {
            Objects.requireNonNull(password, "password");
            Objects.requireNonNull(referencing, "referencing");
            if (authentication == Authentication.HIGH_GMAC
                    && security.keys().flatMap(Keys::authentication).isEmpty()) {
                throw new IllegalArgumentException(
                        "authentication with GMAC needs an encryption and an authentication key");
            }
            if (authentication == Authentication.HIGH_ECDSA
                    && security.signing().isEmpty()) {
                throw new IllegalArgumentException(
                        "authentication with ECDSA needs a private key and the meter's public key");
            }
        }

        /** Leaves the password out. */
        @Override
        public String toString() {
            return authentication + " " + security + " " + referencing;
        }
    }

    /**
     * What is offered over HDLC.
     *
     * @param maxInformation longest information field, 128 to 2030 bytes; the meter may ask for less
     * @param window frames that the meter may send in a row, 1 to 7; it may send fewer
     * @param retries how often to repeat an unanswered frame, 0 to 9
     */
    public record Hdlc(int maxInformation, int window, int retries) {

        /** @throws IllegalArgumentException if a number is out of its range */
        public Hdlc {
            within("maximal information", maxInformation, 128, 2030);
            within("window", window, 1, 7);
            within("retries", retries, 0, 9);
        }
    }

    /**
     * What is proposed besides GET, SET and ACTION with lists and blocks; used if the meter has it too. By logical name only.
     *
     * @param access whether ACCESS is proposed, which takes the place of lists where a meter has none. In a ciphered
     *     association it needs general ciphering
     * @param generalWindow blocks of the general block transfer that the meter may send in a row, 1 to 63; 0 proposes none,
     *     and long APDUs go in the blocks of their services
     */
    public record Services(boolean access, int generalWindow) {

        /** ACCESS, no general blocks. */
        public static final Services USUAL = new Services(true, 0);

        /** @throws IllegalArgumentException if the window is out of its range */
        public Services {
            within("window of general blocks", generalWindow, 0, 63);
        }
    }

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
        LOW,
        /** Mechanism 2, the maker's own: the challenge encrypted with AES-128, the password being the key. */
        HIGH,
        /** Mechanism 3: MD5 over challenge and password. */
        HIGH_MD5,
        /** Mechanism 4: SHA-1 over challenge and password. */
        HIGH_SHA1,
        /** Mechanism 5: GMAC with the keys of {@link Security}. */
        HIGH_GMAC,
        /** Mechanism 6: SHA-256 over password, system titles and challenges. */
        HIGH_SHA256,
        /** Mechanism 7: ECDSA over system titles and challenges. */
        HIGH_ECDSA;

        /** @return the mechanism's number, 0 to 7 */
        int mechanism() {
            return ordinal();
        }

        boolean high() {
            return ordinal() >= HIGH.ordinal();
        }
    }

    /** How objects are named (IEC 62056-6-2, 4.1). */
    public enum Referencing {
        /** By logical name and attribute. */
        LOGICAL_NAME,
        /** By short name; read from the meter's own list of objects. */
        SHORT_NAME
    }

    /** None of it may be missing. */
    public DlmsSettings {
        Objects.requireNonNull(addressing, "addressing");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(hdlc, "hdlc");
        Objects.requireNonNull(services, "services");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(patience, "patience");
    }

    /**
     * With the usual services.
     *
     * @param addressing as above
     * @param access as above
     * @param hdlc as above
     * @param answer as above
     * @param patience as above
     */
    public DlmsSettings(Addressing addressing, Access access, Hdlc hdlc, Duration answer, Duration patience) {
        this(addressing, access, hdlc, Services.USUAL, answer, patience);
    }

    /**
     * A meter without protection, by logical name, window 1.
     *
     * @param transport as in {@link Addressing}
     * @param client as in {@link Addressing}
     * @param logicalServer as in {@link Addressing}
     * @param physicalServer as in {@link Addressing}
     * @param serverAddressBytes as in {@link Addressing}
     * @param authentication as in {@link Access}
     * @param password as in {@link Access}
     * @param maxInformation as in {@link Hdlc}
     * @param answer as above
     * @param retries as in {@link Hdlc}
     * @param patience as above
     */
    public DlmsSettings(
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
        this(
                new Addressing(transport, client, logicalServer, physicalServer, serverAddressBytes),
                new Access(authentication, password, Security.NONE, Referencing.LOGICAL_NAME),
                new Hdlc(maxInformation, 1, retries),
                answer,
                patience);
    }

    /** @return the same meter, asked so */
    public DlmsSettings with(Access wanted) {
        return new DlmsSettings(addressing, wanted, hdlc, services, answer, patience);
    }

    /** @return the same, with these services proposed */
    public DlmsSettings with(Services wanted) {
        return new DlmsSettings(addressing, access, hdlc, wanted, answer, patience);
    }

    /** @return the same, protected so */
    public DlmsSettings with(Security wanted) {
        return with(new Access(access.authentication, access.password, wanted, access.referencing));
    }

    /** @return the same, naming objects so */
    public DlmsSettings with(Referencing wanted) {
        return with(new Access(access.authentication, access.password, access.security, wanted));
    }

    /** @return how the public client, 16, reaches the same meter: no authentication, no protection */
    public DlmsSettings publicly() {
        Access open = new Access(Authentication.NONE, "", Security.NONE, access.referencing);
        return new DlmsSettings(addressing.by(PUBLIC_CLIENT), open, hdlc, Services.USUAL, answer, patience);
    }

    /**
     * The lower HDLC address that many makers give a meter by its serial number (IEC 62056-46, annex).
     *
     * @param serialNumber the last digits of it, 0 or more
     * @return serialNumber modulo 10000, plus 1000: 1000 to 10999, to be used with 4 bytes of address
     */
    public static int physicalOfSerialNumber(long serialNumber) {
        return (int) (serialNumber % 10_000) + 1000;
    }

    Transport transport() {
        return addressing.transport;
    }

    int client() {
        return addressing.client;
    }

    int logicalServer() {
        return addressing.logicalServer;
    }

    Authentication authentication() {
        return access.authentication;
    }

    String password() {
        return access.password;
    }

    Security security() {
        return access.security;
    }

    Referencing referencing() {
        return access.referencing;
    }

    private static void within(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be " + min + " to " + max);
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return addressing.transport + " client " + addressing.client + " server " + addressing.logicalServer + "/"
                + addressing.physicalServer + " " + access.authentication;
    }
}
