package org.eclipse.kura.crypto;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import org.eclipse.kura.KuraException;
import org.osgi.annotation.versioning.ProviderType;

/** Enciphers and deciphers the passwords of the gateway. */
@ProviderType
public interface CryptoService {
    char[] encryptAes(char[] value) throws KuraException;

    /** Deciphers; anything that is not ciphertext of this gateway ends in the exception. */
    char[] decryptAes(char[] encryptedValue) throws KuraException;

    /**
     * Enciphers a text.
     *
     * @deprecated use {@link #encryptAes(char[])}
     */
    @Deprecated
    String encryptAes(String value)
            throws NoSuchAlgorithmException, NoSuchPaddingException, InvalidKeyException, IllegalBlockSizeException,
                    BadPaddingException;

    /**
     * Deciphers a text.
     *
     * @deprecated use {@link #decryptAes(char[])}
     */
    @Deprecated
    String decryptAes(String encryptedValue)
            throws NoSuchAlgorithmException, NoSuchPaddingException, InvalidKeyException, IOException,
                    IllegalBlockSizeException, BadPaddingException;

    /** The SHA-1 hash as text. */
    default String sha1Hash(String s) throws NoSuchAlgorithmException, UnsupportedEncodingException {
        return hash(s, "SHA-1");
    }

    /** The SHA-256 hash as text. */
    default String sha256Hash(String s) throws NoSuchAlgorithmException, UnsupportedEncodingException {
        return hash(s, "SHA-256");
    }

    String hash(String s, String algorithm) throws NoSuchAlgorithmException, UnsupportedEncodingException;

    String encodeBase64(String stringValue) throws NoSuchAlgorithmException, UnsupportedEncodingException;

    String decodeBase64(String encodedValue) throws NoSuchAlgorithmException, UnsupportedEncodingException;

    char[] getKeyStorePassword(String keyStorePath);

    void setKeyStorePassword(String keyStorePath, char[] password) throws KuraException;

    /**
     * Stores the password of a key store.
     *
     * @deprecated use {@link #setKeyStorePassword(String, char[])}
     */
    @Deprecated
    void setKeyStorePassword(String keyStorePath, String password) throws IOException;

    boolean isFrameworkSecure();
}
