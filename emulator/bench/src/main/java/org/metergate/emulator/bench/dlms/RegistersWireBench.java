package org.metergate.emulator.bench.dlms;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.dlms.Answer;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.DlmsReading;
import org.metergate.dlms.DlmsSession;
import org.metergate.dlms.DlmsSettings;
import org.metergate.dlms.Plan;
import org.metergate.emulator.bench.WireBench;
import org.metergate.emulator.bench.WireTime;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.model.ObisCode;
import org.metergate.settings.Properties;

/**
 * Twenty registers over HDLC at 9600 baud, 50 ms turnaround. Cold: connection, association, values, with a plan learnt
 * before; warm: values alone. The naive reading asks for every value and every scaler by itself.
 */
public final class RegistersWireBench implements WireBench {
    private static final ByteTiming TIMING = new ByteTiming(9600, 10);
    private static final Duration TURNAROUND = Duration.ofMillis(50);
    private static final Duration COLD = Duration.ofMillis(950);
    private static final Duration WARM = Duration.ofMillis(550);
    private static final List<String> CODES = List.of(
            "1.8.0", "2.8.0", "3.8.0", "4.8.0", "32.7.0", "52.7.0", "72.7.0", "31.7.0", "51.7.0", "71.7.0", "36.7.0",
            "56.7.0", "76.7.0", "16.7.0", "131.7.0", "151.7.0", "171.7.0", "191.7.0", "14.7.0", "1.8.0");

    @Override
    public String name() {
        return "dlms registers";
    }

    @Override
    public List<WireTime> measure() throws Exception {
        MeasuredLine line = new MeasuredLine(TIMING, TURNAROUND);
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
        SiteBuilding building = new SiteBuilding(Site.from(new Properties(Map.of())));
        DlmsMeter meter = new DlmsMeter(building, clock, DlmsMeter.Identity.of(DlmsMeter.Transport.HDLC, "10000001"));
        Thread thread = new Thread(() -> serve(meter, line), "bench-meter");
        thread.setDaemon(true);
        thread.start();
        try {
            Plan plan = new Plan();
            DlmsSession first = session(line, plan);
            read(first);
            first.close();
            line.lap();
            DlmsSession session = session(line, plan);
            read(session);
            Duration coldBytes = line.bytesAlone();
            Duration cold = line.lap();
            read(session);
            Duration warmBytes = line.bytesAlone();
            Duration warm = line.lap();
            Duration naive = naive(line);
            return List.of(
                    result("cold", cold, coldBytes.plus(TURNAROUND.multipliedBy(3)), COLD, naive),
                    result("warm", warm, warmBytes.plus(TURNAROUND), WARM, naive));
        } finally {
            thread.interrupt();
        }
    }

    private static WireTime result(String way, Duration measured, Duration wire, Duration most, Duration naive)
            throws IOException {
        if (measured.compareTo(most) > 0) {
            throw new IOException(way + " takes " + measured + ", more than " + most);
        }
        return new WireTime(
                String.format(
                        "20 registers, 9600 baud, %s (naive one by one %.3f s, %.1f times as long)",
                        way, naive.toNanos() / 1e9, (double) naive.toNanos() / measured.toNanos()),
                WireTime.Kind.EMULATED,
                measured,
                wire,
                1.05);
    }

    /** A session for each value: connection and association once, then every scaler and every value by itself. */
    private static Duration naive(MeasuredLine line) throws Exception {
        line.lap();
        DlmsSession session = session(line, new Plan());
        for (String code : CODES) {
            for (int attribute : new int[] {3, 2}) {
                session.fetch(attribute(code, attribute), Optional.empty());
            }
        }
        return line.lap();
    }

    private static void serve(DlmsMeter meter, MeasuredLine line) {
        try {
            meter.serve(line);
        } catch (IOException e) {
            // the bench is over
        }
    }

    private static DlmsSession session(MeasuredLine line, Plan plan) {
        DlmsSettings settings = new DlmsSettings(
                DlmsSettings.Transport.HDLC,
                16,
                1,
                17,
                0,
                DlmsSettings.Authentication.NONE,
                "",
                512,
                Duration.ofSeconds(5),
                0,
                Duration.ofSeconds(5));
        return new DlmsSession(line, settings, plan, Optional.empty(), new SecureRandom());
    }

    private static CosemAttribute attribute(String code, int attribute) {
        return new CosemAttribute(3, ObisCode.parse("1-0:" + code + "*255"), attribute);
    }

    private static void read(DlmsSession session) throws Exception {
        List<CosemAttribute> wanted = new ArrayList<>();
        CODES.forEach(code -> wanted.add(attribute(code, 2)));
        for (DlmsReading reading : session.read(wanted)) {
            if (!(reading.answer() instanceof Answer.Measured)) {
                throw new IOException(reading.attribute() + ": " + reading.answer());
            }
        }
    }
}
