package org.metergate.dashboard.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that sign access tokens: made at the first start, kept locked, replaced every 30 days. The one before stays good
 * for as long as a token may. Any thread.
 */
final class SigningKeys {

    /** 256 bits: RFC 7518, 3.2 asks for no less with HS256. */
    private static final int BYTES = 32;

    private static final Duration LIFE = Duration.ofDays(30);

    /** A key. */
    record Key(String id, byte[] secret) {}

    /** A key as the file has it. */
    private static final class StoredKey {
        private String id;
        private String locked;
        private long since;
    }

    /** What the file holds, the newest last. */
    private static final class Stored {
        private List<StoredKey> keys = new ArrayList<>();
    }

    private final StoredJson<Stored> file;
    private final Secrets secrets;
    private final Clock clock;
    private final SecureRandom random;
    private final Duration overlap;
    private Stored stored;
    private final Map<String, Key> unlocked = new HashMap<>();

    /**
     * @param overlap how long a key is good after it was replaced
     * @throws IOException if the file is there and cannot be read
     */
    SigningKeys(Path folder, Secrets secrets, Clock clock, SecureRandom random, Duration overlap) throws IOException {
        this.file = new StoredJson<>(folder.resolve("keys.json"), Stored.class);
        this.secrets = secrets;
        this.clock = clock;
        this.random = random;
        this.overlap = overlap;
        this.stored = file.load().orElseGet(Stored::new);
    }

    /** @return the key to sign with; a fresh one if that of now is old */
    synchronized Key current() throws IOException {
        Instant now = clock.instant();
        if (stored.keys.isEmpty()
                || Duration.between(since(newest()), now).abs().compareTo(LIFE) > 0) {
            byte[] secret = new byte[BYTES];
            random.nextBytes(secret);
            byte[] id = new byte[9];
            random.nextBytes(id);
            Stored next = new Stored();
            if (!stored.keys.isEmpty()) {
                next.keys.add(newest());
            }
            StoredKey fresh = new StoredKey();
            fresh.id = Base64.getUrlEncoder().encodeToString(id);
            fresh.locked = secrets.lock(Base64.getEncoder().encodeToString(secret));
            fresh.since = now.toEpochMilli();
            next.keys.add(fresh);
            file.store(next);
            stored = next;
        }
        return unlocked(newest());
    }

    /** @return the key with this id, if it is still good */
    synchronized Optional<Key> find(String id) {
        for (StoredKey one : stored.keys) {
            if (one.id.equals(id)) {
                boolean good = one == newest()
                        || clock.instant().isBefore(since(newest()).plus(overlap));
                return good ? Optional.of(unlocked(one)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private StoredKey newest() {
        return stored.keys.get(stored.keys.size() - 1);
    }

    private static Instant since(StoredKey key) {
        return Instant.ofEpochMilli(key.since);
    }

    /** Once for each key: the gateway's cipher is no part of every request. */
    private Key unlocked(StoredKey key) {
        unlocked.keySet().removeIf(id -> stored.keys.stream().noneMatch(one -> one.id.equals(id)));
        return unlocked.computeIfAbsent(
                key.id, id -> new Key(id, Base64.getDecoder().decode(secrets.unlock(key.locked))));
    }
}
