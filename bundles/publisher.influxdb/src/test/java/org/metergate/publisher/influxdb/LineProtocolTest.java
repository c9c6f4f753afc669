package org.metergate.publisher.influxdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metergate.publisher.outbox.Point;
import org.metergate.publisher.outbox.WireRecords;

class LineProtocolTest {

    private static final Instant TIME = Instant.ofEpochMilli(1_764_000_000_123L);

    private final LineProtocol protocol = new LineProtocol("meter", Map.of("site", "north", "area", "a b"));

    @Test
    void writesNumbersAsFloatsWithSortedTags() {
        assertEquals(
                "meter,area=a\\ b,channel=import,meter=main,site=north,unit=kWh value=1234.567 1764000000123",
                protocol.line("main", Point.good("import", 1234.567, "kWh", TIME)));
        assertEquals(
                "meter,area=a\\ b,channel=n,meter=main,site=north value=230 1764000000123",
                protocol.line("main", Point.good("n", 230, "", TIME)));
        assertEquals(
                "meter,area=a\\ b,channel=n,meter=main,site=north value=10000000000 1764000000123",
                protocol.line("main", Point.good("n", 1e10, "", TIME)));
    }

    @Test
    void givesTextsFlagsAndBytesFieldsOfTheirOwn() {
        LineProtocol bare = new LineProtocol("meter", Map.of());
        assertEquals(
                "meter,channel=s,meter=m text=\"a \\\"b\\\" \\\\ c d\" 1764000000123",
                bare.line("m", Point.good("s", "a \"b\" \\ c\nd", "", TIME)));
        assertEquals(
                "meter,channel=s,meter=m flag=true 1764000000123", bare.line("m", Point.good("s", true, "", TIME)));
        assertEquals(
                "meter,channel=s,meter=m text=\"AQI=\" 1764000000123",
                bare.line("m", Point.good("s", new byte[] {1, 2}, "", TIME)));
    }

    @Test
    void writesFindingsAndScoresAsNumbersAndTexts() {
        LineProtocol bare = new LineProtocol("meter", Map.of());
        Map<String, Object> record = Map.of(
                "assetName",
                "m",
                "assetTimestamp",
                TIME.toEpochMilli(),
                "U2.anomaly",
                0.97,
                "finding.cause",
                "PHASE_LOSS",
                "finding.channel",
                "",
                "finding.severity",
                0.99,
                "finding.start",
                1_768_348_800_000L,
                "finding.start_timestamp",
                TIME.toEpochMilli());
        assertEquals(
                List.of(
                        "meter,channel=U2.anomaly,meter=m value=0.97 1764000000123",
                        "meter,channel=finding.cause,meter=m text=\"PHASE_LOSS\" 1764000000123",
                        "meter,channel=finding.channel,meter=m text=\"\" 1764000000123",
                        "meter,channel=finding.severity,meter=m value=0.99 1764000000123",
                        "meter,channel=finding.start,meter=m value=1768348800000 1764000000123"),
                WireRecords.reading(record, TIME, name -> true).points().stream()
                        .map(point -> bare.line("m", point))
                        .toList());
    }

    @Test
    void writesWhyThereIsNoValue() {
        assertEquals(
                "meter,channel=U1,meter=m error=\"no answer\" 1764000000123",
                new LineProtocol("meter", Map.of()).line("m", Point.bad("U1", "no answer", TIME)));
    }

    @Test
    void escapesWhatNamesMayHold() {
        assertEquals(
                "me\\,te\\ r,channel=a\\=b\\,c\\ d/e_f,meter=\u00e4\"x value=1 1764000000123",
                new LineProtocol("me,te r", Map.of()).line("\u00e4\"x", Point.good("a=b,c d\\e\nf", 1, "", TIME)));
    }

    @Test
    void cutsTextsThatNoServerTakes() {
        String line = new LineProtocol("meter", Map.of()).line("m", Point.good("s", "€".repeat(100_000), "", TIME));
        assertEquals(true, line.getBytes(StandardCharsets.UTF_8).length < 65_536);
    }
}
