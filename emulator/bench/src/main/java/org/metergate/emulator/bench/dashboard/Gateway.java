package org.metergate.emulator.bench.dashboard;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.OwnCertificate;
import org.metergate.dashboard.access.Secrets;
import org.metergate.dashboard.control.DashboardServer;
import org.metergate.dashboard.gateway.NoGateway;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.History;
import org.metergate.dashboard.model.Insights;
import org.metergate.dashboard.model.Site;
import org.metergate.dashboard.model.Update;
import org.metergate.dlms.Answer;
import org.metergate.dlms.DlmsReading;

/** The dashboard of a gateway, as its component makes it, and fed with what the fleet read. */
final class Gateway implements AutoCloseable {

    /** Channel that holds when a reading was accepted, in ns of this machine's own clock. */
    static final String ACCEPTED = "accepted";

    /** Meters whose history is full from the beginning; the dashboard keeps 1000 channels of it. */
    static final int WITH_HISTORY = 40;

    /** Of each such meter, in its history. */
    static final String CHANNEL = "1-0:1.8.0*255";

    private static final int EVERYTHING = 1_000_000;

    /** What is written stays on this machine and goes with the bench. */
    private static final Secrets OPEN = new Secrets() {
        @Override
        public String lock(String plain) {
            return plain;
        }

        @Override
        public String unlock(String locked) {
            return locked;
        }
    };

    private final Clock clock = Clock.systemUTC();
    private final Site site = new Site(clock);
    private final History history = new History();
    private final DashboardServer server;
    private final String password;

    /** @param encrypted whether as it is by default, with TLS, or without */
    Gateway(Path folder, boolean encrypted) throws IOException {
        SecureRandom random = new SecureRandom();
        Access access = new Access(folder, OPEN, clock, random, Access.PASSWORD_ITERATIONS);
        password = access.begin().orElseThrow();
        fill();
        server = new DashboardServer(
                new DashboardServer.Options(
                        "127.0.0.1",
                        0,
                        encrypted
                                ? Optional.of(new OwnCertificate(folder, OPEN, "localhost", clock, random)
                                        .certificate()
                                        .context())
                                : Optional.empty(),
                        EVERYTHING,
                        EVERYTHING,
                        EVERYTHING,
                        DashboardServer.PATIENCE),
                access,
                site,
                history,
                new Insights(folder, random),
                new NoGateway(),
                clock);
        server.start();
    }

    static String name(int meter) {
        return "fleet" + meter;
    }

    private void fill() {
        Instant now = clock.instant();
        for (int meter = 0; meter < WITH_HISTORY; meter++) {
            for (int i = History.SAMPLES; i > 0; i--) {
                Instant time = now.minus(Duration.ofSeconds(10L * i));
                history.accept(new Update(
                        name(meter), time, List.of(new Channel(CHANNEL, Optional.of(1234.5 + i), "Wh", time, ""))));
            }
        }
    }

    /** As the wire component does, on the thread that read. */
    void accept(int meter, List<DlmsReading> readings) {
        Instant now = clock.instant();
        List<Channel> channels = new ArrayList<>();
        for (DlmsReading one : readings) {
            if (one.answer() instanceof Answer.Measured measured) {
                channels.add(new Channel(
                        one.attribute().object().toString(),
                        Optional.of(measured.quantity().value().doubleValue()),
                        measured.quantity().unit().symbol(),
                        now,
                        ""));
            }
        }
        channels.add(new Channel(ACCEPTED, Optional.of(System.nanoTime()), "ns", now, ""));
        Update update = new Update(name(meter), now, channels);
        history.accept(update);
        site.accept(update);
    }

    int port() {
        return server.port();
    }

    /** Of the first user. */
    String password() {
        return password;
    }

    @Override
    public void close() {
        server.close();
    }
}
