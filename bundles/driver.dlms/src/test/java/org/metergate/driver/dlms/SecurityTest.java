package org.metergate.driver.dlms;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.dlms.Rig.assertRight;
import static org.metergate.driver.dlms.Rig.usual;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.kura.channel.ChannelRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
import org.metergate.emulator.meters.dlms.MeterSecurity;
import org.metergate.emulator.meters.dlms.MeterSecurity.Level;
import org.metergate.emulator.meters.dlms.MeterSecurity.Policy;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.transport.LineAddress;

/** Every level of authentication, suite and policy, by logical and short names, over HDLC and the wrapper. */
@Timeout(60)
class SecurityTest {
    private static final byte[] TITLE = "MTG04711".getBytes(StandardCharsets.US_ASCII);
    private static final String SECRET = "0123456789ABCDEF";
    private static final String LONG_KEY = Rig.KEY + Rig.TAG_KEY;

    @TempDir
    private Path folder;

    private Rig rig;

    @BeforeEach
    void set() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    /** One way to associate. */
    record Way(Transport transport, Level level, int suite, Policy policy, Map<String, Object> more) {}

    static Stream<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (Level level : Level.values()) {
            int suite = level == Level.HIGH_ECDSA ? 1 : 0;
            for (Transport transport : Transport.values()) {
                ways.add(new Way(transport, level, suite, Policy.NONE, Map.of()));
                if (level != Level.HIGH_ECDSA && level != Level.HIGH_GMAC) {
                    ways.add(new Way(transport, level, 0, Policy.NONE, Map.of("referencing", "SHORT_NAME")));
                }
            }
        }
        for (int suite = 0; suite <= 2; suite++) {
            for (Policy policy : Policy.values()) {
                if (policy != Policy.NONE) {
                    ways.add(new Way(Transport.WRAPPER, Level.HIGH_GMAC, suite, policy, Map.of()));
                    ways.add(new Way(Transport.HDLC, Level.LOW, suite, policy, Map.of()));
                }
            }
        }
        Policy both = Policy.AUTHENTICATED_ENCRYPTED;
        ways.add(new Way(Transport.WRAPPER, Level.HIGH_ECDSA, 2, both, Map.of()));
        ways.add(new Way(Transport.WRAPPER, Level.HIGH_GMAC, 0, both, Map.of("dedicated.ciphering", true)));
        ways.add(new Way(Transport.HDLC, Level.HIGH_GMAC, 0, both, Map.of("general.ciphering", true)));
        ways.add(new Way(
                Transport.WRAPPER,
                Level.HIGH_GMAC,
                1,
                both,
                Map.of("general.ciphering", true, "dedicated.ciphering", true)));
        ways.add(new Way(Transport.HDLC, Level.HIGH_GMAC, 0, both, Map.of("general.key", "IDENTIFIED")));
        ways.add(new Way(Transport.WRAPPER, Level.HIGH_GMAC, 0, both, Map.of("general.key", "WRAPPED")));
        ways.add(new Way(Transport.HDLC, Level.HIGH_ECDSA, 1, both, Map.of("general.key", "ONE_PASS")));
        ways.add(new Way(Transport.WRAPPER, Level.LOW, 2, both, Map.of("general.key", "STATIC_UNIFIED")));
        ways.add(new Way(Transport.WRAPPER, Level.LOW, 0, Policy.NONE, Map.of("general.blocks", 4)));
        return ways.stream();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void isReadWithTheRightSettings(Way way) throws Exception {
        KeyPair own = pair(way.suite());
        KeyPair meters = pair(way.suite());
        Map<String, Object> settings = new HashMap<>(way.more());
        settings.put("transport", way.transport().name());
        settings.put("authentication", way.level().name());
        settings.put("security.suite", way.suite());
        settings.put("security.policy", way.policy().name());
        settings.put("client.address", 1);
        settings.put("password", SECRET + "-enciphered");
        String key = way.suite() == 2 ? LONG_KEY : Rig.KEY;
        String tagKey = way.suite() == 2 ? Rig.TAG_KEY + Rig.KEY : Rig.TAG_KEY;
        if (way.policy() != Policy.NONE || way.level() == Level.HIGH_GMAC) {
            settings.put("key.encryption", key + "-enciphered");
            settings.put("key.authentication", tagKey + "-enciphered");
        }
        if (way.level() == Level.HIGH_ECDSA) {
            settings.put(
                    "key.signing",
                    Base64.getEncoder().encodeToString(own.getPrivate().getEncoded()) + "-enciphered");
            settings.put(
                    "meter.publickey",
                    Base64.getEncoder().encodeToString(meters.getPublic().getEncoded()));
        }
        if (way.more().containsKey("general.key")) {
            settings.put("key.master", key + "-enciphered");
            settings.put(
                    "key.agreement",
                    Base64.getEncoder().encodeToString(own.getPrivate().getEncoded()) + "-enciphered");
            settings.put(
                    "meter.agreementkey",
                    Base64.getEncoder().encodeToString(meters.getPublic().getEncoded()));
        }
        MeterSecurity security = new MeterSecurity(
                way.level(),
                SECRET,
                way.suite(),
                way.policy(),
                TITLE,
                HexFormat.of().parseHex(key),
                HexFormat.of().parseHex(tagKey),
                HexFormat.of().parseHex(key),
                Optional.of(meters.getPrivate()),
                Optional.of(own.getPublic()),
                Optional.of(meters.getPrivate()),
                Optional.of(own.getPublic()));
        MeterTraits secured = MeterTraits.USUAL.with(security);
        MeterTraits traits = way.more().containsKey("general.blocks") ? secured.withGeneralBlocks() : secured;
        String line = rig.meter(DlmsMeter.Identity.of(way.transport(), "4711"), traits);
        List<Object> more = new ArrayList<>();
        settings.forEach((name, value) -> more.addAll(List.of(name, value)));
        DlmsDriver driver = rig.driver(line, more.toArray());
        for (int poll = 0; poll < 2; poll++) {
            List<ChannelRecord> records = usual();
            driver.read(records);
            assertRight(records);
        }
    }

    private static KeyPair pair(int suite) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(suite == 2 ? "secp384r1" : "secp256r1"));
        return generator.generateKeyPair();
    }

    @Test
    void tracesNoPassword() throws Exception {
        MeterSecurity security = MeterSecurity.plain(Level.LOW, SECRET, TITLE);
        String line = rig.meter(DlmsMeter.Identity.of(Transport.WRAPPER, "4711"), MeterTraits.USUAL.with(security));
        rig.driver(line, "authentication", "LOW", "client.address", 1, "password", SECRET)
                .read(usual());
        var trace = rig.lines.trace(LineAddress.parse(line));
        assertTrue(trace.size() >= 4, "request and answer");
        assertTrue(trace.stream().anyMatch(entry -> entry.text().contains("**")), "it is masked");
        String secret =
                HexFormat.ofDelimiter(" ").withUpperCase().formatHex(SECRET.getBytes(StandardCharsets.US_ASCII));
        assertTrue(trace.stream().noneMatch(entry -> entry.text().contains(secret)), "it is nowhere");
    }

    @Test
    void namesKeysThatAreNoneAndTellsNothingOfThem() {
        List<ChannelRecord> records = usual();
        rig.driver(
                        "tcp://127.0.0.1:1",
                        "security.policy",
                        "AUTHENTICATED_ENCRYPTED",
                        "key.encryption",
                        "0011223344556677-enciphered",
                        "key.authentication",
                        "XYZ1223344556677-enciphered")
                .read(records);
        String error = Rig.reason(records.get(0));
        assertTrue(
                error.contains("key.encryption: has 16 hexadecimal digits; keys of security.suite 0 have 32"), error);
        assertTrue(error.contains("key.authentication: holds characters that are no hexadecimal digits"), error);
        assertFalse(error.contains("0011") || error.contains("XYZ"), error);
    }

    @Test
    void namesKeysAndPasswordsThatAreMissing() {
        for (var one : Map.of(
                        List.<Object>of("authentication", "HIGH_GMAC"),
                        "key.encryption: is missing; authentication HIGH_GMAC needs one",
                        List.<Object>of("authentication", "HIGH_SHA256"),
                        "password: is missing; authentication HIGH_SHA256 needs one",
                        List.<Object>of("authentication", "HIGH_ECDSA"),
                        "security.suite: is 0; authentication HIGH_ECDSA needs suite 1 or 2",
                        List.<Object>of("security.policy", "ENCRYPTED"),
                        "key.encryption: is missing; security.policy ENCRYPTED needs one",
                        List.<Object>of("general.key", "WRAPPED"),
                        "key.master: is missing; general.key WRAPPED needs one",
                        List.<Object>of("general.key", "STATIC_UNIFIED"),
                        "security.suite: is 0; general.key STATIC_UNIFIED needs suite 1 or 2",
                        List.<Object>of("general.key", "ONE_PASS", "security.suite", 1),
                        "key.signing: is missing; general.key ONE_PASS needs one",
                        List.<Object>of("client.title", "short"),
                        "client.title: is 'short'; expected 16 hexadecimal digits")
                .entrySet()) {
            List<ChannelRecord> records = usual();
            rig.driver("tcp://127.0.0.1:1", one.getKey().toArray()).read(records);
            assertTrue(Rig.reason(records.get(0)).contains(one.getValue()), Rig.reason(records.get(0)));
        }
    }
}
