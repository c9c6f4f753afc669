package org.metergate.features.deploy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * Kura's REST endpoints for packages ({@code /deploy/v2}) and bundles ({@code /inventory/v1}), as of Kura 5.6. The user
 * needs the permissions {@code rest.deploy} and {@code rest.inventory}. One thread at a time.
 */
final class KuraGateway {

    /** A bundle as the gateway has it; the state is one of the framework's words, {@code ACTIVE}. */
    record BundleState(String name, String version, String state) {}

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration UPLOAD = Duration.ofMinutes(10);
    private static final String RECEIVED = "REQUEST_RECEIVED";

    private final URI services;
    private final String user;
    private final String authorization;
    private final Trust trust;
    private final HttpClient client;

    /**
     * @param services where the endpoints lie, without a slash at the end
     * @param password is wiped
     */
    KuraGateway(URI services, String user, char[] password, Trust trust) {
        this.services = services;
        this.user = user;
        this.trust = trust;
        authorization = "Basic " + credentials(user, password);
        client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER) // the password goes where it was meant to go
                .connectTimeout(CONNECT)
                .sslContext(trust.context())
                .build();
    }

    /** @return versions of the packages that are installed, by name */
    Map<String, String> packages() throws GatewayException, InterruptedException {
        return read(get("/deploy/v2/"), answer -> {
            Map<String, String> found = new TreeMap<>();
            answer.getAsJsonArray().forEach(item -> found.put(text(item, "name"), text(item, "version")));
            return found;
        });
    }

    /** @return the bundles that each installed package holds, by the package's name */
    Map<String, List<String>> bundlesOfPackages() throws GatewayException, InterruptedException {
        return read(get("/inventory/v1/deploymentPackages"), answer -> {
            Map<String, List<String>> found = new TreeMap<>();
            for (JsonElement item : array(answer, "deploymentPackages")) {
                List<String> bundles = new ArrayList<>();
                array(item, "bundles").forEach(bundle -> bundles.add(text(bundle, "name")));
                found.put(text(item, "name"), bundles);
            }
            return found;
        });
    }

    /** @return every bundle of the gateway */
    List<BundleState> bundles() throws GatewayException, InterruptedException {
        return read(get("/inventory/v1/bundles"), answer -> {
            List<BundleState> found = new ArrayList<>();
            for (JsonElement item : array(answer, "bundles")) {
                found.add(new BundleState(text(item, "name"), text(item, "version"), text(item, "state")));
            }
            return found;
        });
    }

    /** Hands a package over; that it was received is all that the gateway answers. */
    void upload(Path file) throws GatewayException, InterruptedException {
        try {
            HttpResponse<String> answer = send(request("/deploy/v2/_upload", UPLOAD)
                    .header("Content-Type", Multipart.TYPE)
                    .POST(Multipart.of(file).body())
                    .build());
            if (!read(answer, JsonElement::getAsString).equals(RECEIVED)) {
                throw new GatewayException("the gateway did not take " + file.getFileName() + ": " + answer.body());
            }
        } catch (FileNotFoundException e) {
            throw new GatewayException(file + " is not there: build the packages first", e);
        }
    }

    /** @return false if the same removal is still waiting for its turn */
    boolean uninstall(String name) throws GatewayException, InterruptedException {
        HttpResponse<String> answer =
                send(request("/deploy/v2/" + name, ANSWER).DELETE().build());
        return read(answer, JsonElement::getAsString).equals(RECEIVED);
    }

    private HttpResponse<String> get(String path) throws GatewayException, InterruptedException {
        return send(request(path, ANSWER).GET().build());
    }

    private HttpRequest.Builder request(String path, Duration within) {
        return HttpRequest.newBuilder(URI.create(services + path))
                .timeout(within)
                .header("Authorization", authorization)
                .header("Accept", "application/json");
    }

    private HttpResponse<String> send(HttpRequest request) throws GatewayException, InterruptedException {
        String where = request.method() + " " + request.uri();
        try {
            return checked(where, client.send(request, BodyHandlers.ofString()));
        } catch (HttpConnectTimeoutException e) {
            throw new GatewayException(unreachable("no answer within " + CONNECT.toSeconds() + " s"), e);
        } catch (HttpTimeoutException e) {
            throw new GatewayException(
                    where + ": no answer within "
                            + request.timeout().orElse(ANSWER).toSeconds() + " s",
                    e);
        } catch (SSLException e) {
            throw new GatewayException(distrusted(e), e);
        } catch (ConnectException e) {
            boolean unknown = e.getCause() != null && e.getCause().getCause() instanceof UnresolvedAddressException;
            throw new GatewayException(unreachable(unknown ? "no such host" : "connection refused"), e);
        } catch (IOException e) {
            throw new GatewayException(where + ": " + reason(e) + "; is it " + otherScheme() + "?", e);
        }
    }

    private HttpResponse<String> checked(String where, HttpResponse<String> answer) throws GatewayException {
        int status = answer.statusCode();
        if (status == 200) {
            return answer;
        }
        throw new GatewayException(
                switch (status) {
                    case 401 -> "the gateway does not let " + user
                            + " in (401): user or password is wrong, a password change is due (sign in to the console"
                            + " once), or basic authentication is switched off in its REST service";
                    case 403 -> "user " + user + " may not do that (403): " + where
                            + " needs the permission "
                            + (where.contains("/inventory/") ? "rest.inventory" : "rest.deploy");
                    case 404 -> where + ": not there (404); kura.url should be the gateway's address alone, and Kura"
                            + " answers on the ports that its REST service allows";
                    case 301, 302, 303, 307, 308 -> where + " is redirected to "
                            + answer.headers().firstValue("Location").orElse("nowhere") + "; give that as kura.url";
                    default -> where + " answers " + status + ": " + shortened(answer.body());
                });
    }

    private static <T> T read(HttpResponse<String> answer, Function<JsonElement, T> content) throws GatewayException {
        try {
            return content.apply(JsonParser.parseString(answer.body()));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            throw new GatewayException(
                    answer.uri() + " does not answer as Kura does: " + shortened(answer.body())
                            + "; is kura.url right?",
                    e);
        }
    }

    private static JsonArray array(JsonElement item, String key) {
        JsonElement value = item.getAsJsonObject().get(key);
        return value == null ? new JsonArray() : value.getAsJsonArray();
    }

    private static String text(JsonElement item, String key) {
        JsonElement value = item.getAsJsonObject().get(key);
        return value == null || value.isJsonNull() ? "" : value.getAsString();
    }

    private String unreachable(String why) {
        return "no gateway at " + services.getScheme() + "://" + services.getRawAuthority() + ": " + why;
    }

    private String distrusted(SSLException e) {
        return trust.refused()
                .map(fingerprint -> "the gateway's certificate is not trusted (" + reason(e)
                        + "). Compare its SHA-256 fingerprint with the one on the gateway, and if it is the same add"
                        + " -Dkura.fingerprint=" + fingerprint)
                .orElseGet(() -> "no TLS connection to " + services.getRawAuthority() + ": " + reason(e) + "; is it "
                        + otherScheme() + "?");
    }

    private String otherScheme() {
        return services.getScheme().equals("https") ? "http://" : "https://";
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String shortened(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line.isEmpty() ? "nothing" : line;
    }

    private static String credentials(String user, char[] password) {
        CharBuffer pair = CharBuffer.allocate(user.length() + 1 + password.length);
        pair.put(user).put(':').put(password).flip();
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(pair);
        byte[] exact = Arrays.copyOf(bytes.array(), bytes.limit());
        Arrays.fill(password, '\0');
        Arrays.fill(pair.array(), '\0');
        Arrays.fill(bytes.array(), (byte) 0);
        return Base64.getEncoder().encodeToString(exact);
    }
}
