package org.metergate.dashboard;

import org.eclipse.kura.KuraException;
import org.eclipse.kura.crypto.CryptoService;
import org.metergate.dashboard.access.Secrets;

/** Secrets locked by the gateway's own key (AES). */
final class KuraSecrets implements Secrets {

    private final CryptoService crypto;

    KuraSecrets(CryptoService crypto) {
        this.crypto = crypto;
    }

    @Override
    public String lock(String plain) {
        try {
            return String.valueOf(crypto.encryptAes(plain.toCharArray()));
        } catch (KuraException e) {
            throw new IllegalStateException("the gateway's CryptoService does not encrypt", e);
        }
    }

    @Override
    public String unlock(String locked) {
        try {
            return String.valueOf(crypto.decryptAes(locked.toCharArray()));
        } catch (KuraException e) {
            throw new IllegalArgumentException("it was not encrypted by this gateway's CryptoService", e);
        }
    }
}
