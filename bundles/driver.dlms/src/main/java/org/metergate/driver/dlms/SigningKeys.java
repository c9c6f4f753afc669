package org.metergate.driver.dlms;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Reads keys of mechanism 7 as people have them: the bare number or point in hexadecimal, or PKCS #8 and X.509 in base64
 * with or without the lines of PEM.
 *
 * @param suite 1 for P-256, 2 for P-384
 */
record SigningKeys(int suite) {

    private int digits() {
        return suite == 2 ? 96 : 64;
    }

    private ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(suite == 2 ? "secp384r1" : "secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    /** @throws GeneralSecurityException if the text is no key of the curve */
    PrivateKey privateKey(String text) throws GeneralSecurityException {
        String hex = hex(text);
        KeyFactory factory = KeyFactory.getInstance("EC");
        return hex.length() == digits()
                ? factory.generatePrivate(new ECPrivateKeySpec(new BigInteger(hex, 16), curve()))
                : factory.generatePrivate(new PKCS8EncodedKeySpec(der(text)));
    }

    /** @throws GeneralSecurityException if the text is no key of the curve */
    PublicKey publicKey(String text) throws GeneralSecurityException {
        String hex = hex(text);
        String point = hex.length() == 2 * digits() + 2 && hex.startsWith("04") ? hex.substring(2) : hex;
        KeyFactory factory = KeyFactory.getInstance("EC");
        if (point.length() == 2 * digits()) {
            ECPoint place = new ECPoint(
                    new BigInteger(point.substring(0, digits()), 16), new BigInteger(point.substring(digits()), 16));
            return factory.generatePublic(new ECPublicKeySpec(place, curve()));
        }
        return factory.generatePublic(new X509EncodedKeySpec(der(text)));
    }

    /** @return what would be right */
    String expected(boolean own) {
        return "expected " + (own ? digits() : 2 * digits()) + " hexadecimal digits, or " + (own ? "PKCS #8" : "X.509")
                + " in base64";
    }

    /** Empty if the text is no hexadecimal. */
    private static String hex(String text) {
        String digits = text.replaceAll("[\\s:]", "");
        return digits.matches("([0-9A-Fa-f]{2})+") ? digits : "";
    }

    private static byte[] der(String text) {
        String hex = hex(text);
        return hex.isEmpty()
                ? Base64.getDecoder().decode(text.replaceAll("-----[A-Z ]+-----|\\s", ""))
                : HexFormat.of().parseHex(hex);
    }
}
