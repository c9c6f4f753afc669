package org.metergate.dashboard.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.metergate.dashboard.access.RefusedException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what: users, sessions, access tokens and the audit log, all in one folder. Any thread.
 *
 * <p>What changes something is noted before it is answered; if it cannot be noted or kept, it does not happen and an
 * {@link IOException} says so.
 */
public final class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    /** The name of the first user. */
    public static final String FIRST_USER = "admin";

    /**
     * What a login gives.
     *
     * @param accessToken for the next minutes, see {@link Identity#until()}
     * @param refreshToken for one renewal
     */
    public record Grant(Identity identity, String accessToken, String refreshToken) {}

    /** A user, as told to an administrator. */
    public record User(String name, Role role, boolean mustChange) {}

    /** What the file with the key of the audit log holds. */
    private static final class AuditKey {
        private String locked;
    }

    private final Path folder;
    private final Accounts accounts;
    private final Sessions sessions;
    private final AccessTokens tokens;
    private final AuditLog audit;

    /** Work that a password's hash takes: what OWASP's password storage cheat sheet asks of PBKDF2-HMAC-SHA512. */
    public static final int PASSWORD_ITERATIONS = 210_000;

    /**
     * @param folder is made if it is not there
     * @param secrets keeps keys from who reads the disk
     * @param clock tells when tokens and locks end
     * @param random makes keys, salts, passwords and tokens
     * @param iterations of the hash of a password that is set from now on
     * @throws IOException if what is in the folder cannot be read
     */
    public Access(Path folder, Secrets secrets, Clock clock, SecureRandom random, int iterations) throws IOException {
        this.folder = folder;
        this.accounts = new Accounts(folder, clock, random, iterations);
        this.sessions = new Sessions(folder, clock, random);
        this.tokens = new AccessTokens(new SigningKeys(folder, secrets, clock, random, AccessTokens.LIFE), clock);
        this.audit = audit(folder, secrets, clock, random);
    }

    /** @return the password of the first administrator, to be told once; empty if there are users already */
    public Optional<String> begin() throws IOException {
        Optional<String> made = accounts.begin(FIRST_USER);
        if (made.isPresent()) {
            audit.note("", "", "create user " + FIRST_USER, "done");
        } else if (accounts.find(FIRST_USER).filter(Account::mustChange).isEmpty()) {
            forgetFirstPassword(FIRST_USER); // again, if it could not be deleted when that was due
        }
        return made;
    }

    /** @throws RefusedException if it is not the password of that user, or the name is locked */
    public Grant login(String name, char[] password, String from) throws RefusedException, IOException {
        try {
            Account account = accounts.login(name, password);
            audit.note(name, from, "login", "done");
            return granted(account, sessions.begin(name));
        } catch (RefusedException e) {
            audit.note(name, from, "login", e.getMessage());
            throw e;
        }
    }

    /** @throws RefusedException if the token does not renew a session; one that was used before ends it */
    public Grant renew(String refreshToken, String from) throws RefusedException, IOException {
        try {
            Sessions.Ticket ticket = sessions.renew(refreshToken);
            Optional<Account> account = accounts.find(ticket.user());
            if (account.isEmpty()) {
                sessions.end(ticket.session());
                throw ended();
            }
            return granted(account.get(), ticket);
        } catch (RefusedException e) {
            audit.note("", from, "renew a session", e.getMessage());
            throw e;
        }
    }

    /** Ends the session: its tokens are worth nothing from now on. */
    public void logout(Identity who, String from) throws IOException {
        sessions.end(who.session());
        audit.note(who.user(), from, "logout", "done");
    }

    /** Ends all sessions of the user but this one. */
    public void logoutOthers(Identity who, String from) throws IOException {
        sessions.endOthers(who.user(), who.session());
        audit.note(who.user(), from, "logout everywhere else", "done");
    }

    /** @throws RefusedException if the token is not of a session that lives */
    public Identity identify(String accessToken) throws RefusedException {
        AccessTokens.Claims claims = tokens.verify(accessToken);
        if (!sessions.user(claims.session()).equals(Optional.of(claims.user()))) {
            throw ended();
        }
        Account account = accounts.find(claims.user()).orElseThrow(Access::ended);
        return identity(account, claims.session(), claims.until());
    }

    /** @return whether the session of a token still lives, and its user is there */
    public boolean isLoggedIn(Identity who) {
        return sessions.user(who.session()).equals(Optional.of(who.user()))
                && accounts.find(who.user()).isPresent();
    }

    /**
     * Sets a password and ends all other sessions of the user.
     *
     * @throws RefusedException if the present one is wrong
     * @throws IllegalArgumentException if the wanted one is not good enough
     */
    public Identity changePassword(Identity who, char[] present, char[] wanted, String from)
            throws RefusedException, IOException {
        try {
            accounts.change(who.user(), present, wanted);
        } catch (RefusedException e) {
            audit.note(who.user(), from, "change password", e.getMessage());
            throw e;
        }
        sessions.endOthers(who.user(), who.session());
        audit.note(who.user(), from, "change password", "done");
        forgetFirstPassword(who.user());
        return identity(accounts.find(who.user()).orElseThrow(Access::ended), who.session(), who.until());
    }

    public List<User> users() {
        return accounts.all().stream()
                .map(one -> new User(one.name(), one.role(), one.mustChange()))
                .toList();
    }

    /**
     * @return the password that was made, to be told once
     * @throws IllegalArgumentException if there is such a user, or the name is none
     */
    public String createUser(Identity who, String from, String name, Role role) throws IOException {
        String password = accounts.create(name, role);
        audit.note(who.user(), from, "create user " + name + " as " + role, "done");
        return password;
    }

    /** @throws IllegalArgumentException if there is no such user, or it is the last administrator */
    public void deleteUser(Identity who, String from, String name) throws IOException {
        accounts.delete(name);
        sessions.endOthers(name, "");
        audit.note(who.user(), from, "delete user " + name, "done");
        forgetFirstPassword(name);
    }

    /** @throws IllegalArgumentException if there is no such user, or it is the last administrator */
    public void setRole(Identity who, String from, String name, Role role) throws IOException {
        accounts.setRole(name, role);
        audit.note(who.user(), from, "make " + name + " " + role, "done");
    }

    /**
     * @return the password that was made, to be told once
     * @throws IllegalArgumentException if there is no such user
     */
    public String resetPassword(Identity who, String from, String name) throws IOException {
        String password = accounts.reset(name);
        sessions.endOthers(name, "");
        audit.note(who.user(), from, "reset the password of " + name, "done");
        forgetFirstPassword(name);
        return password;
    }

    /**
     * Notes an act of somebody who was let in. Call it before the act is answered.
     *
     * @param from the client's address
     * @param what it was, without a secret
     * @param outcome {@code done}, or why not
     */
    public void note(Identity who, String from, String what, String outcome) throws IOException {
        audit.note(who.user(), from, what, outcome);
    }

    /** Notes what was done through the gateway, which does not tell by whom. */
    public void noteGateway(String what, String outcome) throws IOException {
        audit.note("", "", what, outcome);
    }

    /** @return the newest acts, the newest first */
    public List<Act> acts(int most) throws IOException {
        return audit.newest(most);
    }

    /** @return where the audit log is not as it was written, as {@code file:line} or in words; empty if it is */
    public Optional<String> tampered() throws IOException {
        return audit.verify();
    }

    /** What stands in that file is worth nothing any more. */
    private void forgetFirstPassword(String user) {
        if (user.equals(FIRST_USER)) {
            try {
                FirstPassword.delete(folder);
            } catch (IOException e) {
                LOG.warn("dashboard: delete {} in {}: {}", FirstPassword.FILE, folder, e.getMessage());
            }
        }
    }

    private Grant granted(Account account, Sessions.Ticket ticket) throws IOException {
        String token = tokens.issue(account.name(), ticket.session());
        try {
            return new Grant(
                    identity(account, ticket.session(), tokens.verify(token).until()), token, ticket.token());
        } catch (RefusedException e) {
            throw new IllegalStateException("a token that was just issued", e);
        }
    }

    private static Identity identity(Account account, String session, Instant until) {
        return new Identity(account.name(), account.role(), session, account.mustChange(), until);
    }

    private static RefusedException ended() {
        return new RefusedException(Reason.TOKEN, "this session has ended: log in again");
    }

    /** The key is kept last: without it, what is there is another's log, or one that nobody had begun to write. */
    private AuditLog audit(Path folder, Secrets secrets, Clock clock, SecureRandom random) throws IOException {
        StoredJson<AuditKey> file = new StoredJson<>(folder.resolve("audit-key.json"), AuditKey.class);
        Optional<AuditKey> kept = file.load();
        if (kept.isPresent()) {
            byte[] key = Base64.getDecoder().decode(secrets.unlock(kept.get().locked));
            return AuditLog.open(folder, clock, key, AuditLog.FILE_BYTES);
        }
        byte[] key = new byte[32];
        random.nextBytes(key);
        AuditKey fresh = new AuditKey();
        fresh.locked = secrets.lock(Base64.getEncoder().encodeToString(key));
        AuditLog begun = AuditLog.begin(folder, clock, key, AuditLog.FILE_BYTES);
        file.store(fresh);
        if (!accounts.all().isEmpty()) {
            begun.note("", "", "begin an audit log", "there were users already: what was noted before is missing");
        }
        return begun;
    }
}
