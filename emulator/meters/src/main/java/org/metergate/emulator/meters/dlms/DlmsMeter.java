package org.metergate.emulator.meters.dlms;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/**
 * An electricity meter of the building. Each connection has its own link and association; the registers are latched
 * once a second of the meter's clock, and all values of one answer come from one latch. Any thread may call.
 */
public final class DlmsMeter implements Station {

    /** The link layer that the meter speaks. */
    public enum Transport {
        /** IEC 62056-47. */
        WRAPPER,
        /** IEC 62056-46. */
        HDLC
    }

    /**
     * How the meter is reached.
     *
     * @param transport link layer
     * @param logicalServer address of the logical device, 1 to 127
     * @param physicalServer lower HDLC address, 0 to 127; taken as right if a frame names none
     * @param client address of the client that may read without authentication, 1 to 127
     * @param password low level secret of client 1, ASCII; empty if there is no such client
     * @param maxPdu longest APDU that the meter takes and sends, 64 to 65535 bytes
     * @param serial serial number, up to 13 characters of ASCII
     * @param zone of the meter's clock
     */
    public record Identity(
            Transport transport,
            int logicalServer,
            int physicalServer,
            int client,
            String password,
            int maxPdu,
            String serial,
            ZoneId zone) {

        /**
         * A meter with the usual addresses: server 1, client 16, no password, UTC.
         *
         * @param transport link layer
         * @param serial serial number
         * @return the identity
         */
        public static Identity of(Transport transport, String serial) {
            return new Identity(transport, 1, 17, 16, "", 1024, serial, ZoneId.of("UTC"));
        }
    }

    /** IEC 62056-46: a connection on which nothing is said for this long is forgotten. */
    private static final Duration INACTIVITY = Duration.ofSeconds(120);
    /** Longest gap between two bytes of one frame. */
    private static final Duration BETWEEN_BYTES = Duration.ofSeconds(1);

    private static final int LONGEST_FRAME = 2048;
    private static final int WRAPPER_HEADER = 8;

    private final Identity identity;
    private final CosemObjects objects;
    private final Access access;
    private final Clock clock;
    private final Counters counters;
    private final RandomGenerator random;
    private final PushMessage message;

    /**
     * @param building what it measures
     * @param clock the meter's own clock; only its instant counts
     * @param identity how it is reached
     */
    public DlmsMeter(Building building, Clock clock, Identity identity) {
        this(building, clock, identity, MeterTraits.USUAL, new SecureRandom());
    }

    /**
     * @param building what it measures
     * @param clock the meter's own clock; only its instant counts
     * @param identity how it is reached
     * @param traits what it does otherwise than others
     * @param random where its challenges come from
     */
    public DlmsMeter(Building building, Clock clock, Identity identity, MeterTraits traits, RandomGenerator random) {
        this.identity = identity;
        this.clock = clock;
        this.random = random;
        this.counters = new Counters(traits.ledger());
        Optional<MeterSecurity> security = traits.security().or(() -> Optional.of(identity.password())
                .filter(password -> !password.isEmpty())
                .map(password -> MeterSecurity.plain(
                        MeterSecurity.Level.LOW, password, MeterSecurity.titleOf(identity.serial()))));
        this.objects = new CosemObjects(
                building,
                clock,
                identity.zone(),
                identity.serial(),
                traits.profile(),
                security.map(one -> SecuritySetup.of(one, counters)).orElse(List.of()));
        this.access = new Access(identity.client(), security, identity.maxPdu(), traits);
        ClockObject shown = (ClockObject) objects.find(8, ClockObject.NAME).orElseThrow();
        this.message = new PushMessage(objects, shown, security, counters);
    }

    /** @return what the meter pushes now, as its transport carries it */
    synchronized byte[] push() {
        return push(PushMessage.Carrier.valueOf(identity.transport().name()));
    }

    /** @return what the meter pushes now, carried so */
    synchronized byte[] push(PushMessage.Carrier carrier) {
        Instant latch = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return PushMessage.frames(carrier, message.apdu(latch), identity.logicalServer());
    }

    @Override
    public void serve(Wire wire) throws IOException {
        Cosem cosem = new Cosem(objects, access, clock, counters, random);
        if (identity.transport() == Transport.HDLC) {
            serveHdlc(wire, new HdlcServer(cosem, access, identity.logicalServer(), identity.physicalServer()));
        } else {
            serveWrapper(wire, cosem);
        }
    }

    private static void serveHdlc(Wire wire, HdlcServer server) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            OptionalInt octet = wire.read(body.size() == 0 ? INACTIVITY : BETWEEN_BYTES);
            if (octet.isEmpty()) {
                if (body.size() == 0) {
                    server.reset();
                }
                body.reset();
            } else if (octet.getAsInt() == Hdlc.FLAG && !unfinished(body.toByteArray())) {
                Optional<byte[]> answer = server.receive(body.toByteArray());
                body.reset();
                if (answer.isPresent()) {
                    wire.write(answer.get());
                }
            } else if (body.size() < LONGEST_FRAME) {
                body.write(octet.getAsInt());
            }
        }
    }

    /** Frame format type 3 has a length and no stuffing: a flag inside the frame is data. */
    private static boolean unfinished(byte[] body) {
        boolean header = body.length > 0 && (body[0] & 0xF0) == 0xA0;
        return header && (body.length == 1 || body.length < ((body[0] & 0x07) << 8 | body[1] & 0xFF));
    }

    private void serveWrapper(Wire wire, Cosem cosem) throws IOException {
        while (true) {
            Optional<byte[]> header = exactly(wire, WRAPPER_HEADER, INACTIVITY);
            if (header.isEmpty()) {
                cosem.reset();
                continue;
            }
            ByteBuffer fields = ByteBuffer.wrap(header.get());
            int version = fields.getShort();
            int client = fields.getShort() & 0xFFFF;
            int server = fields.getShort() & 0xFFFF;
            int length = fields.getShort() & 0xFFFF;
            Optional<byte[]> apdu = version == 1 ? exactly(wire, length, BETWEEN_BYTES) : Optional.empty();
            if (apdu.isEmpty()) {
                return; // the stream is out of step: a meter closes the connection
            }
            if (server == identity.logicalServer() && length > 0) {
                for (byte[] answer : cosem.answers(client, apdu.get())) {
                    wire.write(ByteBuffer.allocate(WRAPPER_HEADER + answer.length)
                            .putShort((short) 1)
                            .putShort((short) server)
                            .putShort((short) client)
                            .putShort((short) answer.length)
                            .put(answer)
                            .array());
                }
            }
        }
    }

    private static Optional<byte[]> exactly(Wire wire, int length, Duration firstWithin) throws IOException {
        byte[] bytes = new byte[length];
        for (int index = 0; index < length; index++) {
            OptionalInt octet = wire.read(index == 0 ? firstWithin : BETWEEN_BYTES);
            if (octet.isEmpty()) {
                return Optional.empty();
            }
            bytes[index] = (byte) octet.getAsInt();
        }
        return Optional.of(bytes);
    }
}
