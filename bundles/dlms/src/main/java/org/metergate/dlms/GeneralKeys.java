package org.metergate.dlms;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.metergate.dlms.CipheredApdu.KeyInfo;
import org.metergate.transport.MalformedFrameException;

/**
 * The keys of general-ciphering in one association, from the client's side: named, wrapped, or agreed upon (IEC 62056-5-3,
 * key-info). One thread at a time.
 */
final class GeneralKeys {
    private final Security security;
    private final GeneralKey kind;
    private final byte[] session;

    /**
     * @param security whose general key is present
     * @param random where the key that is wrapped comes from
     */
    GeneralKeys(Security security, RandomGenerator random) {
        this.security = security;
        this.kind = security.generalKey().orElseThrow();
        this.session = new byte[security.suite() == 2 ? 32 : 16];
        random.nextBytes(session);
    }

    /**
     * A key, and how the other side learns it.
     *
     * @param key that closes the APDU
     * @param info what the APDU tells of it
     */
    record Told(byte[] key, KeyInfo info) {}

    /**
     * The key of a request.
     *
     * @param meter system title of the meter
     * @param transaction identifier of the request
     */
    Told ofClient(byte[] meter, byte[] transaction) {
        try {
            if (kind instanceof GeneralKey.Wrapped wrapped) {
                Cipher cipher = Cipher.getInstance("AESWrap");
                cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(wrapped.master(), "AES"));
                byte[] data = cipher.wrap(new SecretKeySpec(session, "AES"));
                return new Told(session, new KeyInfo(KeyInfo.WRAPPED, 0, data));
            }
            return kind instanceof GeneralKey.Agreed agreed
                    ? agreed(agreed, meter, transaction)
                    : new Told(global(), KeyInfo.GLOBAL);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key can be made for general-ciphering: " + e.getMessage(), e);
        }
    }

    private Told agreed(GeneralKey.Agreed agreed, byte[] meter, byte[] transaction) throws GeneralSecurityException {
        Curve curve = new Curve(security.suite());
        byte[] client = security.clientTitle();
        int scheme = agreed.scheme().number();
        if (agreed.scheme() == GeneralKey.Scheme.STATIC_UNIFIED) {
            byte[] key = curve.agree(agreed.own(), agreed.meters(), nonce(client, transaction), meter);
            return new Told(key, new KeyInfo(KeyInfo.AGREED, scheme, new byte[0]));
        }
        KeyPair ephemeral = curve.ephemeral();
        byte[] point = curve.raw(ephemeral.getPublic());
        byte[] signed = curve.sign(security.signing().orElseThrow().own(), point);
        byte[] key = curve.agree(ephemeral.getPrivate(), agreed.meters(), client, meter);
        return new Told(key, new KeyInfo(KeyInfo.AGREED, scheme, Bytes.concat(point, signed)));
    }

    /** Of the static unified model: the sender's title, and what makes its keys differ, with its length. */
    private static byte[] nonce(byte[] sender, byte[] transaction) {
        return Bytes.concat(sender, Bytes.length(transaction.length), transaction);
    }

    private byte[] global() {
        return security.keys().orElseThrow().encryption();
    }

    /**
     * The key of an answer.
     *
     * @param info what the answer tells of it; if nothing, it is that of the request
     * @param request key of the request
     * @param meter system title of the meter
     * @param transaction identifier of the answer
     * @throws MalformedFrameException if this association has no such key
     * @throws NotGenuineException if the meter's ephemeral key is not signed by the meter
     * @throws WrongKeyException if the master key is not the one that wrapped it
     */
    byte[] ofMeter(Optional<KeyInfo> info, byte[] request, byte[] meter, byte[] transaction)
            throws MalformedFrameException {
        if (info.isEmpty()) {
            return request;
        }
        KeyInfo told = info.get();
        if (told.global()) {
            return global();
        }
        if (told.kind() == KeyInfo.WRAPPED && told.parameter() == 0 && kind instanceof GeneralKey.Wrapped wrapped) {
            return unwrapped(wrapped, told.data());
        }
        if (told.kind() == KeyInfo.AGREED && kind instanceof GeneralKey.Agreed agreed) {
            return agreedByMeter(agreed, told, meter, transaction);
        }
        throw new MalformedFrameException(0, "a key that this client has", told.words());
    }

    private static byte[] unwrapped(GeneralKey.Wrapped wrapped, byte[] data) throws MalformedFrameException {
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(wrapped.master(), "AES"));
            return cipher.unwrap(data, "AES", Cipher.SECRET_KEY).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new NotGenuineException(0, "a key wrapped with the master key", "another: " + e.getMessage());
        }
    }

    private byte[] agreedByMeter(GeneralKey.Agreed agreed, KeyInfo told, byte[] meter, byte[] transaction)
            throws MalformedFrameException {
        Curve curve = new Curve(security.suite());
        byte[] client = security.clientTitle();
        try {
            if (told.parameter() == GeneralKey.Scheme.STATIC_UNIFIED.number()) {
                return curve.agree(agreed.own(), agreed.meters(), nonce(meter, transaction), client);
            }
            if (told.parameter() != GeneralKey.Scheme.ONE_PASS.number()
                    || told.data().length != 2 * curve.length()
                    || security.signing().isEmpty()) {
                throw new MalformedFrameException(
                        0,
                        "key agreement " + GeneralKey.Scheme.ONE_PASS + " or " + GeneralKey.Scheme.STATIC_UNIFIED,
                        "scheme " + told.parameter() + " with " + told.data().length + " bytes");
            }
            byte[] point = Arrays.copyOf(told.data(), curve.length());
            byte[] signed = Arrays.copyOfRange(told.data(), curve.length(), 2 * curve.length());
            if (!curve.verifies(security.signing().get().meters(), point, signed)) {
                throw new NotGenuineException(0, "an ephemeral key signed by the meter", "another signature");
            }
            return curve.agree(agreed.own(), curve.point(point), meter, client);
        } catch (GeneralSecurityException e) {
            throw new NotGenuineException(0, "an ephemeral key signed by the meter", e.getMessage());
        }
    }
}
