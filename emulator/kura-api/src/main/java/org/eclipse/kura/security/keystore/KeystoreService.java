package org.eclipse.kura.security.keystore;

import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStore.Entry;
import java.security.SecureRandom;
import java.security.cert.CRL;
import java.security.cert.CertStore;
import java.security.cert.X509CRL;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.security.auth.x500.X500Principal;
import org.eclipse.kura.KuraException;
import org.osgi.annotation.versioning.ProviderType;

/** One key store of the gateway; there may be several, told apart by {@code kura.service.pid}. */
@ProviderType
public interface KeystoreService {
    KeyStore getKeyStore() throws KuraException;

    /** The entry of an alias, its key opened; {@code null} if there is none. */
    Entry getEntry(String alias) throws KuraException;

    /** All entries by alias. */
    Map<String, Entry> getEntries() throws KuraException;

    void setEntry(String alias, Entry entry) throws KuraException;

    void deleteEntry(String alias) throws KuraException;

    List<String> getAliases() throws KuraException;

    List<KeyManager> getKeyManagers(String algorithm) throws KuraException;

    List<KeyManager> getKeyManagers(String algorithm, String provider) throws KuraException;

    /** Makes a pair of keys with a certificate of its own signature. */
    void createKeyPair(String alias, String algorithm, int keySize, String signatureAlgorithm, String attributes)
            throws KuraException;

    void createKeyPair(
            String alias,
            String algorithm,
            int keySize,
            String signatureAlgorithm,
            String attributes,
            SecureRandom secureRandom)
            throws KuraException;

    void createKeyPair(
            String alias,
            String algorithm,
            AlgorithmParameterSpec algorithmParameter,
            String signatureAlgorithm,
            String attributes)
            throws KuraException;

    void createKeyPair(
            String alias,
            String algorithm,
            AlgorithmParameterSpec algorithmParameter,
            String signatureAlgorithm,
            String attributes,
            SecureRandom secureRandom)
            throws KuraException;

    /** A request for a certificate (PKCS#10) in PEM. */
    String getCSR(KeyPair keyPair, X500Principal principal, String signerAlg) throws KuraException;

    String getCSR(String alias, X500Principal principal, String signerAlg) throws KuraException;

    Collection<CRL> getCRLs() throws KuraException;

    void addCRL(X509CRL crl) throws KuraException;

    CertStore getCRLStore() throws KuraException;
}
