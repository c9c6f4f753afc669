package org.metergate.dashboard.control;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.Identity;
import org.metergate.dashboard.access.RefusedException;
import org.metergate.dashboard.model.Failure;
import org.metergate.dashboard.model.Finding;
import org.metergate.dashboard.model.FindingJson;
import org.metergate.dashboard.model.Findings;
import org.metergate.dashboard.model.Insights;
import org.metergate.dashboard.model.Meter;
import org.metergate.dashboard.model.Site;
import org.metergate.dashboard.model.Update;

/**
 * Tells clients what changes, as it changes: first a snapshot of what they asked for, then every update of it. One message
 * at a time is under way to each client. What changes meanwhile waits, of each channel only the latest, so that a slow
 * client gets fewer messages and never an old state at the end. Any thread.
 */
public final class LiveFeed implements AutoCloseable {

    /** How the server tells that a session ended (RFC 6455, 7.4.2: 4000 to 4999 are for private use). */
    static final int SESSION_ENDED = 4401;

    /** A message that is none of this feed. */
    static final int BAD_MESSAGE = 4400;

    /** Clients at once. */
    static final int CLIENTS = 500;

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    /** Findings that nobody acknowledged are in the snapshot, the latest so many. */
    static final int MOST_OPEN = 100;

    private static final Findings.Wanted OPEN =
            new Findings.Wanted(Optional.empty(), Instant.MIN, Instant.MAX, Optional.of(false));

    /** The line to a client. */
    interface Wire {
        /**
         * @param sent is called once, when the message has left or failed
         */
        void send(String text, Runnable sent);

        void close(int code, String why);
    }

    private final Site site;
    private final Access access;
    private final Clock clock;
    private final Set<Client> clients = new CopyOnWriteArraySet<>();
    private final Insights insights;
    private final LatestReadings readings;
    private final Consumer<Update> listener = this::tell;
    private final Consumer<Finding> findings = found -> tellAll(one -> one.tell(found));
    private final BiConsumer<String, Failure.Kind> analyses = (meter, kind) -> tellAll(one -> one.tell(meter, kind));
    private final BiConsumer<String, Site.Fate> fates = (meter, fate) -> tellAll(one -> one.tell(meter, fate));

    /** @param threads tell what meters say, so that whoever reads meters is not kept waiting */
    public LiveFeed(Site site, Insights insights, Access access, Clock clock, Executor threads) {
        this.readings = new LatestReadings(threads, site::interval, told -> tellAll(one -> one.tell(told)));
        this.site = site;
        this.insights = insights;
        this.access = access;
        this.clock = clock;
        site.listen(listener);
        site.listen(fates);
        insights.findings().listen(findings);
        insights.analyses().listen(analyses);
    }

    /** @return the client; empty if there are too many */
    Optional<Client> open(Identity who, Wire wire) {
        if (clients.size() >= CLIENTS) {
            return Optional.empty();
        }
        Client client = new Client(who, wire);
        clients.add(client);
        return Optional.of(client);
    }

    @Override
    public void close() {
        site.ignore(listener);
        site.ignore(fates);
        insights.findings().ignore(findings);
        insights.analyses().ignore(analyses);
        clients.forEach(one -> one.wire.close(1001, "the dashboard ends"));
        clients.clear();
    }

    private void tell(Update update) {
        if (!clients.isEmpty()) {
            readings.accept(update);
        }
    }

    private void tellAll(Consumer<Client> what) {
        clients.forEach(what);
    }

    /** One client. */
    final class Client {
        private final Wire wire;
        private Identity who;
        private boolean all;
        private Set<String> meters = Set.of();
        private boolean subscribed;
        private Set<Kind> kinds = EnumSet.of(Kind.READINGS);
        private boolean busy;
        private Optional<String> snapshot = Optional.empty();
        private final Map<String, LatestReadings.Written> waiting = new LinkedHashMap<>();
        private final Map<String, JsonObject> found = new LinkedHashMap<>();
        private final Set<JsonObject> changed = new LinkedHashSet<>();

        private Client(Identity who, Wire wire) {
            this.who = who;
            this.wire = wire;
        }

        /**
         * Takes {@code {"subscribe": ["meter", ...]}} or {@code {"subscribe": "*"}}, both with {@code "kinds"} if more than
         * readings is wanted, which replaces what was asked for before, and {@code {"token": "..."}}, which keeps the feed
         * open beyond the end of the token before.
         */
        void receive(String text) {
            try {
                JsonObject message = JsonParser.parseString(text).getAsJsonObject();
                if (message.has("subscribe")) {
                    Optional<Set<Kind>> asked = message.has("kinds")
                            ? Kind.of(message.get("kinds"))
                            : Optional.of(EnumSet.of(Kind.READINGS));
                    if (asked.isPresent()) {
                        subscribe(message.get("subscribe"), asked.get());
                    } else {
                        end(BAD_MESSAGE, "kinds are readings, findings and analysis");
                    }
                } else if (message.has("token")) {
                    renew(message.get("token").getAsString());
                } else {
                    end(BAD_MESSAGE, "neither subscribe nor token");
                }
            } catch (JsonParseException
                    | IllegalStateException
                    | UnsupportedOperationException
                    | StackOverflowError e) {
                end(BAD_MESSAGE, "no message of this feed");
            }
        }

        void closed() {
            clients.remove(this);
        }

        private void subscribe(JsonElement wanted, Set<Kind> asked) {
            synchronized (this) {
                kinds = asked;
                all = wanted.isJsonPrimitive() && wanted.getAsString().equals("*");
                meters = new TreeSet<>();
                if (!all) {
                    for (JsonElement one : wanted.getAsJsonArray()) {
                        if (meters.size() >= Site.METERS) {
                            break;
                        }
                        meters.add(one.getAsString());
                    }
                }
                subscribed = true;
                waiting.clear();
                found.clear();
                changed.clear();
                snapshot = Optional.of(snapshot());
            }
            next(false);
        }

        private String snapshot() {
            JsonObject message = new JsonObject();
            message.addProperty("type", "snapshot");
            message.addProperty("time", clock.instant().toString());
            if (kinds.contains(Kind.READINGS)) {
                JsonArray meters = new JsonArray();
                for (Meter one : site.meters()) {
                    if (wants(one.name())) {
                        meters.add(SiteJson.whole(one, clock.instant()));
                    }
                }
                message.add("meters", meters);
            }
            if (kinds.contains(Kind.FINDINGS)) {
                JsonArray open = new JsonArray();
                insights.findings().all(OPEN).stream()
                        .filter(one -> wants(one.meter()))
                        .limit(MOST_OPEN)
                        .forEach(one -> open.add(FindingJson.of(one)));
                message.add("findings", open);
            }
            return GSON.toJson(message);
        }

        private void renew(String token) {
            try {
                Identity fresh = access.identify(token);
                if (fresh.session().equals(who.session())) {
                    who = fresh;
                    return;
                }
                end(SESSION_ENDED, "the token is of another session");
            } catch (RefusedException e) {
                end(SESSION_ENDED, e.getMessage());
            }
        }

        /** @return whether the client is still somebody; the one that is not is closed */
        private boolean lives() {
            if (!clock.instant().isBefore(who.until())) {
                end(SESSION_ENDED, "the access token has ended");
                return false;
            }
            if (!access.isLoggedIn(who)) {
                end(SESSION_ENDED, "this session has ended: log in again");
                return false;
            }
            return true;
        }

        private void tell(Finding finding) {
            if (!lives()) {
                return;
            }
            synchronized (this) {
                if (!wants(Kind.FINDINGS, finding.meter())) {
                    return;
                }
                JsonObject message = new JsonObject();
                message.addProperty("type", "finding");
                message.add("finding", FindingJson.of(finding));
                found.put(finding.id(), message);
                if (found.size() > Findings.MOST) {
                    found.remove(found.keySet().iterator().next());
                }
            }
            next(false);
        }

        private void tell(String meter, Failure.Kind kind) {
            if (!lives()) {
                return;
            }
            synchronized (this) {
                if (!wants(Kind.ANALYSIS, meter)) {
                    return;
                }
                JsonObject message = new JsonObject();
                message.addProperty("type", "changed");
                message.addProperty("kind", kind.name().toLowerCase(Locale.ROOT));
                message.addProperty("meter", meter);
                changed.add(message);
            }
            next(false);
        }

        private void tell(String meter, Site.Fate fate) {
            if (!lives()) {
                return;
            }
            synchronized (this) {
                if (!wants(Kind.READINGS, meter)) {
                    return;
                }
                changed.remove(message(meter, Site.Fate.MADE));
                if (fate == Site.Fate.DELETED) {
                    waiting.remove(meter);
                    changed.remove(message(meter, fate)); // told last, whatever came between
                }
                changed.add(message(meter, fate));
            }
            next(false);
        }

        private static JsonObject message(String meter, Site.Fate fate) {
            JsonObject message = new JsonObject();
            message.addProperty("type", fate.name().toLowerCase(Locale.ROOT));
            message.addProperty("meter", meter);
            return message;
        }

        private void tell(List<LatestReadings.Written> told) {
            if (!lives()) {
                return;
            }
            synchronized (this) {
                for (LatestReadings.Written one : told) {
                    // what was under way when the meter was deleted does not bring it back
                    if (wants(Kind.READINGS, one.meter()) && site.knows(one.meter())) {
                        waiting.merge(one.meter(), one, LatestReadings.Written::with);
                    }
                }
            }
            next(false);
        }

        private boolean wants(Kind kind, String meter) {
            return subscribed && kinds.contains(kind) && wants(meter);
        }

        private boolean wants(String meter) {
            return all || meters.contains(meter);
        }

        private void next(boolean sent) {
            String text;
            synchronized (this) {
                if (sent) {
                    busy = false;
                }
                if (busy) {
                    return;
                }
                if (snapshot.isPresent()) {
                    text = snapshot.get();
                    snapshot = Optional.empty();
                } else if (!found.isEmpty()) {
                    text = GSON.toJson(found.remove(found.keySet().iterator().next()));
                } else if (!changed.isEmpty()) {
                    JsonObject first = changed.iterator().next();
                    changed.remove(first);
                    text = GSON.toJson(first);
                } else if (!waiting.isEmpty()) {
                    text = update();
                } else {
                    return;
                }
                busy = true;
            }
            wire.send(text, () -> next(true));
        }

        /** All that waits, in one message. */
        private String update() {
            StringBuilder text = new StringBuilder("{\"type\":\"update\",\"meters\":[");
            String before = "";
            for (LatestReadings.Written one : waiting.values()) {
                text.append(before);
                one.writeTo(text);
                before = ",";
            }
            waiting.clear();
            return text.append("]}").toString();
        }

        private void end(int code, String why) {
            closed();
            wire.close(code, why);
        }
    }
}
