package org.metergate.dashboard.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.metergate.dashboard.access.RefusedException.Reason;

/**
 * The users and their passwords, in a file. Any thread.
 *
 * <p>Five failures in a row lock a name for a quarter of an hour, whether there is such a user or not: what a name that
 * does not exist answers, and how long it takes, is what a wrong password does.
 */
final class Accounts {

    /** Failures after which a name is locked. */
    static final int FAILURES = 5;

    /** How long it is locked. */
    static final Duration LOCKED = Duration.ofMinutes(15);

    /** Names that are watched at once: what a flood of made-up names may take of the memory. */
    static final int WATCHED = 1000;

    /** Shortest password, in characters (NIST SP 800-63B, 5.1.1.2, asks for 8). */
    static final int SHORTEST = 10;

    private static final int LONGEST = 200;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"; // none that looks like another

    /** What the file holds. */
    private static final class Stored {
        private List<StoredAccount> accounts = new ArrayList<>();
    }

    /** An account as the file has it. */
    private static final class StoredAccount {
        private String name;
        private Role role;
        private int iterations;
        private String salt;
        private String hash;
        private boolean mustChange;

        private Account account() {
            return new Account(name, role, new PasswordHash(iterations, salt, hash), mustChange);
        }
    }

    private static final class Failures {
        private int count;
        private Instant last = Instant.MIN;
    }

    private final StoredJson<Stored> file;
    private final Clock clock;
    private final SecureRandom random;
    private final int iterations;
    private final PasswordHash nobody;
    private final Map<String, Account> accounts = new TreeMap<>();
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    /**
     * @param folder of the file
     * @param iterations of the password hash
     * @throws IOException if the file is there and cannot be read
     */
    Accounts(Path folder, Clock clock, SecureRandom random, int iterations) throws IOException {
        this.file = new StoredJson<>(folder.resolve("accounts.json"), Stored.class);
        this.clock = clock;
        this.random = random;
        this.iterations = iterations;
        this.nobody = PasswordHash.of(made().toCharArray(), random, iterations);
        file.load().ifPresent(stored -> stored.accounts.forEach(one -> accounts.put(one.name, one.account())));
    }

    /**
     * Makes the first administrator, if there is nobody yet.
     *
     * @return the password that was made, to be told once; empty if there are users already
     */
    synchronized Optional<String> begin(String name) throws IOException {
        return accounts.isEmpty() ? Optional.of(create(name, Role.ADMINISTRATOR)) : Optional.empty();
    }

    /**
     * @return the password that was made for the user, who must change it
     * @throws IllegalArgumentException if there is such a user, or the name is none
     */
    synchronized String create(String name, Role role) throws IOException {
        if (accounts.containsKey(name)) {
            throw new IllegalArgumentException("there is a user " + name + " already");
        }
        String password = made();
        put(new Account(name, role, PasswordHash.of(password.toCharArray(), random, iterations), true));
        return password;
    }

    /** @throws IllegalArgumentException if there is no such user, or it is the last administrator */
    synchronized void delete(String name) throws IOException {
        keepsAnAdministrator(known(name), Optional.empty());
        Account removed = accounts.remove(name);
        try {
            save();
        } catch (IOException e) {
            accounts.put(name, removed);
            throw e;
        }
    }

    /** @throws IllegalArgumentException if there is no such user, or it is the last administrator */
    synchronized void setRole(String name, Role role) throws IOException {
        keepsAnAdministrator(known(name), Optional.of(role));
        put(known(name).withRole(role));
    }

    /** @return the password that was made instead of a forgotten one; the user must change it */
    synchronized String reset(String name) throws IOException {
        String password = made();
        put(known(name).withPassword(PasswordHash.of(password.toCharArray(), random, iterations), true));
        failures.remove(name);
        return password;
    }

    /**
     * @throws RefusedException if the present password is wrong
     * @throws IllegalArgumentException if the new one is too short, too long, the old one or the user's name
     */
    void change(String name, char[] present, char[] wanted) throws RefusedException, IOException {
        login(name, present);
        if (wanted.length < SHORTEST || wanted.length > LONGEST) {
            throw new IllegalArgumentException("a password has " + SHORTEST + " to " + LONGEST + " characters");
        }
        if (String.valueOf(wanted).equals(String.valueOf(present))
                || String.valueOf(wanted).equalsIgnoreCase(name)) {
            throw new IllegalArgumentException("the new password must differ from the old one and from the name");
        }
        PasswordHash hash = PasswordHash.of(wanted, random, iterations);
        synchronized (this) {
            put(known(name).withPassword(hash, false));
        }
    }

    /**
     * @return the user whose password this is
     * @throws RefusedException if it is nobody's, or the name is locked
     */
    Account login(String name, char[] password) throws RefusedException {
        Optional<Account> account = find(name);
        refuseIfLocked(name);
        boolean right = account.map(Account::password).orElse(nobody).matches(password) && account.isPresent();
        synchronized (this) {
            refuseIfLocked(name); // others tried in the meantime
            if (right) {
                failures.remove(name);
                return account.get();
            }
            Failures of = failures.computeIfAbsent(name, fresh -> new Failures());
            of.count++;
            of.last = clock.instant();
            if (failures.size() > WATCHED) {
                failures.remove(failures.keySet().iterator().next());
            }
        }
        throw new RefusedException(Reason.CREDENTIALS, "user or password is wrong");
    }

    synchronized Optional<Account> find(String name) {
        return Optional.ofNullable(name).map(accounts::get);
    }

    synchronized List<Account> all() {
        return List.copyOf(accounts.values());
    }

    private synchronized void refuseIfLocked(String name) throws RefusedException {
        Failures of = failures.get(name);
        if (of == null) {
            return;
        }
        Duration left = Duration.between(clock.instant(), of.last.plus(LOCKED));
        if (left.isNegative() || left.isZero() || left.compareTo(LOCKED) > 0) { // over, or the clock was set back
            failures.remove(name);
        } else if (of.count >= FAILURES) {
            throw new RefusedException(
                    Reason.LOCKED,
                    "locked after " + FAILURES + " failures, for " + (left.toSeconds() + 59) / 60 + " minutes more",
                    Optional.of(left));
        }
    }

    private Account known(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("there is no user " + name));
    }

    private void keepsAnAdministrator(Account changed, Optional<Role> wanted) {
        boolean others = accounts.values().stream()
                .anyMatch(one -> one.role() == Role.ADMINISTRATOR && !one.name().equals(changed.name()));
        if (changed.role() == Role.ADMINISTRATOR && !others && !wanted.equals(Optional.of(Role.ADMINISTRATOR))) {
            throw new IllegalArgumentException(changed.name() + " is the last administrator");
        }
    }

    private void put(Account account) throws IOException {
        Account before = accounts.put(account.name(), account);
        try {
            save();
        } catch (IOException e) {
            if (before == null) {
                accounts.remove(account.name());
            } else {
                accounts.put(account.name(), before);
            }
            throw e;
        }
    }

    private void save() throws IOException {
        Stored stored = new Stored();
        for (Account one : accounts.values()) {
            StoredAccount account = new StoredAccount();
            account.name = one.name();
            account.role = one.role();
            account.iterations = one.password().iterations();
            account.salt = one.password().salt();
            account.hash = one.password().hash();
            account.mustChange = one.mustChange();
            stored.accounts.add(account);
        }
        file.store(stored);
    }

    /** 20 of 32 letters: 100 bits. */
    private String made() {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            made.append(i > 0 && i % 5 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return made.toString();
    }
}
