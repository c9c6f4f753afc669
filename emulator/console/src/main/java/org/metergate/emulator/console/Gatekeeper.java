package org.metergate.emulator.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Asks for user and password (RFC 7617) at the door of the web console and of the package endpoints, and turns away
 * requests that a foreign page makes a browser send.
 */
@Component(
        service = {SecurityProvider.class, Gatekeeper.class},
        property = SecurityProvider.PROPERTY_ID + "=" + Gatekeeper.ID)
public final class Gatekeeper implements SecurityProvider {

    /** Named in the framework property {@code felix.webconsole.security.providers}: no console without it. */
    static final String ID = "org.metergate.emulator.console";

    static final String DATA = "metergate.data";

    private final Account account;

    /**
     * @param context tells the data folder
     * @throws IOException if the password's file cannot be used
     */
    @Activate
    public Gatekeeper(BundleContext context) throws IOException {
        this(Account.open(
                Path.of(Optional.ofNullable(context.getProperty(DATA)).orElse("metergate-data"), "console.password"),
                new SecureRandom(),
                System.out));
    }

    Gatekeeper(Account account) {
        this.account = account;
    }

    /** @return the user, or null after answering that there must be one: the web console's contract */
    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        return admit(request, response).orElse(null);
    }

    @Override
    public boolean authorize(Object user, String role) {
        return true;
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        demand(response);
    }

    /** @return the user; empty if there is none, and then the response is finished */
    Optional<String> admit(HttpServletRequest request, HttpServletResponse response) {
        if (fromForeignPage(request)) {
            finish(response, HttpServletResponse.SC_FORBIDDEN);
            return Optional.empty();
        }
        Optional<String> user = credentials(request.getHeader("Authorization"))
                .filter(pair -> account.admits(pair[0], pair[1].toCharArray()))
                .map(pair -> pair[0]);
        if (user.isEmpty()) {
            demand(response);
        }
        return user;
    }

    private static Optional<String[]> credentials(String header) {
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new String[] {pair.substring(0, colon), pair.substring(colon + 1)});
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static boolean fromForeignPage(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        try {
            return !String.valueOf(request.getHeader("Host"))
                    .equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException noUri) {
            return true;
        }
    }

    private static void demand(HttpServletResponse response) {
        response.setHeader("WWW-Authenticate", "Basic realm=\"Metergate gateway\", charset=\"UTF-8\"");
        finish(response, HttpServletResponse.SC_UNAUTHORIZED);
    }

    private static void finish(HttpServletResponse response, int status) {
        response.setStatus(status);
        try {
            response.flushBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException("the client left before the answer", e);
        }
    }
}
