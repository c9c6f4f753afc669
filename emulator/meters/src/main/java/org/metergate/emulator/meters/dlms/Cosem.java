package org.metergate.emulator.meters.dlms;

import java.nio.BufferUnderflowException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The application layer of one connection: association, services, release (IEC 62056-5-3). Every APDU has exactly one
 * answer, but general blocks: those that go in windows. One thread at a time.
 */
final class Cosem {
    private static final int AARQ = 0x60;
    private static final int RLRQ = 0x62;
    private static final int CHALLENGE = 16;

    private static final byte[] RLRE = {0x63, 0x03, (byte) 0x80, 0x01, 0x00};
    /** exception-response: state-error service-not-allowed, service-error operation-not-possible. */
    private static final byte[] NOT_ALLOWED = {(byte) 0xD8, 0x01, 0x01};
    /** exception-response: state-error service-unknown, service-error service-not-supported. */
    private static final byte[] NOT_SUPPORTED = {(byte) 0xD8, 0x02, 0x02};
    /** exception-response: state-error service-not-allowed, service-error other-reason. */
    private static final byte[] NOT_UNDERSTOOD = {(byte) 0xD8, 0x01, 0x03};

    private final Access access;
    private final Clock clock;
    private final RandomGenerator random;
    private final Counters counters;
    private final CosemObjects objects;
    private final LogicalNames logicalNames;
    private final ShortNames shortNames;
    private final GeneralBlocks generalBlocks = new GeneralBlocks();
    private Optional<Ciphered> ciphered = Optional.empty();
    private Optional<Associated> association = Optional.empty();

    /**
     * @param counters shared by all connections of the meter
     * @param random where challenges come from
     */
    Cosem(CosemObjects objects, Access access, Clock clock, Counters counters, RandomGenerator random) {
        this.objects = objects;
        this.access = access;
        this.clock = clock;
        this.counters = counters;
        this.random = random;
        LogicalNames.Authority authority = new LogicalNames.Authority() {
            @Override
            public Result read(int classId, int attribute) {
                return readAssociation(classId, attribute);
            }

            @Override
            public Result prove(Value proof) {
                return takeProof(proof);
            }
        };
        logicalNames = new LogicalNames(objects, access, authority);
        shortNames = new ShortNames(objects, access, authority);
    }

    /** Forgets the association, as when the connection below it goes. */
    void reset() {
        association = Optional.empty();
        ciphered = Optional.empty();
        logicalNames.reset();
        shortNames.reset();
        generalBlocks.reset();
    }

    /**
     * Answers.
     *
     * @param client address of who asks
     * @param apdu the request
     * @return the answers
     */
    List<byte[]> answers(int client, byte[] apdu) {
        try {
            return switch (apdu[0] & 0xFF) {
                case AARQ -> List.of(associate(client, apdu));
                case RLRQ -> {
                    reset();
                    yield List.of(RLRE);
                }
                case GeneralBlocks.TAG -> blocks(apdu);
                default -> {
                    generalBlocks.reset();
                    yield fitted(whole(apdu));
                }
            };
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return List.of(NOT_UNDERSTOOD);
        }
    }

    private List<byte[]> blocks(byte[] apdu) {
        if (association.isEmpty()) {
            return List.of(NOT_ALLOWED);
        }
        if (!association.get().offers(Access.GENERAL_BLOCKS)) {
            return List.of(NOT_SUPPORTED);
        }
        GeneralBlocks.Taken taken = generalBlocks.take(apdu);
        return taken.request().isPresent() ? fitted(whole(taken.request().get())) : taken.answers();
    }

    /** A long answer goes in general blocks if the client knows them; so does every answer to general blocks. */
    private List<byte[]> fitted(byte[] answer) {
        boolean known = association
                .filter(current -> current.offers(Access.GENERAL_BLOCKS))
                .isPresent();
        boolean blocks = known
                && (generalBlocks.inUse() || answer.length > association.get().maxPdu());
        return blocks ? generalBlocks.start(answer, association.get().maxPdu()) : List.of(answer);
    }

    private byte[] whole(byte[] apdu) {
        boolean closed = Ciphered.is(apdu);
        if (association.isEmpty()) {
            boolean known = closed || LogicalNames.service(apdu) != 0 || ShortNames.service(apdu) != 0;
            return known ? NOT_ALLOWED : NOT_SUPPORTED;
        }
        Associated current = association.get();
        if (!closed) {
            return current.ciphered() ? NOT_ALLOWED : plain(apdu);
        }
        return ciphered.isEmpty()
                ? NOT_SUPPORTED
                : ciphered.get()
                        .answer(
                                apdu,
                                current,
                                this::plain,
                                access.traits().securityFault().get());
    }

    private byte[] plain(byte[] apdu) {
        Associated current = association.orElseThrow();
        int needed = current.shortNames() ? ShortNames.service(apdu) : LogicalNames.service(apdu);
        boolean proves = current.unproved().isPresent()
                && (current.shortNames() ? ShortNames.proves(apdu) : apdu[0] == (byte) LogicalNames.ACTION);
        if (current.unproved().isPresent() && !proves) {
            return NOT_ALLOWED;
        }
        if (needed == 0 || !current.offers(needed) && !proves) {
            return NOT_SUPPORTED;
        }
        // every value of one answer comes from one latch of the meter's own clock
        Instant latch = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return current.shortNames()
                ? shortNames.answer(apdu, current, latch)
                : logicalNames.answer(apdu, current, latch).orElse(NOT_SUPPORTED);
    }

    private byte[] associate(int client, byte[] apdu) {
        reset();
        Aarq request = Aarq.decode(apdu);
        Optional<Integer> refusal = access.refusal(client, request);
        if (refusal.isPresent()) {
            return Aare.rejected(request.context(), refusal.get());
        }
        Optional<MeterSecurity> security = access.securityOf(client);
        byte[] user = request.user();
        SecurityFault fault = SecurityFault.NONE;
        if (request.ciphered()) {
            fault = access.traits().securityFault().get();
            if (fault == SecurityFault.COUNTER_JUMP) {
                counters.jump(client);
            }
            ciphered = security.map(one -> new Ciphered(one, counters));
            user = ciphered.orElseThrow().openInitiate(request, client);
            if (user[0] == NOT_ALLOWED[0]) {
                return user;
            }
        }
        Associated opened = new Associated(client, request, Aarq.Initiate.decode(user), access);
        byte[] initiate = Aare.initiate(opened.services(), access.maxPdu(), opened.shortNames());
        byte[] answered = request.ciphered() ? ciphered.orElseThrow().closeInitiate(initiate, fault) : initiate;
        byte[] challenge = {};
        boolean high = security.map(one -> one.level().high()).orElse(false);
        if (high) {
            challenge = new byte[CHALLENGE];
            random.nextBytes(challenge);
            opened.mustProve(new Hls(security.get(), request.title(), request.authentication(), challenge));
        }
        association = Optional.of(opened);
        boolean titled = request.ciphered() || request.mechanism() >= MeterSecurity.Level.HIGH_GMAC.ordinal();
        byte[] title = titled ? security.orElseThrow().systemTitle().clone() : new byte[0];
        if (titled && fault == SecurityFault.OTHER_TITLE) {
            title[7] ^= 0x55;
        }
        return Aare.accepted(request.context(), title, high ? request.mechanism() : 0, challenge, answered);
    }

    private Result takeProof(Value proof) {
        Associated current = association.orElseThrow();
        if (current.unproved().isEmpty()) {
            return Result.error(Result.OTHER_REASON);
        }
        Hls hls = current.unproved().get();
        boolean counted = hls.security().level() == MeterSecurity.Level.HIGH_GMAC;
        if (!hls.isClients(proof.octets()) || counted && !isNew(current, Hls.counter(proof.octets()))) {
            association = Optional.empty();
            return Result.error(Result.OTHER_REASON);
        }
        current.proved();
        return Result.of(Encoder.octets(hls.ofMeter(counted ? counters.next() : 0)));
    }

    private boolean isNew(Associated current, long counter) {
        return counters.takeProof(current.client(), counter, current.ciphered());
    }

    private Result readAssociation(int classId, int attribute) {
        Associated current = association.orElseThrow();
        boolean manages = access.manages(current.client());
        if (attribute == 1) {
            return Result.of(Encoder.octets(CosemObjects.ASSOCIATION.logicalName()));
        }
        if (classId == CosemObjects.BY_SHORT_NAME) {
            return attribute == 2 ? Result.of(objects.listByShortName()) : Result.error(Result.READ_WRITE_DENIED);
        }
        int mechanism = access.securityOf(current.client())
                .map(one -> one.level().ordinal())
                .orElse(0);
        return switch (attribute) {
            case 2 -> Result.of(objects.listByLogicalName(manages));
            case 3 -> Result.of(Encoder.structure(Encoder.integer(current.client()), Encoder.longUnsigned(1)));
            case 4 -> Result.of(Encoder.octets(named(1, current.ciphered() ? 3 : 1)));
            case 5 -> Result.of(Encoder.structure(
                    Encoder.bits(24, (byte) (current.services() >> 16), (byte) (current.services() >> 8), (byte)
                            current.services()),
                    Encoder.longUnsigned(access.maxPdu()),
                    Encoder.longUnsigned(current.maxPdu()),
                    Encoder.unsigned(6),
                    Encoder.integer(0),
                    Encoder.octets(new byte[0])));
            case 6 -> Result.of(Encoder.octets(named(2, mechanism)));
            case 8 -> Result.of(Encoder.enumerated(current.unproved().isPresent() ? 1 : 2));
            case 9 -> Result.of(Encoder.octets(SecuritySetup.NAME.logicalName()));
            default -> Result.error(Result.READ_WRITE_DENIED);
        };
    }

    private static byte[] named(int kind, int last) {
        return new byte[] {0x60, (byte) 0x85, 0x74, 0x05, 0x08, (byte) kind, (byte) last};
    }
}
