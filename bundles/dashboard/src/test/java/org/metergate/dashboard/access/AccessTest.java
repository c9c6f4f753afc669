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

    @Nested
    class TheFirstPassword {

        private Path file;

        @BeforeEach
        void write() throws IOException {
            file = FirstPassword.write(folder, password);
        }

        @Test
        void isForgottenWhenItIsChanged() throws Exception {
            Identity admin = login().identity();
            opened().begin();
            assertTrue(Files.exists(file));
            access.changePassword(admin, password.toCharArray(), "a better secret".toCharArray(), FROM);
            assertFalse(Files.exists(file));
        }

        @Test
        void isForgottenWhenItIsResetOrItsUserGoes() throws Exception {
            Identity admin = login().identity();
            access.resetPassword(admin, FROM, "admin");
            assertFalse(Files.exists(file));
            FirstPassword.write(folder, password);
            access.createUser(admin, FROM, "eve", Role.ADMINISTRATOR);
            access.deleteUser(admin, FROM, "admin");
            assertFalse(Files.exists(file));
        }

        @Test
        void isForgottenAtTheNextStartIfThatFailedBefore() throws Exception {
            Identity admin = login().identity();
            access.changePassword(admin, password.toCharArray(), "a better secret".toCharArray(), FROM);
            FirstPassword.write(folder, password);
            opened().begin();
            assertFalse(Files.exists(file));
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

        private Path place;

        @BeforeEach
        void place() {
            place = folder.resolve("audit");
        }

        private AuditLog begun(int bytes) throws IOException {
            return AuditLog.begin(place, clock, key, bytes);
        }

        private AuditLog again(int bytes) throws IOException {
            return AuditLog.open(place, clock, key, bytes);
        }

        private AuditLog noted(int bytes, int acts) throws IOException {
            AuditLog log = begun(bytes);
            for (int i = 0; i < acts; i++) {
                log.note("user" + i, FROM, "act", "done");
            }
            return log;
        }

        @Test
        void notesLogins() throws Exception {
            assertThrows(RefusedException.class, () -> access.login("eve", "guess".toCharArray(), FROM));
            Act act = access.acts(1).get(0);
            assertEquals("eve", act.who());
            assertEquals(FROM, act.from());
            assertEquals("login", act.what());
            assertEquals("user or password is wrong", act.outcome());
            assertEquals(Optional.empty(), access.tampered());
        }

        @Test
        void findsALineThatWasChangedOrTakenOut() throws Exception {
            AuditLog log = noted(1 << 20, 5);
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
            assertEquals(Optional.of("audit.log:1: lines are missing before it"), log.verify());
            Files.write(
                    file,
                    Stream.concat(lines.stream().limit(2), lines.stream().skip(3))
                            .toList());
            assertEquals(Optional.of("audit.log:3"), log.verify());
        }

        @Test
        void missesLinesThatWereCutOffTheEnd() throws Exception {
            noted(1 << 20, 5);
            Path file = place.resolve("audit.log");
            List<String> lines = Files.readAllLines(file);
            Files.write(file, lines.subList(0, 3));
            AuditLog log = again(1 << 20);
            assertEquals(Optional.of("audit.log: lines are missing at the end"), log.verify());
            log.note("later", FROM, "act", "done");
            assertEquals(Optional.of("audit.log:4"), log.verify());
            assertEquals(6, log.newest(1).get(0).number());
        }

        @Test
        void missesWholeFiles() throws Exception {
            noted(400, 60);
            for (String gone : List.of("audit.log", "audit.log.1", "audit.log.5", "audit.log.9")) {
                byte[] whole = Files.readAllBytes(place.resolve(gone));
                Files.delete(place.resolve(gone));
                assertTrue(again(400).verify().isPresent(), gone);
                Files.write(place.resolve(gone), whole);
                assertEquals(Optional.empty(), again(400).verify());
            }
            for (int i = 9; i >= 1; i--) {
                Files.delete(place.resolve("audit.log." + i));
            }
            Files.delete(place.resolve("audit.log"));
            assertEquals(
                    Optional.of("audit.log: lines are missing at the end"),
                    again(400).verify());
        }

        @Test
        void findsTheFirstLineThatIsKeptChanged() throws Exception {
            AuditLog log = noted(400, 60);
            Path file = place.resolve("audit.log.9");
            Files.writeString(file, Files.readString(file).replaceFirst("user\\d+", "other"));
            assertEquals(Optional.of("audit.log.9:1"), log.verify());
        }

        @Test
        void tellsForEverThatTheSealWasGoneOrForged() throws Exception {
            AuditLog log = noted(1 << 20, 5);
            Path seal = place.resolve("audit-seal.json");
            String sealed = Files.readString(seal);
            for (String damaged : List.of("", "{}", "nonsense", sealed.replace("\"newest\":5", "\"newest\":4"))) {
                Files.writeString(seal, damaged);
                assertTrue(log.verify().orElse("").startsWith("audit-seal.json"), damaged);
            }
            AuditLog later = again(1 << 20);
            assertEquals(Optional.of("audit.log:6: the seal was missing or had been changed"), later.verify());
            later.note("later", FROM, "act", "done");
            assertTrue(again(1 << 20).verify().isPresent());
        }

        @Test
        void goesOnWhenThePowerWentBetweenTheLineAndItsSeal() throws Exception {
            AuditLog log = noted(1 << 20, 3);
            byte[] sealed = Files.readAllBytes(place.resolve("audit-seal.json"));
            log.note("fourth", FROM, "act", "done");
            Files.write(place.resolve("audit-seal.json"), sealed);
            AuditLog later = again(1 << 20);
            assertEquals(Optional.empty(), later.verify());
            later.note("fifth", FROM, "act", "done");
            assertEquals(5, later.newest(1).get(0).number());
            assertEquals(Optional.empty(), later.verify());
        }

        @Test
        void goesOnWhenThePowerWentWhileFilesWereRotated() throws Exception {
            AuditLog log = noted(400, 60);
            byte[] oldest = Files.readAllBytes(place.resolve("audit.log.9"));
            String first = new String(oldest, StandardCharsets.UTF_8);
            for (int i = 0; Files.readString(place.resolve("audit.log.9")).equals(first); i++) {
                log.note("more" + i, FROM, "act", "done");
            }
            Files.write(
                    place.resolve("audit.log.9"),
                    (first + Files.readString(place.resolve("audit.log.9"))).getBytes(StandardCharsets.UTF_8));
            assertEquals(Optional.empty(), log.verify());
        }

        @Test
        void saysThatALogIsMissingWhereThereWereUsers() throws Exception {
            login();
            for (String name : List.of("audit.log", "audit-key.json", "audit-seal.json")) {
                Files.delete(folder.resolve(name));
            }
            Act first = opened().acts(1).get(0);
            assertEquals("begin an audit log", first.what());
            assertEquals("there were users already: what was noted before is missing", first.outcome());
        }

        @Test
        void goesOnAfterALineThatThePowerWentAwayOn() throws Exception {
            begun(1 << 20).note("first", FROM, "act", "done");
            byte[] sealed = Files.readAllBytes(place.resolve("audit-seal.json"));
            Path file = folder.resolve("audit/audit.log");
            byte[] whole = Files.readAllBytes(file);
            for (int cut = 0; cut < whole.length; cut++) {
                byte[] torn = new byte[whole.length + cut];
                System.arraycopy(whole, 0, torn, 0, whole.length);
                System.arraycopy(whole, 0, torn, whole.length, cut);
                Files.write(file, torn);
                Files.write(place.resolve("audit-seal.json"), sealed);
                AuditLog log = again(1 << 20);
                log.note("second", FROM, "act", "done");
                assertEquals(Optional.empty(), log.verify());
                assertEquals(
                        List.of("second", "first"),
                        log.newest(9).stream().map(Act::who).toList());
            }
        }

        @Test
        void keepsTenFilesAndItsChain() throws Exception {
            AuditLog log = noted(400, 60);
            try (Stream<Path> files = Files.list(folder.resolve("audit"))) {
                assertEquals(11, files.count()); // and the seal
            }
            assertEquals(Optional.empty(), log.verify());
            assertEquals(Optional.empty(), again(400).verify());
        }
    }
}
