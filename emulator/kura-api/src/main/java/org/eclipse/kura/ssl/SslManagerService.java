package org.eclipse.kura.ssl;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.osgi.annotation.versioning.ProviderType;

/** Makes TLS sockets with the keys and the trust of the gateway. */
@ProviderType
public interface SslManagerService {
    SSLContext getSSLContext() throws GeneralSecurityException, IOException;

    SSLContext getSSLContext(String keyAlias) throws GeneralSecurityException, IOException;

    SSLSocketFactory getSSLSocketFactory() throws GeneralSecurityException, IOException;

    SSLSocketFactory getSSLSocketFactory(String keyAlias) throws GeneralSecurityException, IOException;

    SSLSocketFactory getSSLSocketFactory(
            String protocol,
            String ciphers,
            String trustStorePath,
            String keyStorePath,
            char[] keyStorePassword,
            String keyAlias)
            throws GeneralSecurityException, IOException;

    SSLSocketFactory getSSLSocketFactory(
            String protocol,
            String ciphers,
            String trustStorePath,
            String keyStorePath,
            char[] keyStorePassword,
            String keyAlias,
            boolean hostnameVerification)
            throws GeneralSecurityException, IOException;

    X509Certificate[] getTrustCertificates() throws GeneralSecurityException, IOException;

    void installTrustCertificate(String alias, X509Certificate certificate)
            throws GeneralSecurityException, IOException;

    void deleteTrustCertificate(String alias) throws GeneralSecurityException, IOException;

    void installPrivateKey(String alias, PrivateKey key, char[] password, Certificate[] chain)
            throws GeneralSecurityException, IOException;
}
