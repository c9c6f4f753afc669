package org.metergate.dlms;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.metergate.model.ObisCode;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/** An open association with a meter: carries requests and answers, protected as was agreed. One thread at a time. */
final class Association {
    private static final int RLRE = 0x63;
    private static final int CHALLENGE = 16;
    private static final ObisCode CURRENT = new ObisCode(0, 0, 40, 0, 0, 255);
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final Link link;
    private final Optional<Protection> protection;
    private final Names names;
    private final int window;
    private final byte[] meterTitle;
    private Aare.Initiated agreed = new Aare.Initiated(0, 0);

    private Association(Link link, Optional<Protection> protection, DlmsSettings settings, Plan plan, byte[] title) {
        this.link = link;
        this.protection = protection;
        this.meterTitle = title;
        this.window = settings.services().generalWindow();
        this.names = settings.referencing() == DlmsSettings.Referencing.SHORT_NAME
                ? new ShortNames(this, plan)
                : new LogicalNames(this, plan);
    }

    /**
     * Connects and associates.
     *
     * @param counter the client's invocation counter; needed for a protected association
     */
    static Association open(
            Line line, DlmsSettings settings, Plan plan, Optional<InvocationCounter> counter, RandomGenerator random)
            throws LineException, MalformedFrameException, LinkLostException, AssociationRefusedException {
        try {
            return open(line, settings, plan, counter, random, services(settings, plan));
        } catch (AssociationRefusedException e) {
            if (!e.conformance() || plan.usualServices()) {
                throw e;
            }
            plan.refusesMoreServices();
            return open(line, settings, plan, counter, random, services(settings, plan));
        }
    }

    private static Association open(
            Line line,
            DlmsSettings settings,
            Plan plan,
            Optional<InvocationCounter> counter,
            RandomGenerator random,
            int services)
            throws LineException, MalformedFrameException, LinkLostException, AssociationRefusedException {
        Link link = settings.transport() == DlmsSettings.Transport.HDLC
                ? new HdlcLink(settings)
                : new WrapperLink(settings);
        link.connect(line);
        plan.associated();
        boolean plain = !settings.security().ciphered()
                && !settings.authentication().high()
                && settings.referencing() == DlmsSettings.Referencing.LOGICAL_NAME;
        if (plain) {
            Acse acse = new Acse(settings, services);
            byte[] answer = link.exchange(masked(line, settings), acse.request(), Association::opens);
            refuse(answer);
            Association association = new Association(link, Optional.empty(), settings, plan, new byte[0]);
            association.agreed = acse.agreed(answer);
            return association;
        }
        return openProtected(line, link, settings, plan, counter, random, services);
    }

    /** What to propose: 24 bits of conformance. */
    private static int services(DlmsSettings settings, Plan plan) {
        if (settings.referencing() == DlmsSettings.Referencing.SHORT_NAME) {
            return Aarq.SHORT_NAME_SERVICES;
        }
        Security security = settings.security();
        int usual = Aarq.LOGICAL_NAME_SERVICES | (security.generally() ? Aarq.GENERAL_PROTECTION : 0);
        if (plan.usualServices()) {
            return usual;
        }
        boolean access = settings.services().access() && (!security.ciphered() || security.generally());
        boolean blocks = settings.services().generalWindow() > 0;
        return usual | (access ? Aarq.ACCESS : 0) | (blocks ? Aarq.GENERAL_BLOCKS : 0);
    }

    private static Line masked(Line line, DlmsSettings settings) {
        byte[] password = Proof.secret(settings);
        boolean sent = settings.authentication() == DlmsSettings.Authentication.LOW && password.length > 0;
        return sent ? new MaskedLine(line, password) : line;
    }

    private static Association openProtected(
            Line line,
            Link link,
            DlmsSettings settings,
            Plan plan,
            Optional<InvocationCounter> counter,
            RandomGenerator random,
            int services)
            throws LineException, MalformedFrameException, LinkLostException, AssociationRefusedException {
        Security security = settings.security();
        byte[] dedicated = new byte[security.dedicated() ? security.suite() == 2 ? 32 : 16 : 0];
        random.nextBytes(dedicated);
        Optional<Protection> protection = security.ciphered()
                ? Optional.of(new Protection(
                        security,
                        counter.orElseThrow(() -> noCounter()),
                        dedicated,
                        security.generalKey().map(kind -> new GeneralKeys(security, random))))
                : Optional.empty();
        byte[] ours = settings.authentication().high() ? challenge(random) : Proof.secret(settings);
        byte[] initiate = Aarq.initiate(dedicated, services, 0xFFFF);
        byte[] user = protection.isPresent() ? closed(protection.get(), initiate) : initiate;
        byte[] answer = link.exchange(masked(line, settings), Aarq.encode(settings, ours, user), Association::opens);
        refuse(answer);
        Aare aare = Aare.decode(answer);
        boolean proofWanted = aare.diagnostic().equals("authentication-required")
                && settings.authentication().high();
        if (!aare.accepted() && !proofWanted || aare.initiateError().isPresent()) {
            throw refused(aare, settings);
        }
        Association association = new Association(link, protection, settings, plan, aare.systemTitle());
        association.agree(aare);
        if (settings.authentication().high()) {
            association.prove(line, new Proof(settings, aare.systemTitle(), ours, aare.challenge()), counter);
        }
        return association;
    }

    private void agree(Aare aare) throws MalformedFrameException, AssociationRefusedException {
        if (protection.isEmpty()) {
            agreed = aare.initiated()
                    .orElseThrow(() -> new AssociationRefusedException(
                            Trouble.ASSOCIATION_REFUSED, "accepted, but without an answer to the xDLMS initiation"));
            return;
        }
        protection.get().meets(aare.systemTitle());
        if (aare.sealed().length == 0) {
            throw new AssociationRefusedException(
                    Trouble.NOT_GENUINE, "the meter answers a ciphered request without protection");
        }
        byte[] plain = protection.get().open(aare.sealed());
        refuse(plain);
        agreed = Aare.initiated(new Bytes(plain));
    }

    /** Passes 3 and 4 of high level security: reply_to_HLS_authentication (IEC 62056-6-2, association, method 1). */
    private void prove(Line line, Proof proof, Optional<InvocationCounter> counter)
            throws LineException, MalformedFrameException, LinkLostException, AssociationRefusedException {
        boolean counted = proof.settings().authentication() == DlmsSettings.Authentication.HIGH_GMAC;
        byte[] ours = proof.ofClient(counted ? next(counter.orElseThrow(() -> noCounter())) : 0);
        boolean shortNames = names instanceof ShortNames;
        CosemMethod reply = shortNames ? new CosemMethod(12, CURRENT, 8) : new CosemMethod(15, CURRENT, 1);
        Names.Acted acted = names.act(line, reply, Optional.of(Data.octets(ours)));
        if (acted.result() != DataAccessResult.SUCCESS) {
            throw new AssociationRefusedException(
                    Trouble.WRONG_PASSWORD,
                    "the meter refuses the proof: " + acted.result().words());
        }
        boolean proved = acted.returned()
                .filter(Data.Octets.class::isInstance)
                .map(data -> proof.isMeters(((Data.Octets) data).bytes()))
                .orElse(false);
        if (!proved) {
            throw new AssociationRefusedException(
                    Trouble.NOT_GENUINE, "the meter does not prove that it knows the secret");
        }
    }

    private static long next(InvocationCounter counter) throws AssociationRefusedException {
        try {
            return counter.next();
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    private static byte[] closed(Protection protection, byte[] apdu) throws AssociationRefusedException {
        try {
            return protection.close(apdu);
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    private static AssociationRefusedException unwritten(IOException e) {
        return new AssociationRefusedException(
                Trouble.COUNTER_REFUSED, "the invocation counter cannot be written down: " + e.getMessage());
    }

    private static IllegalStateException noCounter() {
        return new IllegalStateException("a protected association needs an invocation counter");
    }

    private static byte[] challenge(RandomGenerator random) {
        byte[] challenge = new byte[CHALLENGE];
        random.nextBytes(challenge);
        return challenge;
    }

    private static AssociationRefusedException refused(Aare aare, DlmsSettings settings) {
        String why = aare.initiateError().orElse(aare.diagnostic());
        boolean password = why.equals("authentication-failure");
        Trouble trouble = !password
                ? Trouble.ASSOCIATION_REFUSED
                : settings.security().ciphered() ? Trouble.WRONG_KEY : Trouble.WRONG_PASSWORD;
        return new AssociationRefusedException(trouble, aare.result() + ", " + why, aare.incompatible());
    }

    private static void refuse(byte[] answer) throws MalformedFrameException, AssociationRefusedException {
        if (RefusedApdu.is(answer)) {
            RefusedApdu error = RefusedApdu.decode(answer);
            throw new AssociationRefusedException(
                    error.counter()
                            ? Trouble.COUNTER_REFUSED
                            : error.deciphering() ? Trouble.WRONG_KEY : Trouble.ASSOCIATION_REFUSED,
                    error.words()
                            + (error.counterWanted().isPresent()
                                    ? "; it expects invocation counter "
                                            + error.counterWanted().getAsLong()
                                    : ""));
        }
    }

    private static boolean opens(byte[] apdu) {
        return apdu.length > 0 && (apdu[0] == Aare.TAG || RefusedApdu.is(apdu));
    }

    /** Tells a refusal of the service itself. */
    static boolean isError(byte[] apdu) {
        return RefusedApdu.is(apdu);
    }

    Aare.Initiated agreed() {
        return agreed;
    }

    boolean ciphered() {
        return protection.isPresent();
    }

    Names names() {
        return names;
    }

    /** @return the meter's system title; empty if it told none */
    byte[] meterTitle() {
        return meterTitle;
    }

    /**
     * Sends an APDU and waits for the one that answers it.
     *
     * @param wanted tells the answer, opened, from others
     */
    byte[] exchange(Line line, byte[] apdu, Predicate<byte[]> wanted)
            throws LineException, MalformedFrameException, LinkLostException {
        if (protection.isEmpty()) {
            return answering(send(line, apdu, wanted), wanted);
        }
        byte[] request;
        try {
            request = protection.get().close(apdu);
        } catch (IOException e) {
            throw new LinkLostException("the invocation counter cannot be written down: " + e.getMessage());
        }
        byte[] answer = send(line, request, some -> CipheredApdu.is(some) || RefusedApdu.is(some));
        if (RefusedApdu.is(answer)) {
            RefusedApdu error = RefusedApdu.decode(answer);
            if (!error.counter() && !error.deciphering() && wanted.test(answer)) {
                return answer; // a refusal needs no protection: no value can be made of it
            }
            Trouble trouble = error.counter()
                    ? Trouble.COUNTER_REFUSED
                    : error.deciphering() ? Trouble.WRONG_KEY : Trouble.NO_CONNECTION;
            throw new LinkLostException(trouble, "the meter ended the protected association: " + error.words());
        }
        return answering(protection.get().open(answer), wanted);
    }

    /** An APDU that is longer than the meter takes goes in general blocks; an answer may come in them anyhow. */
    private byte[] send(Line line, byte[] apdu, Predicate<byte[]> wanted)
            throws LineException, MalformedFrameException, LinkLostException {
        GeneralTransfer transfer = new GeneralTransfer(link, Math.max(1, window));
        if (generalBlocks() && agreed.maxPdu() > 0 && apdu.length > agreed.maxPdu()) {
            return transfer.send(line, apdu, agreed.maxPdu(), wanted);
        }
        byte[] answer = link.exchange(line, apdu, some -> GeneralTransfer.isBlock(some) || wanted.test(some));
        return GeneralTransfer.isBlock(answer) ? transfer.receive(line, answer) : answer;
    }

    /** @return whether long requests go in general blocks, and not in those of their services */
    boolean generalBlocks() {
        return agreed.generalBlocks();
    }

    private static byte[] answering(byte[] answer, Predicate<byte[]> wanted) throws LinkLostException {
        if (!wanted.test(answer)) {
            throw new LinkLostException("the meter answered another question than was asked");
        }
        return answer;
    }

    /** Releases the association and takes the connection down, without patience for a meter that does not answer. */
    void release(Line line) throws LineException, MalformedFrameException {
        link.hurry(FAREWELL);
        try {
            link.exchange(
                    line, new byte[] {0x62, 0x03, (byte) 0x80, 0x01, 0x00}, apdu -> apdu.length > 0 && apdu[0] == RLRE);
        } catch (LinkLostException e) {
            // released is what was asked for
        }
        link.disconnect(line);
    }
}
