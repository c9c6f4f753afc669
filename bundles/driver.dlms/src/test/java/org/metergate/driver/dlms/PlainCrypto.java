package org.metergate.driver.dlms;

import java.lang.reflect.Proxy;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.crypto.CryptoService;

/** Deciphers what ends in "-enciphered", and refuses all else, as the real one does with plain text. */
final class PlainCrypto {
    private static final String END = "-enciphered";

    static final CryptoService CRYPTO = (CryptoService) Proxy.newProxyInstance(
            CryptoService.class.getClassLoader(), new Class<?>[] {CryptoService.class}, (proxy, method, args) -> {
                String text = new String((char[]) args[0]);
                if (!method.getName().equals("decryptAes") || !text.endsWith(END)) {
                    throw new KuraException(KuraErrorCode.DECODER_ERROR, "value");
                }
                return text.substring(0, text.length() - END.length()).toCharArray();
            });

    private PlainCrypto() {}
}
