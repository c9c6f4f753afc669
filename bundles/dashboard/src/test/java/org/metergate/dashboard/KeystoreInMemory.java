package org.metergate.dashboard;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStore.Entry;
import java.security.KeyStore.PasswordProtection;
import java.security.SecureRandom;
import java.security.cert.CRL;
import java.security.cert.CertStore;
import java.security.cert.X509CRL;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManager;
import javax.security.auth.x500.X500Principal;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.security.keystore.KeystoreService;

/** Java's own PKCS#12 keystore as the gateway offers it; what the dashboard must not touch refuses. */
final class KeystoreInMemory implements KeystoreService {

    private static final PasswordProtection PASSWORD = new PasswordProtection("secret".toCharArray());

    private final KeyStore store;

    KeystoreInMemory() throws Exception {
        store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
    }

    @Override
    public KeyStore getKeyStore() {
        return store;
    }

    @Override
    public Entry getEntry(String alias) throws KuraException {
        try {
            return store.getEntry(alias, store.isKeyEntry(alias) ? PASSWORD : null);
        } catch (GeneralSecurityException e) {
            throw new KuraException(KuraErrorCode.INTERNAL_ERROR, e);
        }
    }

    @Override
    public Map<String, Entry> getEntries() throws KuraException {
        Map<String, Entry> entries = new TreeMap<>();
        for (String alias : getAliases()) {
            entries.put(alias, getEntry(alias));
        }
        return entries;
    }

    @Override
    public List<String> getAliases() throws KuraException {
        try {
            return Collections.list(store.aliases());
        } catch (GeneralSecurityException e) {
            throw new KuraException(KuraErrorCode.INTERNAL_ERROR, e);
        }
    }

    @Override
    public void setEntry(String alias, Entry entry) throws KuraException {
        try {
            store.setEntry(alias, entry, entry instanceof KeyStore.PrivateKeyEntry ? PASSWORD : null);
        } catch (GeneralSecurityException e) {
            throw new KuraException(KuraErrorCode.INTERNAL_ERROR, e);
        }
    }

    @Override
    public void deleteEntry(String alias) throws KuraException {
        try {
            store.deleteEntry(alias);
        } catch (GeneralSecurityException e) {
            throw new KuraException(KuraErrorCode.INTERNAL_ERROR, e);
        }
    }

    @Override
    public List<KeyManager> getKeyManagers(String algorithm) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<KeyManager> getKeyManagers(String algorithm, String provider) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createKeyPair(String alias, String algorithm, int size, String signature, String attributes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createKeyPair(
            String alias, String algorithm, int size, String signature, String attributes, SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createKeyPair(
            String alias, String algorithm, AlgorithmParameterSpec spec, String signature, String attributes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createKeyPair(
            String alias,
            String algorithm,
            AlgorithmParameterSpec spec,
            String signature,
            String attributes,
            SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getCSR(KeyPair pair, X500Principal principal, String algorithm) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getCSR(String alias, X500Principal principal, String algorithm) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Collection<CRL> getCRLs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void addCRL(X509CRL crl) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CertStore getCRLStore() {
        throw new UnsupportedOperationException();
    }
}
