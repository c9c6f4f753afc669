package org.metergate.dashboard.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.dashboard.access.RefusedException.Reason;

/**
 * Who is logged in. A session lives on a refresh token that changes with every use; one that comes a second time was
 * stolen, or its successor got lost, and ends the session. Only hashes of tokens are kept. Any thread.
 */
final class Sessions {

    /** How long a session lives without use. */
    static final Duration IDLE = Duration.ofDays(7);

    /** How long it lives at all. */
    static final Duration LONGEST = Duration.ofDays(30);

    /** Sessions of one user; a further one ends the oldest. */
    static final int PER_USER = 10;

    /** A refresh token and the session that it renews. */
    record Ticket(String session, String user, String token) {}

    /** A session as the file has it. */
    private static final class Session {
        private String id;
        private String user;
        private String token;
        private List<String> used = new ArrayList<>();
        private long begun;
        private long renewed;
    }

    /** What the file holds. */
    private static final class Stored {
        private List<Session> sessions = new ArrayList<>();
    }

    /** Used tokens that are remembered for each session: enough to know the thief's from the owner's. */
    private static final int REMEMBERED = 8;

    private final StoredJson<Stored> file;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /** @throws IOException if the file is there and cannot be read */
    Sessions(Path folder, Clock clock, SecureRandom random) throws IOException {
        this.file = new StoredJson<>(folder.resolve("sessions.json"), Stored.class);
        this.clock = clock;
        this.random = random;
        file.load().ifPresent(stored -> stored.sessions.forEach(one -> sessions.put(one.id, one)));
    }

    /** @return the ticket of a session that begins */
    synchronized Ticket begin(String user) throws IOException {
        dropEnded();
        List<Session> own =
                sessions.values().stream().filter(one -> one.user.equals(user)).toList();
        for (int i = 0; i <= own.size() - PER_USER; i++) {
            sessions.remove(own.get(i).id);
        }
        Session session = new Session();
        session.id = token(12);
        session.user = user;
        session.begun = clock.millis();
        sessions.put(session.id, session);
        return renewed(session);
    }

    /**
     * @param token a refresh token
     * @return its successor
     * @throws RefusedException if it is unknown or ended; if it was used before, its session has ended now
     */
    synchronized Ticket renew(String token) throws RefusedException, IOException {
        dropEnded();
        String hash = hash(token);
        for (Session session : List.copyOf(sessions.values())) {
            if (session.token.equals(hash)) {
                session.used.add(hash);
                if (session.used.size() > REMEMBERED) {
                    session.used.remove(0);
                }
                return renewed(session);
            }
            if (session.used.contains(hash)) {
                end(session.id);
                throw new RefusedException(
                        Reason.TOKEN, "this session was renewed elsewhere and has ended: log in again");
            }
        }
        throw new RefusedException(Reason.TOKEN, "this session has ended: log in again");
    }

    /** @return the user of a session that lives */
    synchronized Optional<String> user(String id) {
        return Optional.ofNullable(sessions.get(id))
                .filter(one -> !hasEnded(one))
                .map(one -> one.user);
    }

    synchronized void end(String id) throws IOException {
        if (sessions.remove(id) != null) {
            save();
        }
    }

    /** Ends all sessions of a user but this one. */
    synchronized void endOthers(String user, String kept) throws IOException {
        sessions.values().removeIf(one -> one.user.equals(user) && !one.id.equals(kept));
        save();
    }

    private Ticket renewed(Session session) throws IOException {
        String token = token(32);
        session.token = hash(token);
        session.renewed = clock.millis();
        save();
        return new Ticket(session.id, session.user, token);
    }

    private void dropEnded() {
        sessions.values().removeIf(this::hasEnded);
    }

    private boolean hasEnded(Session session) {
        Instant now = clock.instant();
        return now.isAfter(Instant.ofEpochMilli(session.renewed).plus(IDLE))
                || now.isAfter(Instant.ofEpochMilli(session.begun).plus(LONGEST));
    }

    private void save() throws IOException {
        Stored stored = new Stored();
        stored.sessions.addAll(sessions.values());
        file.store(stored);
    }

    private String token(int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(made);
    }

    private static String hash(String token) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
