package org.metergate.dashboard;

import java.security.KeyStore.Entry;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.security.keystore.KeystoreService;
import org.metergate.dashboard.access.ServerCertificate;

/** The keystores that the gateway has just now. Any thread. */
final class GatewayKeystores {

    private final Map<String, KeystoreService> byPid = new ConcurrentHashMap<>();

    void add(String pid, KeystoreService keystore) {
        byPid.put(pid, keystore);
    }

    void remove(String pid, KeystoreService keystore) {
        byPid.remove(pid, keystore);
    }

    boolean has(String pid) {
        return byPid.containsKey(pid);
    }

    /**
     * @return the certificate as the keystore has it now
     * @throws CertificateException if there is none: says what is missing
     */
    ServerCertificate find(DashboardSettings.Keystore wanted) throws CertificateException {
        KeystoreService keystore = byPid.get(wanted.pid());
        if (keystore == null) {
            throw new CertificateException("the gateway has no keystore " + wanted.pid() + " now");
        }
        try {
            return wanted.alias().isEmpty()
                    ? first(keystore, wanted)
                    : certificate(keystore.getEntry(wanted.alias()))
                            .orElseThrow(() -> new CertificateException("the keystore " + wanted.pid()
                                    + " has no private key with a certificate as " + wanted.alias()));
        } catch (KuraException e) {
            throw new CertificateException("the keystore " + wanted.pid() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ServerCertificate first(KeystoreService keystore, DashboardSettings.Keystore wanted)
            throws CertificateException, KuraException {
        for (Entry one : new TreeMap<>(keystore.getEntries()).values()) {
            Optional<ServerCertificate> found = certificate(one);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new CertificateException("the keystore " + wanted.pid() + " has no private key with a certificate");
    }

    /** @param entry null where the keystore has none */
    private static Optional<ServerCertificate> certificate(Entry entry) {
        if (!(entry instanceof PrivateKeyEntry found)) {
            return Optional.empty();
        }
        PrivateKey key = found.getPrivateKey();
        Certificate[] chain = found.getCertificateChain();
        return chain.length > 0 && Arrays.stream(chain).allMatch(X509Certificate.class::isInstance)
                ? Optional.of(new ServerCertificate(
                        Arrays.stream(chain).map(X509Certificate.class::cast).toList(), key))
                : Optional.empty();
    }
}
