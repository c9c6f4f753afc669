package org.metergate.dlms;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Referencing;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.Pacer;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.MeterSecurity;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.model.ObisCode;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.ports.PortLines;

/** Emulated meters on real sockets, and sessions with them; closed all together. */
final class EmulatedMeters {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final String SECRET = "0123456789ABCDEF";
    static final byte[] TITLE = "MTG00001".getBytes(StandardCharsets.US_ASCII);
    static final byte[] CLIENT_TITLE = "MGT00001".getBytes(StandardCharsets.US_ASCII);

    /** One way to associate. */
    record Way(
            Transport transport,
            Referencing referencing,
            Authentication authentication,
            int suite,
            Security.Policy policy,
            boolean dedicated,
            boolean general) {

        static Way plain(Transport transport, Authentication authentication) {
            return new Way(transport, Referencing.LOGICAL_NAME, authentication, 0, Security.Policy.NONE, false, false);
        }

        static Way secured(Transport transport) {
            return new Way(
                    transport,
                    Referencing.LOGICAL_NAME,
                    Authentication.HIGH_GMAC,
                    0,
                    Security.Policy.AUTHENTICATED_ENCRYPTED,
                    false,
                    false);
        }
    }

    /** Key pairs of both sides on the curve of a suite. */
    record Pairs(KeyPair client, KeyPair meter) {
        static final List<Pairs> OF_SUITE = List.of(of("secp256r1"), of("secp256r1"), of("secp384r1"));

        private static Pairs of(String curve) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec(curve));
                return new Pairs(generator.generateKeyPair(), generator.generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    final PortLines lines = new PortLines();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(lines));
    InvocationCounter counter = InvocationCounter.ofNothing(100);

    void close() throws Exception {
        for (int index = open.size() - 1; index >= 0; index--) {
            open.get(index).close();
        }
    }

    static Keys keys(int suite, int fill) {
        byte[] key = new byte[suite == 2 ? 32 : 16];
        Arrays.fill(key, (byte) fill);
        byte[] authentication = key.clone();
        authentication[0]++;
        return new Keys(key, Optional.of(authentication));
    }

    static MeterSecurity securityOf(Way way) {
        Keys keys = keys(way.suite(), 7);
        Pairs pairs = Pairs.OF_SUITE.get(way.suite());
        return new MeterSecurity(
                MeterSecurity.Level.valueOf(way.authentication().name()),
                way.authentication() == Authentication.NONE ? "" : SECRET,
                way.suite(),
                MeterSecurity.Policy.valueOf(way.policy().name()),
                TITLE,
                keys.encryption(),
                keys.authentication().orElseThrow(),
                keys(way.suite(), 3).encryption(),
                Optional.of(pairs.meter().getPrivate()),
                Optional.of(pairs.client().getPublic()),
                Optional.of(pairs.meter().getPrivate()),
                Optional.of(pairs.client().getPublic()));
    }

    /** Starts a meter that is secured as the way says. */
    TcpStation meter(Way way, MeterTraits traits, int maxPdu) throws Exception {
        return meter(way, traits, maxPdu, Fault.NONE, Clock.fixed(NOON, ZoneOffset.UTC), "UTC");
    }

    TcpStation meter(Way way, MeterTraits traits, int maxPdu, Fault fault, Clock clock, String zone) throws Exception {
        DlmsMeter.Identity identity = new DlmsMeter.Identity(
                DlmsMeter.Transport.valueOf(way.transport().name()),
                1,
                17,
                16,
                "",
                maxPdu,
                "10000001",
                ZoneId.of(zone));
        DlmsMeter meter =
                new DlmsMeter(building(), clock, identity, traits.with(securityOf(way)), new Random(20261128));
        TcpStation station = TcpStation.open("emulated", PortSettings.network(0), meter, fault, Pacer.REAL);
        open.add(station);
        return station;
    }

    static Security security(Way way, Keys keys) {
        Pairs pairs = Pairs.OF_SUITE.get(way.suite());
        return new Security(
                way.suite(),
                way.policy(),
                CLIENT_TITLE,
                Optional.of(keys),
                way.dedicated(),
                way.general(),
                Optional.of(new Security.Signing(
                        pairs.client().getPrivate(), pairs.meter().getPublic())),
                Optional.empty(),
                Security.USUAL_COUNTER);
    }

    DlmsSession session(TcpStation station, Way way) {
        return session(station.address(), way, security(way, keys(way.suite(), 7)), SECRET, Plan.forOneAssociation());
    }

    DlmsSession session(String address, Way way, Security security, String password, Plan plan) {
        return session(address, way, security, password, plan, DlmsSettings.Services.USUAL);
    }

    DlmsSession session(
            String address, Way way, Security security, String password, Plan plan, DlmsSettings.Services services) {
        DlmsSettings settings = new DlmsSettings(
                new DlmsSettings.Addressing(way.transport(), 1, 1, way.transport() == Transport.HDLC ? 17 : 0, 0),
                new DlmsSettings.Access(
                        way.authentication(),
                        way.authentication() == Authentication.NONE ? "" : password,
                        security,
                        way.referencing()),
                new DlmsSettings.Hdlc(512, 1, 1),
                services,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5));
        DlmsSession session = new DlmsSession(
                lines.claim(LineAddress.parse(address), new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1)),
                settings,
                plan,
                Optional.of(counter),
                new Random(1));
        open.add(session);
        return session;
    }

    static Building building() {
        return time -> {
            Building.Phase phase = new Building.Phase(230.04, 1.234, 100, 12.6, List.of());
            return new Building.State(
                    time,
                    List.of(phase, phase, phase),
                    49.987,
                    time.getEpochSecond() / 900.0,
                    42.2,
                    3.999,
                    1_000_000.5,
                    new Building.Heat(0, 0, 0, 0, 0, 0),
                    new Building.Water(0, 0));
        };
    }

    static CosemAttribute register(String code) {
        return new CosemAttribute(3, ObisCode.parse("1-0:" + code + "*255"), 2);
    }
}
