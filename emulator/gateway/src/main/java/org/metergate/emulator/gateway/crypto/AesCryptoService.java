package org.metergate.emulator.gateway.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.crypto.CryptoService;
import org.metergate.emulator.gateway.Folders;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts as Kura 5.6 does, so that a snapshot or a password goes from one to the other: AES in Galois counter mode with
 * a tag of 128 bits, written as {@code base64(iv)-base64(ciphertext and tag)} with 12 random bytes of iv.
 *
 * <p>The key is Kura's published default unless the Java property {@code org.eclipse.kura.core.crypto.secretKey} (16, 24
 * or 32 bytes) replaces it. Whoever has Kura's source has that default: values are hidden from a glance, not from a thief.
 */
@Component(name = "org.eclipse.kura.crypto.CryptoService", service = CryptoService.class)
public final class AesCryptoService implements CryptoService {
    private static final Logger LOG = LoggerFactory.getLogger(AesCryptoService.class);
    private static final String KEY_PROPERTY = "org.eclipse.kura.core.crypto.secretKey";
    private static final String PUBLISHED_KEY = "rv;ipse329183!@#";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int TAG_BITS = 128;
    private static final int IV_BYTES = 12;

    private final Path keystorePasswords;
    private final SecretKeySpec key;
    private final RandomGenerator random;

    @Activate
    public AesCryptoService(BundleContext bundle) {
        this(
                Folders.named(bundle::getProperty).data(),
                System.getProperty(KEY_PROPERTY, PUBLISHED_KEY).getBytes(UTF_8),
                new SecureRandom());
    }

    AesCryptoService(Path data, byte[] key, RandomGenerator random) {
        this.keystorePasswords = data.resolve("store.save");
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /** The service with Kura's published key, for what is made outside the framework. */
    public static AesCryptoService withPublishedKey(Path data) {
        return new AesCryptoService(data, PUBLISHED_KEY.getBytes(UTF_8), new SecureRandom());
    }

    @Override
    public char[] encryptAes(char[] value) throws KuraException {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv));
            byte[] encrypted = cipher.doFinal(bytes(value));
            return (base64(iv) + "-" + base64(encrypted)).toCharArray();
        } catch (GeneralSecurityException e) {
            throw new KuraException(KuraErrorCode.ENCODE_ERROR, "value");
        }
    }

    /**
     * Undoes {@link #encryptAes(char[])}; an empty value stays empty.
     *
     * <p>Plain text is refused in several ways, as in Kura: whoever may be given some must expect all of them.
     *
     * @throws KuraException DECODER_ERROR, or ENCODE_ERROR without an iv, if the value is no ciphertext of this key
     * @throws IllegalArgumentException if the value is two parts of which one is no base64, such as {@code hallo-123}
     * @throws java.security.ProviderException or another RuntimeException if the parts are too short for the cipher, which
     *     depends on the Java below
     */
    @Override
    public char[] decryptAes(char[] value) throws KuraException {
        if (value.length == 0) {
            return new char[0];
        }
        String[] parts = new String(value).split("-");
        if (parts.length != 2) {
            throw new KuraException(KuraErrorCode.DECODER_ERROR, "value");
        }
        try {
            byte[] iv = Base64.getDecoder().decode(parts[0]);
            byte[] encrypted = Base64.getDecoder().decode(parts[1]);
            if (encrypted.length == 0) {
                throw new KuraException(KuraErrorCode.DECODER_ERROR, "value");
            }
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv));
            return chars(cipher.doFinal(encrypted));
        } catch (InvalidAlgorithmParameterException e) {
            throw new KuraException(KuraErrorCode.ENCODE_ERROR, "parameters");
        } catch (GeneralSecurityException e) {
            throw new KuraException(KuraErrorCode.DECODER_ERROR, "value");
        }
    }

    /** @deprecated as in Kura: use {@link #encryptAes(char[])} */
    @Override
    @Deprecated
    public String encryptAes(String value) {
        try {
            return new String(encryptAes(value.toCharArray()));
        } catch (KuraException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @deprecated as in Kura: use {@link #decryptAes(char[])} */
    @Override
    @Deprecated
    public String decryptAes(String value) throws IOException {
        try {
            return new String(decryptAes(value.toCharArray()));
        } catch (KuraException e) {
            throw new IOException(e);
        }
    }

    @Override
    public String encodeBase64(String value) {
        return value == null ? null : base64(value.getBytes(UTF_8));
    }

    @Override
    public String decodeBase64(String value) {
        return value == null ? null : new String(Base64.getDecoder().decode(value), UTF_8);
    }

    @Override
    public String hash(String value, String algorithm) throws NoSuchAlgorithmException {
        return base64(MessageDigest.getInstance(algorithm).digest(value.getBytes(UTF_8)));
    }

    /** The password kept for a key store: {@code changeit} before any was kept, {@code null} for a store without one. */
    @Override
    public char[] getKeyStorePassword(String keyStorePath) {
        if (!Files.exists(keystorePasswords)) {
            return "changeit".toCharArray();
        }
        try {
            String kept = keptPasswords().getProperty(keyStorePath);
            return kept == null ? null : decryptAes(kept.toCharArray());
        } catch (IOException | KuraException | RuntimeException e) { // see decryptAes
            LOG.warn("no key store password from {}: {}", keystorePasswords, e.getMessage());
            return null;
        }
    }

    @Override
    public void setKeyStorePassword(String keyStorePath, char[] password) throws KuraException {
        try {
            Properties kept = keptPasswords();
            kept.setProperty(keyStorePath, new String(encryptAes(password)));
            Files.createDirectories(keystorePasswords.toAbsolutePath().getParent());
            try (OutputStream out = Files.newOutputStream(keystorePasswords)) {
                kept.store(out, "written by the gateway");
            }
        } catch (IOException e) {
            throw KuraException.internalError(e, "cannot write " + keystorePasswords);
        }
    }

    /** @deprecated as in Kura: use {@link #setKeyStorePassword(String, char[])} */
    @Override
    @Deprecated
    public void setKeyStorePassword(String keyStorePath, String password) throws IOException {
        try {
            setKeyStorePassword(keyStorePath, password.toCharArray());
        } catch (KuraException e) {
            throw new IOException(e);
        }
    }

    @Override
    public boolean isFrameworkSecure() {
        return false;
    }

    private Properties keptPasswords() throws IOException {
        Properties kept = new Properties();
        if (Files.exists(keystorePasswords)) {
            try (InputStream in = Files.newInputStream(keystorePasswords)) {
                kept.load(in);
            }
        }
        return kept;
    }

    private static byte[] bytes(char[] value) {
        ByteBuffer encoded = UTF_8.encode(CharBuffer.wrap(value));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static char[] chars(byte[] value) throws KuraException {
        try {
            CharBuffer decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            char[] chars = new char[decoded.remaining()];
            decoded.get(chars);
            return chars;
        } catch (CharacterCodingException e) {
            throw new KuraException(KuraErrorCode.DECODER_ERROR, "value");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
