package org.metergate.dashboard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.crypto.CryptoService;
import org.eclipse.kura.security.keystore.KeystoreChangedEvent;
import org.eclipse.kura.security.keystore.KeystoreService;
import org.metergate.dashboard.DashboardSettings.Transport;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.FirstPassword;
import org.metergate.dashboard.access.Secrets;
import org.metergate.dashboard.access.ServerCertificate;
import org.metergate.dashboard.control.DashboardServer;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.dashboard.gateway.GatewayServices;
import org.metergate.dashboard.gateway.NoGateway;
import org.metergate.dashboard.model.Analysis;
import org.metergate.dashboard.model.History;
import org.metergate.dashboard.model.HistoryFile;
import org.metergate.dashboard.model.Insights;
import org.metergate.dashboard.model.Site;
import org.metergate.dashboard.model.Update;
import org.metergate.settings.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboard of the gateway: owns the model and the server. What it is told stays when the server has to start anew with
 * other settings; a server that cannot start leaves the wires as they are.
 */
@Component(
        name = DashboardConfig.PID,
        service = {ConfigurableComponent.class, Readings.class, EventHandler.class},
        property = EventConstants.EVENT_TOPIC + "=" + KeystoreChangedEvent.EVENT_TOPIC,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = DashboardConfig.class)
public final class Dashboard implements ConfigurableComponent, Readings, EventHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

    /** By which the gateway tells its keystores apart. */
    private static final String KEYSTORE_PID = "kura.service.pid";

    /** What the end of the process may cost of the history. */
    private static final Duration SAVED_EVERY = Duration.ofMinutes(10);

    private static final String UNSAVED = "the dashboard could not keep all, it is in memory only: {}";

    private final Optional<ScheduledExecutorService> thread;
    private final Path folder;
    private final Secrets secrets;
    private final GatewayParts gateway;
    private final Clock clock;
    private final SecureRandom random;
    private final int iterations;
    private final Site site;
    private final History history = new History();
    private final HistoryFile historyFile;
    private final GatewayKeystores keystores = new GatewayKeystores();
    private final Insights insights;
    private final ShownCertificate certificate;
    private Optional<Access> access = Optional.empty();
    private Optional<DashboardSettings> settings = Optional.empty();
    private Optional<DashboardServer> server = Optional.empty();
    private boolean ended;

    /**
     * For the gateway, which is not kept waiting: hashes and keys are made, and the server is started, on a thread of our own.
     *
     * @param crypto locks what must not be read on the disk
     * @param properties see the form
     */
    @Activate
    public Dashboard(BundleContext context, @Reference CryptoService crypto, Map<String, Object> properties) {
        this(
                Optional.of(
                        Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "metergate-dashboard"))),
                DataFolder.of(context, "dashboard")
                        .orElseThrow(() -> new IllegalStateException("there is no place for data on this gateway")),
                new KuraSecrets(crypto),
                new GatewayServices(context, new KuraSecrets(crypto)),
                Clock.systemUTC(),
                new SecureRandom(),
                Access.PASSWORD_ITERATIONS,
                properties);
    }

    /** Starts the server before it returns. */
    Dashboard(
            Path folder,
            Secrets secrets,
            Clock clock,
            SecureRandom random,
            int iterations,
            Map<String, Object> properties) {
        this(Optional.empty(), folder, secrets, new NoGateway(), clock, random, iterations, properties);
    }

    Dashboard(
            Optional<ScheduledExecutorService> thread,
            Path folder,
            Secrets secrets,
            GatewayParts gateway,
            Clock clock,
            SecureRandom random,
            int iterations,
            Map<String, Object> properties) {
        this.thread = thread;
        this.folder = folder;
        this.secrets = secrets;
        this.gateway = gateway;
        this.clock = clock;
        this.random = random;
        this.iterations = iterations;
        this.site = new Site(clock);
        this.historyFile = new HistoryFile(folder);
        this.insights = new Insights(folder, random);
        this.certificate = new ShownCertificate(keystores, folder, secrets, Dashboard::hostName, clock, random);
        thread.ifPresentOrElse(own -> own.execute(this::loadHistory), this::loadHistory);
        modified(properties);
        thread.ifPresent(own -> own.scheduleWithFixedDelay(
                this::saveHistory, SAVED_EVERY.toMinutes(), SAVED_EVERY.toMinutes(), TimeUnit.MINUTES));
        thread.ifPresent(own -> own.scheduleWithFixedDelay(this::followCertificate, 1, 1, TimeUnit.HOURS));
    }

    /** The gateway repeats itself: settings equal to those in force change nothing. */
    @Modified
    void modified(Map<String, Object> properties) {
        DashboardSettings wanted = DashboardSettings.from(properties);
        thread.ifPresentOrElse(own -> own.execute(() -> apply(wanted)), () -> apply(wanted));
    }

    /** Ends the server, also one that is just starting; the wires go on. */
    @Deactivate
    synchronized void stop() {
        ended = true;
        thread.ifPresent(ScheduledExecutorService::shutdownNow);
        closeServer();
        gateway.close();
        saveHistory();
    }

    /** A keystore of the gateway appears: its certificate may be the one that is waited for. */
    @Reference(name = "KeystoreService", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addKeystore(KeystoreService keystore, Map<String, Object> properties) {
        String pid = String.valueOf(properties.get(KEYSTORE_PID));
        keystores.add(pid, keystore);
        changedKeystore(pid);
    }

    /** A keystore has other settings, such as another file: the gateway sends no event then. */
    void updatedKeystore(KeystoreService keystore, Map<String, Object> properties) {
        addKeystore(keystore, properties);
    }

    /** A keystore goes, as when its bundle is updated: what is shown of it stays. */
    void removeKeystore(KeystoreService keystore, Map<String, Object> properties) {
        keystores.remove(String.valueOf(properties.get(KEYSTORE_PID)), keystore);
    }

    @Override
    public void handleEvent(Event event) {
        changedKeystore(String.valueOf(event.getProperty(KeystoreChangedEvent.SENDER_PID_PROPERTY_KEY)));
    }

    private void changedKeystore(String pid) {
        Runnable look = () -> followCertificate(pid);
        try {
            thread.ifPresentOrElse(own -> own.execute(look), look);
        } catch (RejectedExecutionException e) {
            LOG.debug("the dashboard has ended, the keystore {} is none of its business", pid);
        }
    }

    private synchronized void followCertificate(String pid) {
        if (settings.filter(one -> one.keystore().pid().equals(pid)).isPresent()) {
            followCertificate();
        }
    }

    /** Shows another certificate if there is another: of the keystore, or its own that was about to end. */
    private synchronized void followCertificate() {
        if (ended || settings.isEmpty() || server.isEmpty() || settings.get().transport() != Transport.TLS) {
            return;
        }
        try {
            Optional<ServerCertificate> other = certificate.other(settings.get().keystore());
            if (other.isPresent()) {
                server.get().use(other.get().context());
                certificate.shown(other.get());
            }
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            LOG.error("dashboard: it goes on with the certificate of before: {}", e.getMessage());
        }
    }

    private void loadHistory() {
        try {
            historyFile.load(history);
        } catch (IOException e) {
            LOG.error("the dashboard's history begins anew: {}", e.getMessage());
        }
        insights.load().forEach(one -> LOG.error("dashboard: {}", one));
    }

    private synchronized void saveHistory() {
        try {
            historyFile.save(history);
        } catch (IOException e) {
            LOG.error("the dashboard's history could not be kept: {}; it is in memory only", e.getMessage());
        }
        insights.save().forEach(one -> LOG.error(UNSAVED, one));
    }

    private synchronized void apply(DashboardSettings wanted) {
        if (ended || settings.equals(Optional.of(wanted)) && server.isPresent()) {
            return;
        }
        String change = settings.map(wanted::difference).orElse("");
        settings = Optional.of(wanted);
        if (!wanted.problems().isEmpty()) {
            LOG.error("the dashboard takes defaults for {}; correct the configuration", wanted.problems());
        }
        closeServer();
        try {
            start(wanted, change);
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            LOG.error("there is no dashboard on port {}: {}; the meters are read on", wanted.port(), e.getMessage());
        }
    }

    private void closeServer() {
        server.ifPresent(DashboardServer::close);
        server = Optional.empty();
    }

    @Override
    public boolean accept(Update update) {
        history.accept(update);
        insights.counters().accept(update);
        return site.accept(update);
    }

    @Override
    public void accept(Analysis found) {
        if (insights.accept(found)) {
            try {
                thread.ifPresentOrElse(own -> own.execute(this::saveInsights), this::saveInsights);
            } catch (RejectedExecutionException e) {
                LOG.debug("the dashboard has ended: {} is not kept", found);
            }
        }
    }

    private void saveInsights() {
        insights.flush().forEach(one -> LOG.error(UNSAVED, one));
    }

    /** @return what may be asked of the server; nothing while there is none */
    synchronized List<DashboardServer.Operation> operations() {
        return server.map(DashboardServer::operations).orElse(List.of());
    }

    /** @return the port that the server listens on; empty while there is none */
    synchronized Optional<Integer> port() {
        return server.map(DashboardServer::port);
    }

    private void start(DashboardSettings wanted, String change) throws IOException {
        if (access.isEmpty()) {
            access = Optional.of(new Access(folder, secrets, clock, random, iterations));
            access.get().begin().ifPresent(this::tell);
        }
        if (!change.isEmpty()) {
            access.get().noteGateway("set " + change + " of the dashboard", "done");
        }
        boolean encrypted = wanted.transport() == Transport.TLS;
        Optional<ServerCertificate> found =
                encrypted ? Optional.of(certificate.find(wanted.keystore())) : Optional.empty();
        DashboardServer fresh = new DashboardServer(
                new DashboardServer.Options(
                        wanted.transport() == Transport.HTTP_LOOPBACK ? "127.0.0.1" : "",
                        wanted.port(),
                        found.map(ServerCertificate::context),
                        wanted.reads(),
                        wanted.writes(),
                        wanted.logins(),
                        DashboardServer.PATIENCE),
                access.get(),
                site,
                history,
                insights,
                gateway,
                clock);
        fresh.start();
        server = Optional.of(fresh);
        LOG.info("dashboard: {}://{}:{}/", encrypted ? "https" : "http", hostName(), fresh.port());
        found.ifPresent(certificate::shown);
    }

    /** Once, to whoever may read this gateway's files; not to the log, which goes to more places. */
    private void tell(String password) {
        try {
            Path file = FirstPassword.write(folder, password);
            LOG.warn("dashboard: the first user is {}, the password stands in {}", Access.FIRST_USER, file);
        } catch (IOException e) {
            LOG.error(
                    "dashboard: the first password could not be written below {}: delete accounts.json there and"
                            + " restart",
                    folder,
                    e);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
