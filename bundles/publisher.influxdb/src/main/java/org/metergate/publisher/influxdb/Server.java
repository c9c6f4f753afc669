package org.metergate.publisher.influxdb;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** The HTTP side of a server: one batch, one answer. One thread at a time writes. */
final class Server implements AutoCloseable {

    private final EndpointSettings settings;
    private final Optional<String> authorization;
    private final Clock clock;
    private final ExecutorService threads;
    private final HttpClient client;
    private final URI address;

    /**
     * @param settings without problems
     * @param authorization value of the header, which holds the secret; empty for none
     * @param clock for dates that the server sends
     * @throws GeneralSecurityException if the certificate to trust cannot be used
     */
    Server(EndpointSettings settings, Optional<String> authorization, Clock clock) throws GeneralSecurityException {
        this.settings = settings;
        this.authorization = authorization;
        this.clock = clock;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "influxdb http");
            thread.setDaemon(true);
            return thread;
        });
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .executor(threads);
        if (!settings.certificate().isEmpty()) {
            builder.sslContext(trusting(settings.certificate()));
        }
        this.client = builder.build();
        this.address = settings.version().write(settings.server().orElseThrow(), settings.target());
    }

    /**
     * Makes the header that says who writes.
     *
     * @param settings name the way
     * @param secret token or password in plain text
     * @return the header's value, empty for none
     */
    static Optional<String> authorization(EndpointSettings settings, String secret) {
        return switch (settings.authentication()) {
            case NONE -> Optional.empty();
            case TOKEN -> Optional.of(settings.version().tokenScheme() + secret);
            case BASIC -> Optional.of("Basic "
                    + Base64.getEncoder()
                            .encodeToString((settings.username() + ":" + secret).getBytes(StandardCharsets.UTF_8)));
        };
    }

    /**
     * Writes lines.
     *
     * @param lines without line ends; none to see whether the server would take any
     * @return what the server says, or why it says nothing
     * @throws InterruptedException if the thread is to end
     */
    Answer write(List<String> lines) throws InterruptedException {
        try {
            byte[] body = (String.join("\n", lines) + (lines.isEmpty() ? "" : "\n")).getBytes(StandardCharsets.UTF_8);
            boolean compressed = settings.compression() && body.length > 0;
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .timeout(settings.timeout())
                    .header("Content-Type", "text/plain; charset=utf-8")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(compressed ? compressed(body) : body));
            authorization.ifPresent(value -> request.header("Authorization", value));
            if (compressed) {
                request.header("Content-Encoding", "gzip");
            }
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return Answer.of(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").orElse(""),
                    lines,
                    settings.version(),
                    settings.target(),
                    clock.instant());
        } catch (SSLException e) {
            return failed(
                    State.TLS_FAILED,
                    "TLS with " + place() + " failed: " + reason(e)
                            + "; check the address, or give the certificate to trust");
        } catch (HttpTimeoutException e) {
            return failed(
                    State.UNREACHABLE,
                    place() + " did not answer within " + settings.timeout().toMillis() + " ms");
        } catch (IOException e) {
            return failed(State.UNREACHABLE, place() + " cannot be reached: " + reason(e));
        }
    }

    private String place() {
        return settings.server().map(URI::toString).orElse("");
    }

    private static Answer failed(State state, String message) {
        return new Answer.NotNow(state, message, Optional.empty());
    }

    /** Java's client says nothing at all when a connection is refused. */
    private static String reason(IOException e) {
        Throwable deepest = e;
        while (deepest.getMessage() == null && deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null
                ? deepest.getClass().getSimpleName().replace("Exception", "")
                : deepest.getMessage();
    }

    private static byte[] compressed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    /** Trusts the certificates of a PEM text and no others. */
    private static SSLContext trusting(String pem) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            // the console's text box may have made blanks of the line ends
            String lines = pem.replaceAll("\\s+(?!CERTIFICATE)", "\n");
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(lines.getBytes(StandardCharsets.US_ASCII)))) {
                store.setCertificateEntry("trusted-" + number++, certificate);
            }
            if (number == 0) {
                throw new GeneralSecurityException("there is no certificate in it");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
