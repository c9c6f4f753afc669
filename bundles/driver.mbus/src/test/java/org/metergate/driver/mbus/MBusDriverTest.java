package org.metergate.driver.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValues;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.testkit.MovedClock;
import org.metergate.testkit.ScriptedLine;
import org.metergate.testkit.ScriptedLines;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;

class MBusDriverTest {
    private static final String HEAT = Hex.text(Hex.frame(MBusDriverTest.class, "heat-meter-worked-by-hand.hex"));
    private static final Map<String, Object> SETTINGS =
            Map.of("line", "tcp://meter:4059", "baud", 2400, "retries", "0", "zone", "UTC");

    private final ScriptedLine line = new ScriptedLine(new LineAddress.Tcp("meter", 4059));
    private final ScriptedLines lines = new ScriptedLines(line);
    private final MovedClock clock = MovedClock.at("2026-11-23T21:00:05Z");
    private final MBusDriver driver = new MBusDriver(lines, PlainCrypto.CRYPTO, SETTINGS, clock, Optional.empty());

    private static ChannelRecord channel(String meter, String record, DataType type) {
        ChannelRecord channel = ChannelRecord.createReadRecord(record, type);
        channel.setChannelConfig(Map.of("meter", meter, "record", record));
        return channel;
    }

    private static String failure(ChannelRecord record) {
        assertEquals(ChannelFlag.FAILURE, record.getChannelStatus().getChannelFlag());
        return record.getChannelStatus().getExceptionMessage();
    }

    private void meterFiveAnswers() {
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(HEAT);
    }

    /** The first time it must also answer to its own secondary address. */
    private void meterFiveIsMet() {
        meterFiveAnswers();
        line.expect("68 0B 0B 68 53 FD 52 45 23 01 00 24 40 01 04 74 16").reply("E5");
    }

    @Test
    void oneReadoutServesAllChannelsOfAMeterWithTheMetersOwnTime() {
        meterFiveIsMet();
        ChannelRecord energy = channel("5", "Energy", DataType.DOUBLE);
        ChannelRecord old = channel("5", "energy, storage=1", DataType.LONG);
        ChannelRecord number = channel("5", "Fabrication No", DataType.STRING);
        ChannelRecord second = channel("5", "#0", DataType.DOUBLE);
        driver.read(List.of(energy, old, number, second));
        assertEquals(TypedValues.newDoubleValue(1234000), energy.getValue());
        assertEquals("Wh", energy.getUnit());
        assertEquals(Instant.parse("2026-11-23T21:00:03Z").toEpochMilli(), energy.getTimestamp());
        assertEquals(TypedValues.newLongValue(1000000), old.getValue());
        assertEquals(TypedValues.newStringValue("00012345"), number.getValue());
        assertEquals(energy.getValue(), second.getValue());
        line.assertPlayedOut();
    }

    @Test
    void digitsThatAreNoneGiveNoValueAndLeaveTheNeighboursAlone() {
        meterFiveIsMet();
        ChannelRecord volume = channel("5", "Volume", DataType.DOUBLE);
        ChannelRecord energy = channel("5", "Energy", DataType.DOUBLE);
        driver.read(List.of(volume, energy));
        assertTrue(failure(volume).contains("0000EEEE"), failure(volume));
        assertEquals(ChannelFlag.SUCCESS, energy.getChannelStatus().getChannelFlag());
    }

    @Test
    void aMissingRecordNamesThoseThatThereAre() {
        meterFiveIsMet();
        ChannelRecord pressure = channel("5", "Pressure", DataType.DOUBLE);
        driver.read(List.of(pressure));
        assertTrue(failure(pressure).contains("#0 Energy"), failure(pressure));
    }

    @Test
    void aSilentMeterDoesNotCostTheOthersTheirValues() {
        line.expect("10 40 04 44 16").silence();
        meterFiveIsMet();
        ChannelRecord silent = channel("4", "Energy", DataType.DOUBLE);
        ChannelRecord energy = channel("5", "Energy", DataType.DOUBLE);
        driver.read(List.of(silent, energy));
        assertTrue(failure(silent).startsWith("M-Bus meter 4 on tcp://meter:4059: no answer ("), failure(silent));
        assertEquals(TypedValues.newDoubleValue(1234000), energy.getValue());
        line.assertPlayedOut();
    }

    @Test
    void aWrongChannelFailsAloneAndSaysWhatWouldBeRight() {
        meterFiveIsMet();
        ChannelRecord wrong = channel("five", "Energy,colour=red", DataType.DOUBLE);
        ChannelRecord energy = channel("5", "Energy", DataType.DOUBLE);
        driver.read(List.of(wrong, energy));
        assertTrue(failure(wrong).contains("expected a primary address like 5"), failure(wrong));
        assertTrue(failure(wrong).contains("expected #3, Energy"), failure(wrong));
        assertEquals(ChannelFlag.SUCCESS, energy.getChannelStatus().getChannelFlag());
    }

    @Test
    void resetsTheLinkAfterOthersUsedTheLine() {
        meterFiveIsMet();
        meterFiveAnswers();
        line.expect("10 5B 05 60 16").reply(HEAT); // the very same answer is asked for again
        driver.read(List.of(channel("5", "Energy", DataType.DOUBLE)));
        line.lentToOthers();
        driver.read(List.of(channel("5", "Energy", DataType.DOUBLE)));
        line.assertPlayedOut();
    }

    @Test
    void wrongSettingsAreAStateThatEveryRecordTells() {
        driver.modified(Map.of("line", "meter:4059", "baud", 100));
        ChannelRecord energy = channel("5", "Energy", DataType.DOUBLE);
        driver.read(List.of(energy));
        assertTrue(failure(energy).contains("tcp://host:port"), failure(energy));
        assertTrue(failure(energy).contains("baud"), failure(energy));
        assertEquals(0, lines.openClaims());
    }

    @Test
    void logsWrongSettingsUnderTheNameOfTheInstance() {
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            driver.modified(Map.of("kura.service.pid", "cellar", "line", "meter:4059"));
        } finally {
            System.setErr(usual);
        }
        String text = log.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("cellar reads nothing, its settings are wrong: line: "), text);
    }

    @Test
    void equalSettingsKeepTheClaimAndNewOnesMakeANewOne() {
        driver.modified(SETTINGS);
        assertEquals(1, lines.claimedWith().size());
        driver.modified(Map.of("line", "tcp://meter:4059", "parity", "none", "baud", 9600));
        assertEquals(
                new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1),
                lines.claimedWith().get(1));
        assertEquals(1, lines.openClaims());
        driver.deactivate();
        assertEquals(0, lines.openClaims());
    }
}
