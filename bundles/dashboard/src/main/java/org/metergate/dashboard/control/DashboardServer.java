package org.metergate.dashboard.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.Identity;
import org.metergate.dashboard.access.RefusedException;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.dashboard.model.History;
import org.metergate.dashboard.model.Insights;
import org.metergate.dashboard.model.Site;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dashboard's own HTTP server, on its own port: REST, live feed and page. */
public final class DashboardServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);

    /** Subprotocol of the live feed; the access token comes as a second one, {@code bearer.<token>}. */
    static final String SUBPROTOCOL = "metergate.v1";

    private static final String LIVE = Route.ROOT + "/live";
    private static final String BEARER = "bearer.";
    /** Patience with slow clients. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Shorter than an idle connection lives. */
    private static final Duration READING = Duration.ofSeconds(25);

    private static final Duration DECODING = Duration.ofSeconds(5);

    /** When the server ends, what a browser keeps open for its next request ends after so many ms, before Jetty gives up. */
    private static final long AT_THE_END = 100;

    private static final int MESSAGE = 64 * 1024;
    private static final int CONNECTIONS = 1000;

    /** Nothing of the page comes from elsewhere, and nobody may frame it. */
    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    /**
     * How the server is reached.
     *
     * @param host to listen on; empty for every address
     * @param port 0 for any that is free
     * @param tls of every connection, until {@link #use}; empty for plain HTTP
     * @param readsPerMinute a client may make
     * @param writesPerMinute a client may make
     * @param loginsPerMinute an address may try
     * @param patience with a client that sends or takes nothing, or whose request does not get whole
     */
    public record Options(
            String host,
            int port,
            Optional<SSLContext> tls,
            int readsPerMinute,
            int writesPerMinute,
            int loginsPerMinute,
            Duration patience) {}

    /** What may be asked for, as an access token must allow it. */
    public record Operation(String method, String path, Optional<Role> least) {}

    /** A meter's name may hold a slash or a percent sign: paths are taken apart before they are decoded. */
    private static final UriCompliance ANY_NAME = UriCompliance.DEFAULT.with(
            "names", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR, UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

    private final Access access;
    private final LiveFeed feed;
    private final Page page = new Page();
    private final RestApi api;
    private final ReadNow readNow = new ReadNow(READING);
    private final Decodings decodings = new Decodings(DECODING);
    private final Server server;
    private final ServerConnector connector;
    /** Before {@link SlowSenders} hangs up, so that the client is told. */
    private final Duration bodyWithin;

    /** Does not listen before {@link #start}. */
    public DashboardServer(
            Options options,
            Access access,
            Site site,
            History history,
            Insights insights,
            GatewayParts gateway,
            Clock clock) {
        this.access = access;
        QueuedThreadPool threads = new QueuedThreadPool(24, 4, (int) PATIENCE.toMillis());
        threads.setName("metergate-dashboard");
        threads.setDaemon(true);
        this.feed = new LiveFeed(site, insights, access, clock, threads);
        RateLimits limits = new RateLimits(
                Map.of(
                        Route.Group.READ, options.readsPerMinute(),
                        Route.Group.WRITE, options.writesPerMinute(),
                        Route.Group.LOGIN, options.loginsPerMinute()),
                clock);
        List<Route> routes = new ArrayList<>();
        KnownMeters meters = new KnownMeters(site, gateway);
        routes.addAll(new SessionRoutes(access, options.tls().isPresent()).routes());
        routes.addAll(new MeterRoutes(site, meters, history, clock).routes());
        routes.addAll(new ScanRoutes(gateway, access).routes());
        routes.addAll(new MakingRoutes(gateway, site, history, insights, access).routes());
        routes.addAll(new AnalysisRoutes(meters, insights.analyses()).routes());
        routes.addAll(new FindingRoutes(insights.findings(), access, clock).routes());
        routes.addAll(new EnergyRoutes(meters, insights, access, clock).routes());
        routes.addAll(new NoteRoutes(meters, insights.notes(), access, clock).routes());
        routes.addAll(new LineRoutes(gateway, clock).routes());
        routes.addAll(new DiagnosisRoutes(site, gateway, readNow, access, clock).routes());
        routes.addAll(new DecodingRoutes(gateway, decodings).routes());
        this.api = new RestApi(routes, access, limits);
        this.server = new Server(threads);
        this.connector = connector(options);
        this.bodyWithin = options.patience().multipliedBy(2).dividedBy(3);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
        connector.addBean(new SlowSenders(connector, options.patience()));
        WebSocketUpgradeHandler live = WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxTextMessageSize(MESSAGE);
            container.setIdleTimeout(Duration.ofMinutes(10));
            container.addMapping(LIVE, this::live);
        });
        live.setHandler(new Pages());
        server.setHandler(live);
        server.setStopTimeout(500);
    }

    /** Without a thread that only waits for connections: the one that waits for their bytes takes them in as well. */
    private ServerConnector connector(Options options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setUriCompliance(ANY_NAME);
        http.setRequestHeaderSize(8 * 1024);
        http.setIdleTimeout(options.patience().toMillis());
        ServerConnector made;
        if (options.tls().isPresent()) {
            SecureRequestCustomizer secure = new SecureRequestCustomizer();
            secure.setSniHostCheck(false); // a gateway is reached by whatever address it got
            http.addCustomizer(secure);
            SslContextFactory.Server ssl = new SslContextFactory.Server();
            ssl.setSslContext(options.tls().get());
            ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
            ssl.setSniRequired(false);
            HttpConnectionFactory plain = new HttpConnectionFactory(http);
            made = new ServerConnector(server, 0, 1, new SslConnectionFactory(ssl, plain.getProtocol()), plain);
        } else {
            made = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        }
        made.setHost(options.host().isEmpty() ? null : options.host());
        made.setPort(options.port());
        made.setIdleTimeout(options.patience().toMillis());
        made.setShutdownIdleTimeout(AT_THE_END);
        return made;
    }

    /** @throws IOException if the port is taken */
    public void start() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(DashboardServer.class.getClassLoader()); // Jetty finds its parts by it
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw e;
        } catch (Exception e) { // Jetty declares no less
            close();
            throw new IOException("the server does not start: " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** @return everything that there is, with the least role; without one, everybody may */
    public List<Operation> operations() {
        return api.routes().stream()
                .map(one -> new Operation(one.method(), Route.ROOT + one.template(), one.needed()))
                .toList();
    }

    /** @return the port that it listens on */
    public int port() {
        return connector.getLocalPort();
    }

    /**
     * Connections from now on get another certificate; those that are open stay.
     *
     * @throws IllegalStateException if this server is without TLS, or takes no other certificate
     */
    public void use(SSLContext context) {
        SslConnectionFactory tls = connector.getConnectionFactory(SslConnectionFactory.class);
        if (tls == null) {
            throw new IllegalStateException("a server without TLS has no certificate");
        }
        try {
            tls.getSslContextFactory().reload(ssl -> ssl.setSslContext(context));
        } catch (Exception e) { // Jetty declares no less
            throw new IllegalStateException("the server takes no other certificate: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        feed.close();
        readNow.close();
        decodings.close();
        try {
            server.stop();
        } catch (TimeoutException e) {
            LOG.debug("clients that did not say goodbye were cut off");
        } catch (Exception e) { // Jetty declares no less; what is left of it ends with its threads
            LOG.warn("the dashboard's server did not stop cleanly", e);
        }
        server.destroy();
    }

    private Object live(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        Optional<String> token = request.getSubProtocols().stream()
                .filter(one -> one.startsWith(BEARER))
                .map(one -> one.substring(BEARER.length()))
                .findFirst();
        if (!sameOrigin(request)) {
            write(
                    response,
                    callback,
                    Problem.forbidden("pages of other sites may not listen").answer(),
                    false);
            return null; // Jetty's word for "answered already"
        }
        try {
            if (token.isEmpty() || !request.hasSubProtocol(SUBPROTOCOL)) {
                throw Problem.unauthorized(
                                "offer the subprotocols " + SUBPROTOCOL + " and " + BEARER + "<access token>")
                        .thrown();
            }
            Identity who = access.identify(token.get());
            if (who.mustChange()) {
                throw Problem.forbidden("change the password first").thrown();
            }
            response.setAcceptedSubProtocol(SUBPROTOCOL);
            return new LiveSocket(feed, who);
        } catch (RefusedException e) {
            write(response, callback, Problem.unauthorized(e.getMessage()).answer(), false);
        } catch (Problem.ProblemException e) {
            write(response, callback, e.problem().answer(), false);
        }
        return null;
    }

    /** Everything but the upgrade to a WebSocket. */
    private final class Pages extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            try {
                Optional<Answer> known = known(request);
                if (known.isPresent()) {
                    write(response, callback, known.get(), isHead(request));
                } else if (request.getLength() > RestApi.BODY) {
                    answer(request, response, callback, new byte[RestApi.BODY + 1]);
                } else { // no thread waits for a client that sends slowly
                    CompletableFuture<byte[]> whole = new CompletableFuture<>();
                    Content.Source.asByteArrayAsync(
                            request,
                            RestApi.BODY,
                            Promise.Invocable.from(
                                    Invocable.InvocationType.BLOCKING, whole::complete, whole::completeExceptionally));
                    if (!whole.isDone()) {
                        Scheduler.Task late = connector
                                .getScheduler()
                                .schedule(
                                        () -> whole.completeExceptionally(new TimeoutException()),
                                        bodyWithin.toMillis(),
                                        TimeUnit.MILLISECONDS);
                        whole.whenComplete((body, failed) -> late.cancel());
                    }
                    whole.whenComplete((body, failed) -> received(
                            request,
                            response,
                            callback,
                            body,
                            failed instanceof CompletionException ? failed.getCause() : failed));
                }
            } catch (IOException e) {
                LOG.error("{} could not be read", request.getHttpURI().getPath(), e);
                write(response, callback, Problem.internal().answer(), isHead(request));
            }
            return true;
        }

        private void received(Request request, Response response, Callback callback, byte[] body, Throwable failed) {
            if (failed == null) {
                answer(request, response, callback, body);
            } else if (failed instanceof IllegalStateException) { // Jetty's word for "more than that"
                answer(request, response, callback, new byte[RestApi.BODY + 1]);
            } else if (failed instanceof TimeoutException) {
                Answer late = Problem.requestTimeout("the body came too slowly").answer();
                write(response, callback, late.with("Connection", "close"), isHead(request));
            } else { // the client left, or sent no chunks where it said it would
                callback.failed(failed);
            }
        }

        private void answer(Request request, Response response, Callback callback, byte[] body) {
            Answer answer;
            try {
                answer = answer(request, body);
            } catch (RuntimeException e) { // the outermost place that can tell the client
                LOG.error(
                        "{} {} failed",
                        request.getMethod(),
                        request.getHttpURI().getPath(),
                        e);
                answer = Problem.internal().answer();
            }
            write(response, callback, answer, isHead(request));
        }

        /** @return the answer, if nothing that the client sends can change it */
        private Optional<Answer> known(Request request) throws IOException {
            String method = request.getMethod();
            String path = request.getHttpURI().getPath();
            boolean reads = method.equals("GET") || method.equals("HEAD");
            if (!reads && !sameOrigin(request)) {
                return Optional.of(Problem.forbidden("pages of other sites may not do that")
                        .answer());
            }
            Optional<Answer> file = page.find(path);
            if (file.isPresent()) {
                if (!reads) {
                    return Optional.of(
                            Problem.methodNotAllowed("use GET").answer().with("Allow", "GET, HEAD"));
                }
                boolean same = file.get()
                        .headers()
                        .get("ETag")
                        .equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH));
                return same ? Optional.of(new Answer(304, file.get().headers(), new byte[0])) : file;
            }
            return path.startsWith(Route.ROOT + "/")
                    ? Optional.empty()
                    : Optional.of(
                            Problem.notFound("there is nothing at this address").answer());
        }

        private Answer answer(Request request, byte[] body) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (HttpField one : request.getHeaders()) {
                headers.merge(one.getLowerCaseName(), String.valueOf(one.getValue()), (a, b) -> a + ", " + b);
            }
            Map<String, String> query = new LinkedHashMap<>();
            try {
                for (Fields.Field one : Request.extractQueryParameters(request)) {
                    query.put(one.getName(), one.getValue());
                }
            } catch (IllegalArgumentException e) {
                return Problem.badRequest("the query holds what is no UTF-8").answer();
            }
            return api.answer(
                    request.getMethod(), request.getHttpURI().getPath(), query, headers, body, address(request));
        }
    }

    private static boolean isHead(Request request) {
        return request.getMethod().equals("HEAD");
    }

    private static String address(Request request) {
        SocketAddress from = request.getConnectionMetaData().getRemoteSocketAddress();
        return from instanceof InetSocketAddress internet
                ? internet.getAddress().getHostAddress()
                : from.toString();
    }

    /** A browser tells the page that asks in {@code Origin}; what is no browser does not. */
    private static boolean sameOrigin(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null) {
            return true;
        }
        String own = (request.isSecure() ? "https://" : "http://")
                + request.getHeaders().get(HttpHeader.HOST);
        return origin.toLowerCase(Locale.ROOT).equals(own.toLowerCase(Locale.ROOT));
    }

    private static void write(Response response, Callback callback, Answer answer, boolean head) {
        response.setStatus(answer.status());
        ALWAYS.forEach((name, value) -> response.getHeaders().put(name, value));
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        if (response.getRequest().isSecure()) {
            response.getHeaders().put("Strict-Transport-Security", "max-age=31536000");
        }
        if (head) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
            response.write(true, ByteBuffer.allocate(0), callback);
        } else {
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
        }
    }
}
