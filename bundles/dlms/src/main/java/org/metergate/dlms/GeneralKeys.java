package org.metergate.dlms;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
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
    private final SharedKeys shared;

    /**
     * @param security whose general key is present
     * @param random where the key that is wrapped comes from
     */
    GeneralKeys(Security security, RandomGenerator random) {
        this.security = security;
        this.kind = security.generalKey().orElseThrow();
        this.shared = shared(security, kind);
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
                    : new Told(security.keys().orElseThrow().encryption(), KeyInfo.GLOBAL);
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
    static byte[] nonce(byte[] sender, byte[] transaction) {
        return Bytes.concat(sender, Bytes.length(transaction.length), transaction);
    }

    /**
     * The key of an answer.
     *
     * @param info what the answer tells of it; if nothing, it is that of the request
     * @param request key of the request
     * @param meter system title of the meter
     * @param transaction identifier of the answer
     * @throws MalformedFrameException if this association has no such key
     * @throws NotGenuineException if the master key did not wrap it, or the meter did not sign its ephemeral key
     */
    byte[] ofMeter(Optional<KeyInfo> info, byte[] request, byte[] meter, byte[] transaction)
            throws MalformedFrameException {
        return info.isEmpty() ? request : shared.key(info.get(), meter, transaction);
    }

    private static SharedKeys shared(Security security, GeneralKey kind) {
        Optional<byte[]> master =
                kind instanceof GeneralKey.Wrapped wrapped ? Optional.of(wrapped.master()) : Optional.empty();
        Optional<SharedKeys.Agreement> agreement = kind instanceof GeneralKey.Agreed agreed
                ? Optional.of(new SharedKeys.Agreement(
                        security.clientTitle(),
                        agreed.own(),
                        agreed.meters(),
                        security.signing().map(Security.Signing::meters)))
                : Optional.empty();
        Keys keys = security.keys().orElseThrow();
        return new SharedKeys(
                security.suite(),
                Optional.of(keys.encryption()),
                keys.authentication(),
                keys.tagIgnored(),
                master,
                agreement);
    }
}
