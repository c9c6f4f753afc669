package org.metergate.publisher.outbox.connection;

import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

/** Says in words what a TLS exception means. */
final class TlsFailure {

    private TlsFailure() {}

    /**
     * Looks through the causes.
     *
     * @param failure of a handshake
     * @return which problem it is, and what the library says of it
     */
    static String of(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return "the broker's certificate has expired (" + words(cause) + "); is the gateway's clock right?";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "the broker's certificate is not valid yet (" + words(cause)
                        + "); is the gateway's clock right?";
            }
        }
        String said = said(failure);
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("unable to find valid certification path") || lower.contains("trustanchors")) {
            return "nobody whom the gateway trusts has signed the broker's certificate; put the signer's into the trust"
                    + " store of the SslManagerService";
        }
        if (lower.contains("no name matching") || lower.contains("no subject alternative")) {
            return "the broker's certificate is for another name (" + said + ")";
        }
        if (lower.contains("unrecognized ssl message") || lower.contains("plaintext connection")) {
            return "no TLS is spoken at this port";
        }
        if (lower.contains("certificate_required")
                || lower.contains("bad_certificate")
                || lower.contains("unknown_ca")) {
            return "the broker does not accept the gateway's own certificate (" + said + ")";
        }
        if (failure instanceof EOFException
                || failure instanceof SocketException
                || lower.contains("terminated the handshake")) {
            return "the broker hangs up while shaking hands; is TLS spoken at this port?";
        }
        return said;
    }

    /** The innermost exception knows best. */
    private static String said(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return words(cause);
    }

    static String words(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
