package org.metergate.driver.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.MovedClock;
import org.metergate.testkit.ScriptedLine;
import org.metergate.testkit.ScriptedLines;

class OpticalDriverTest {
    private static final Instant GATEWAY_TIME = Instant.parse("2026-11-23T21:00:09Z");
    private static final Instant METER_TIME = Instant.parse("2026-11-23T21:00:03Z");

    private final ScriptedLine line = new ScriptedLine();
    private final ScriptedLines lines = new ScriptedLines(line);

    private OpticalDriver driver(Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(Map.of("line", "tcp://meter:4059", "attempts", 1));
        values.putAll(more);
        return new OpticalDriver(lines, PlainCrypto.CRYPTO, values, new MovedClock(GATEWAY_TIME), length -> {});
    }

    private static ChannelRecord channel(String name, DataType type, String address) {
        ChannelRecord record = ChannelRecord.createReadRecord(name, type);
        record.setChannelConfig(address.isEmpty() ? Map.of() : Map.of("address", address));
        return record;
    }

    private static String message(String block) {
        int check = 0;
        String text = block + "!\r\n\u0003";
        for (byte character : text.getBytes(StandardCharsets.US_ASCII)) {
            check ^= character;
        }
        return "\u0002" + text + (char) check;
    }

    private void answers(String block) {
        line.expectText("/?!\r\n")
                .replyText("/MTG5ident\r\n")
                .expectText("\u0006050\r\n")
                .replyText(message(block));
    }

    private static String reason(ChannelRecord record) {
        assertEquals(ChannelFlag.FAILURE, record.getChannelStatus().getChannelFlag());
        return record.getChannelStatus().getExceptionMessage();
    }

    @Nested
    class Reading {
        @Test
        void costsOneReadoutForAllChannels() {
            answers("0.0.0(4711)\r\n0.9.1(210003)\r\n0.9.2(261123)\r\n1.8.0(001234.567*kWh)\r\n");
            ChannelRecord energy = channel("import", DataType.DOUBLE, "1-0:1.8.0*255");
            ChannelRecord serial = channel("serial", DataType.STRING, "0.0.0");
            driver(Map.of()).read(List.of(energy, serial));
            line.assertPlayedOut();
            assertEquals(1_234_567.0, energy.getValue().getValue());
            assertEquals("Wh", energy.getUnit());
            assertEquals(METER_TIME.toEpochMilli(), energy.getTimestamp());
            assertEquals(ChannelFlag.SUCCESS, energy.getChannelStatus().getChannelFlag());
            assertEquals("4711", serial.getValue().getValue());
            assertEquals(METER_TIME.toEpochMilli(), serial.getTimestamp());
        }

        @Test
        void takesTheMetersZone() {
            answers("0.9.1(220003)\r\n0.9.2(261123)\r\n1.8.0(1*kWh)\r\n");
            ChannelRecord energy = channel("import", DataType.DOUBLE, "1.8.0");
            driver(Map.of("zone", "Europe/Vienna")).read(List.of(energy));
            assertEquals(METER_TIME.toEpochMilli(), energy.getTimestamp());
        }

        @Test
        void takesTheGatewaysTimeIfTheMeterHasNone() {
            answers("1.8.0(1*kWh)\r\n");
            ChannelRecord energy = channel("import", DataType.DOUBLE, "1.8.0");
            driver(Map.of()).read(List.of(energy));
            assertEquals(GATEWAY_TIME.toEpochMilli(), energy.getTimestamp());
        }

        @Test
        void failsOneBadChannelAndNotItsNeighbours() {
            answers("1.8.0(1*kWh)\r\n2.8.0(0A1*kWh)\r\n");
            ChannelRecord good = channel("import", DataType.DOUBLE, "1.8.0");
            ChannelRecord letters = channel("export", DataType.DOUBLE, "2.8.0");
            ChannelRecord absent = channel("U1", DataType.DOUBLE, "32.7.0");
            ChannelRecord unset = channel("U2", DataType.DOUBLE, "");
            driver(Map.of()).read(List.of(letters, absent, unset, good));
            assertEquals(1000.0, good.getValue().getValue());
            assertTrue(reason(letters).contains("'0A1*kWh', which is no number"), reason(letters));
            assertTrue(reason(absent).contains("shows no register 32.7.0; it shows 1.8.0 2.8.0"), reason(absent));
            assertTrue(reason(unset).contains("address: is missing"), reason(unset));
        }

        @Test
        void namesMeterAndLineThatAreSilent() {
            line.expectText("/?4711!\r\n").silence();
            ChannelRecord energy = channel("import", DataType.DOUBLE, "1.8.0");
            driver(Map.of("device.address", "4711")).read(List.of(energy));
            assertTrue(
                    reason(energy).startsWith("optical meter 4711 on tcp://meter:4059: no byte came"), reason(energy));
            assertEquals(GATEWAY_TIME.toEpochMilli(), energy.getTimestamp());
        }

        @Test
        void namesMeterAndLineThatSendNonsense() {
            line.expectText("/?!\r\n")
                    .replyText("/MTG5ident\r\n")
                    .expectText("\u0006050\r\n")
                    .replyText("\u00021.8.0(1*kWh)\r\n!\r\n\u0003!")
                    .expectText("\u0015")
                    .replyText("\u00021.8.0(1*kWh)\r\n!\r\n\u0003!")
                    .expectText("/?!\r\n") // who is there?
                    .replyText("/MTG5ident\r\n")
                    .silence();
            ChannelRecord energy = channel("import", DataType.DOUBLE, "1.8.0");
            driver(Map.of()).read(List.of(energy));
            assertTrue(
                    reason(energy).startsWith("optical meter on tcp://meter:4059: the block check does not hold"),
                    reason(energy));
        }

        @Test
        void recoversByItself() {
            line.expectText("/?!\r\n").breaks();
            answers("1.8.0(1*kWh)\r\n");
            OpticalDriver driver = driver(Map.of());
            ChannelRecord energy = channel("import", DataType.DOUBLE, "1.8.0");
            driver.read(List.of(energy));
            assertEquals(ChannelFlag.FAILURE, energy.getChannelStatus().getChannelFlag());
            driver.read(List.of(energy));
            assertEquals(ChannelFlag.SUCCESS, energy.getChannelStatus().getChannelFlag());
        }
    }

    @Nested
    class Settings {
        @Test
        void staysAliveAndSaysWhatIsWrong() {
            OpticalDriver driver = driver(Map.of("line", "COM1", "baud.max", 12, "zone", "Mars/Phobos"));
            ChannelRecord energy = channel("import", DataType.DOUBLE, "1.8.0");
            driver.read(List.of(energy));
            assertTrue(reason(energy).contains("line: 'COM1' is no line"), reason(energy));
            assertTrue(reason(energy).contains("baud.max: is '12'"), reason(energy));
            assertTrue(reason(energy).contains("zone: is 'Mars/Phobos'"), reason(energy));
            assertEquals(0, lines.openClaims());
        }

        @Test
        void startsWithoutDefaultsWhenTheyComeLater() {
            OpticalDriver driver =
                    new OpticalDriver(lines, PlainCrypto.CRYPTO, Map.of(), new MovedClock(GATEWAY_TIME), length -> {});
            driver.modified(Map.of("line", "tcp://meter:4059"));
            assertEquals(1, lines.openClaims());
            driver.stop();
            assertEquals(0, lines.openClaims());
        }

        @Test
        void keepsTheClaimWhenNothingChanged() {
            OpticalDriver driver = driver(Map.of());
            driver.modified(Map.of("line", "tcp://meter:4059", "attempts", "1"));
            assertEquals(1, lines.claimedWith().size());
            driver.modified(Map.of("line", "tcp://meter:4059", "format", "8N1", "baud.initial", 2400));
            assertEquals("2400 8N1", lines.claimedWith().get(1).toString());
            assertEquals(1, lines.openClaims());
        }

        @Test
        void failsReadsAfterTheStop() {
            OpticalDriver driver = driver(Map.of());
            driver.stop();
            ChannelRecord energy = channel("import", DataType.DOUBLE, "1.8.0");
            driver.read(List.of(energy));
            assertEquals("the driver was stopped", reason(energy));
        }

        @Test
        void offersChoicesAndDefaultsForEveryColumn() {
            List<Tad> columns = ((List<?>)
                            driver(Map.of()).getChannelDescriptor().getDescriptor())
                    .stream().map(Tad.class::cast).toList();
            assertEquals(
                    List.of("address", "kind", "command", "unit", "factor", "index", "selection", "profile", "write"),
                    columns.stream().map(Tad::getId).toList());
            Tad command = columns.get(2);
            assertEquals("READOUT", command.getDefault());
            assertEquals(
                    List.of("READOUT", "R1", "R2", "R3", "R4", "R5", "R6", "PROFILE"),
                    command.getOption().stream()
                            .map(option -> option.getValue())
                            .toList());
            assertEquals("R1: read", command.getOption().get(1).getLabel());
            assertEquals("NO", columns.get(8).getDefault());
        }
    }
}
