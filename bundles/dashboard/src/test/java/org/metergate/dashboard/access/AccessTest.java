package org.metergate.dashboard.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.dashboard.access.RefusedException.Reason;
import org.metergate.testkit.MovedClock;

class AccessTest {

    private static final String FROM = "192.0.2.7";

    /** Readable by eye, so that a test sees what lies on the disk unlocked. */
    private static final Secrets MIRROR = new Secrets() {
        @Override
        public String lock(String plain) {
            return "locked:" + new StringBuilder(plain).reverse();
        }

        @Override
        public String unlock(String locked) {
            return new StringBuilder(locked.substring("locked:".length()))
                    .reverse()
                    .toString();
        }
    };

    @TempDir
    Path folder;

    private final MovedClock clock = MovedClock.at("2026-11-23T21:00:00Z");
    private Access access;
    private String password;

    @BeforeEach
    void begin() throws IOException {
        access = opened();
        password = access.begin().orElseThrow();
    }

    private Access opened() throws IOException {
        return new Access(folder, MIRROR, clock, new SecureRandom(), 10);
    }

    private Access.Grant login() throws Exception {
        return access.login("admin", password.toCharArray(), FROM);
    }

    private RefusedException refused(String token) {
        return assertThrows(RefusedException.class, () -> access.identify(token));
    }

    @Nested
    class Login {

        @Test
        void tellsWhoItIs() throws Exception {
            Identity who = access.identify(login().accessToken());
            assertEquals("admin", who.user());
            assertEquals(Role.ADMINISTRATOR, who.role());
            assertTrue(who.mustChange());
            assertEquals(clock.instant().plus(Duration.ofMinutes(10)), who.until());
        }

        @Test
        void ofTheFirstUserIsMadeOnce() throws Exception {
            assertEquals(Optional.empty(), access.begin());
            assertEquals(Optional.empty(), opened().begin());
        }

        @Test
        void saysTheSameOfAWrongPasswordAndOfNobody() {
            RefusedException wrong =
                    assertThrows(RefusedException.class, () -> access.login("admin", "guess".toCharArray(), FROM));
            RefusedException nobody =
                    assertThrows(RefusedException.class, () -> access.login("nobody", "guess".toCharArray(), FROM));
            assertEquals(Reason.CREDENTIALS, wrong.reason());
            assertEquals(wrong.getMessage(), nobody.getMessage());
        }

        @Test
        void isLockedAfterFiveFailuresEvenForTheRightPassword() throws Exception {
            for (int i = 0; i < 5; i++) {
                assertThrows(RefusedException.class, () -> access.login("admin", "guess".toCharArray(), FROM));
            }
            RefusedException locked = assertThrows(RefusedException.class, () -> login());
            assertEquals(Reason.LOCKED, locked.reason());
            assertEquals(Optional.of(Duration.ofMinutes(15)), locked.waitFor());
            clock.move(Duration.ofMinutes(15));
            assertEquals("admin", login().identity().user());
        }

        @Test
        void countsFailuresInARow() throws Exception {
            for (int i = 0; i < 12; i++) {
                assertThrows(RefusedException.class, () -> access.login("admin", "guess".toCharArray(), FROM));
                if (i % 4 == 3) {
                    login();
                }
            }
        }

        @Test
        void locksNamesThatDoNotExistLikeThoseThatDo() {
            for (int i = 0; i < 5; i++) {
                assertThrows(RefusedException.class, () -> access.login("nobody", "guess".toCharArray(), FROM));
            }
            RefusedException locked =
                    assertThrows(RefusedException.class, () -> access.login("nobody", "guess".toCharArray(), FROM));
            assertEquals(Reason.LOCKED, locked.reason());
        }
    }

    @Nested
    class Tokens {

        private SigningKeys.Key key;
        private Access.Grant grant;

        @BeforeEach
        void key() throws Exception {
            grant = login();
            key = new SigningKeys(folder, MIRROR, clock, new SecureRandom(), AccessTokens.LIFE).current();
        }

        private JWTClaimsSet.Builder claims() {
            return new JWTClaimsSet.Builder()
                    .issuer("metergate")
                    .audience("metergate-dashboard")
                    .subject("admin")
                    .claim("sid", grant.identity().session())
                    .notBeforeTime(Date.from(clock.instant()))
                    .expirationTime(Date.from(clock.instant().plusSeconds(60)));
        }

        private String signed(JWSHeader header, JWTClaimsSet claims, byte[] secret) throws Exception {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new MACSigner(secret));
            return token.serialize();
        }

        private JWSHeader.Builder header() {
            return new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .type(new JOSEObjectType("at+jwt"))
                    .keyID(key.id());
        }

        @Test // shows that the tests below fail for the one thing that they change
        void ofThisShapeAreTaken() throws Exception {
            assertEquals(
                    "admin",
                    access.identify(signed(header().build(), claims().build(), key.secret()))
                            .user());
        }

        @Test
        void endAfterTenMinutes() throws Exception {
            clock.move(Duration.ofMinutes(10));
            assertEquals(
                    "the access token has ended", refused(grant.accessToken()).getMessage());
        }

        @Test // RFC 8725, 3.1
        void withoutASignatureAreRefused() {
            refused(new PlainJWT(claims().build()).serialize());
            String none = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + key.id() + "\"}")
                            .getBytes(StandardCharsets.UTF_8));
            refused(none
                    + grant.accessToken()
                            .substring(
                                    grant.accessToken().indexOf('.'),
                                    grant.accessToken().lastIndexOf('.') + 1));
        }

        @Test // RFC 8725, 3.1: the algorithm is pinned, whatever else the key would be good for
        void ofAnotherAlgorithmAreRefused() throws Exception {
            byte[] longer = new byte[64];
            System.arraycopy(key.secret(), 0, longer, 0, 32);
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS512)
                    .type(new JOSEObjectType("at+jwt"))
                    .keyID(key.id())
                    .build();
            assertTrue(refused(signed(header, claims().build(), longer))
                    .getMessage()
                    .contains("kind"));
        }

        @Test // RFC 8725, 3.11
        void ofAnotherTypeAreRefused() throws Exception {
            refused(signed(header().type(JOSEObjectType.JWT).build(), claims().build(), key.secret()));
        }

        @Test // RFC 8725, 3.9
        void forAnotherAudienceAreRefused() throws Exception {
            refused(signed(header().build(), claims().audience("other").build(), key.secret()));
            refused(signed(
                    header().build(),
                    claims().audience(List.of("metergate-dashboard", "other")).build(),
                    key.secret()));
        }

        @Test // RFC 8725, 3.8
        void ofAnotherIssuerAreRefused() throws Exception {
            refused(signed(header().build(), claims().issuer("other").build(), key.secret()));
        }

        @Test
        void withoutAnEndAreRefused() throws Exception {
            refused(signed(header().build(), claims().expirationTime(null).build(), key.secret()));
        }

        @Test
        void signedByAnotherKeyAreRefused() throws Exception {
            refused(signed(header().build(), claims().build(), new byte[32]));
            refused(signed(header().keyID("unknown").build(), claims().build(), key.secret()));
        }

        @Test
        void thatWereChangedAreRefusedAtEveryCharacter() {
            String token = grant.accessToken();
            for (int i = 0; i < token.length() - 1; i++) { // the last one carries bits that mean nothing
                char changed = token.charAt(i) == 'A' ? 'B' : 'A';
                String text = token.substring(0, i) + changed + token.substring(i + 1);
                assertEquals(Reason.TOKEN, refused(text).reason());
            }
        }

        @Test
        void thatAreNoneAreRefused() {
            for (String text : List.of("", ".", "..", "a.b.c", "x".repeat(100_000), "{}", "\u0000")) {
                assertEquals(Reason.TOKEN, refused(text).reason());
            }
        }

        @Test
        void stayGoodWhenTheKeyIsReplacedUntilTheyEnd() throws Exception {
            clock.move(Duration.ofDays(31));
            clock.set(clock.instant());
            Access.Grant late = login();
            assertEquals("admin", access.identify(late.accessToken()).user());
            assertNotEquals(
                    key.id(), SignedJWT.parse(late.accessToken()).getHeader().getKeyID());
        }
    }

    @Nested
    class Sessions {

        @Test
        void endWithTheLogout() throws Exception {
            Access.Grant grant = login();
            access.logout(grant.identity(), FROM);
            refused(grant.accessToken());
            assertThrows(RefusedException.class, () -> access.renew(grant.refreshToken(), FROM));
        }

        @Test
        void areRenewedWithAnotherToken() throws Exception {
            Access.Grant first = login();
            Access.Grant second = access.renew(first.refreshToken(), FROM);
            assertNotEquals(first.refreshToken(), second.refreshToken());
            assertEquals(
                    first.identity().session(),
                    access.identify(second.accessToken()).session());
        }

        @Test
        void endWhenATokenComesASecondTime() throws Exception {
            Access.Grant first = login();
            Access.Grant second = access.renew(first.refreshToken(), FROM);
            assertThrows(RefusedException.class, () -> access.renew(first.refreshToken(), FROM));
            refused(second.accessToken());
            assertThrows(RefusedException.class, () -> access.renew(second.refreshToken(), FROM));
        }

        @Test
        void outliveARestart() throws Exception {
            Access.Grant grant = login();
            Access again = opened();
            assertEquals("admin", again.identify(grant.accessToken()).user());
            assertEquals(
                    "admin", again.renew(grant.refreshToken(), FROM).identity().user());
        }

        @Test
        void endAfterAWeekWithoutUse() throws Exception {
            Access.Grant grant = login();
            clock.move(Duration.ofDays(7).plusSeconds(1));
            assertThrows(RefusedException.class, () -> access.renew(grant.refreshToken(), FROM));
        }

        @Test
        void endOtherwiseWhenThePasswordIsChanged() throws Exception {
            Access.Grant other = login();
            Access.Grant own = login();
            Identity changed = access.changePassword(
                    own.identity(), password.toCharArray(), "a better secret".toCharArray(), FROM);
            assertFalse(changed.mustChange());
            refused(other.accessToken());
            assertFalse(access.identify(own.accessToken()).mustChange());
        }
    }

    @Nested
    class Users {

        @Test
        void loseTheirRightsAtOnce() throws Exception {
            Identity admin = login().identity();
            String made = access.createUser(admin, FROM, "eve", Role.ADMINISTRATOR);
            String token = access.login("eve", made.toCharArray(), FROM).accessToken();
            access.setRole(admin, FROM, "eve", Role.READER);
            assertEquals(Role.READER, access.identify(token).role());
            access.deleteUser(admin, FROM, "eve");
            refused(token);
        }

        @Test
        void neverLackAnAdministrator() throws Exception {
            Identity admin = login().identity();
            assertThrows(IllegalArgumentException.class, () -> access.deleteUser(admin, FROM, "admin"));
            assertThrows(IllegalArgumentException.class, () -> access.setRole(admin, FROM, "admin", Role.OPERATOR));
        }

        @Test
        void haveNamesThatAreNoPaths() throws Exception {
            Identity admin = login().identity();
            for (String name : List.of("", "../x", "a b", "a/b", "x".repeat(65), "a\nb")) {
                assertThrows(
                        IllegalArgumentException.class, () -> access.createUser(admin, FROM, name, Role.READER), name);
            }
        }

        @Test
        void chooseNoPasswordThatIsShortOrTheOldOne() throws Exception {
            Identity admin = login().identity();
            for (String wanted : List.of("short", password, "admin")) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> access.changePassword(admin, password.toCharArray(), wanted.toCharArray(), FROM));
            }
        }
    }

    @Test
    void leavesNoSecretOnTheDiskUnlocked() throws Exception {
        Access.Grant grant = login();
        SigningKeys.Key key = new SigningKeys(folder, MIRROR, clock, new SecureRandom(), AccessTokens.LIFE).current();
        String secret = Base64.getEncoder().encodeToString(key.secret());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                assertFalse(text.contains(secret), file::toString);
                assertFalse(text.contains(password), file::toString);
                assertFalse(text.contains(grant.refreshToken()), file::toString);
                assertFalse(text.contains(grant.accessToken()), file::toString);
            }
        }
    }

    @Nested
    class Audit {

        private final byte[] key = new byte[32];

        private AuditLog log(int bytes) throws IOException {
            return new AuditLog(folder.resolve("audit"), clock, key, bytes);
        }

        @Test
        void notesLogins() throws Exception {
            assertThrows(RefusedException.class, () -> access.login("eve", "guess".toCharArray(), FROM));
            Access.Act act = access.acts(1).get(0);
            assertEquals("eve", act.who());
            assertEquals(FROM, act.from());
            assertEquals("login", act.what());
            assertEquals("user or password is wrong", act.outcome());
            assertEquals(Optional.empty(), access.tampered());
        }

        @Test
        void findsALineThatWasChangedOrTakenOut() throws Exception {
            AuditLog log = log(1 << 20);
            for (int i = 0; i < 5; i++) {
                log.note("user" + i, FROM, "act", "done");
            }
            assertEquals(Optional.empty(), log.verify());
            Path file = folder.resolve("audit/audit.log");
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String damaged = lines.get(i).replace("user" + i, "other");
                Files.writeString(file, Files.readString(file).replace(lines.get(i), damaged));
                assertEquals(Optional.of("audit.log:" + (i + 1)), log.verify());
                Files.write(file, lines);
            }
            Files.write(file, lines.subList(1, 5));
            assertEquals(Optional.empty(), new AuditLog(folder.resolve("empty"), clock, key, 1000).verify());
            Files.write(
                    file,
                    Stream.concat(lines.stream().limit(2), lines.stream().skip(3))
                            .toList());
            assertEquals(Optional.of("audit.log:3"), log.verify());
            Files.write(file, lines.subList(0, 4));
            assertTrue(log.verify().isPresent());
        }

        @Test
        void goesOnAfterALineThatThePowerWentAwayOn() throws Exception {
            log(1 << 20).note("first", FROM, "act", "done");
            Path file = folder.resolve("audit/audit.log");
            byte[] whole = Files.readAllBytes(file);
            for (int cut = 0; cut < whole.length; cut++) {
                byte[] torn = new byte[whole.length + cut];
                System.arraycopy(whole, 0, torn, 0, whole.length);
                System.arraycopy(whole, 0, torn, whole.length, cut);
                Files.write(file, torn);
                AuditLog log = log(1 << 20);
                log.note("second", FROM, "act", "done");
                assertEquals(Optional.empty(), log.verify());
                assertEquals(
                        List.of("second", "first"),
                        log.newest(9).stream().map(AuditLog.Entry::who).toList());
            }
        }

        @Test
        void keepsTenFilesAndItsChain() throws Exception {
            AuditLog log = log(400);
            for (int i = 0; i < 60; i++) {
                log.note("user" + i, FROM, "act", "done");
            }
            try (Stream<Path> files = Files.list(folder.resolve("audit"))) {
                assertEquals(10, files.count());
            }
            assertEquals(Optional.empty(), log.verify());
            assertEquals(Optional.empty(), log(400).verify());
        }
    }
}
