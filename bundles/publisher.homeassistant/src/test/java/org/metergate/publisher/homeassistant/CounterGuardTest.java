package org.metergate.publisher.homeassistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.metergate.publisher.homeassistant.CounterGuard.Counter;
import org.metergate.publisher.homeassistant.CounterGuard.Outcome;
import org.metergate.publisher.homeassistant.CounterGuard.Reading;
import org.metergate.publisher.homeassistant.CounterGuard.Verdict;

class CounterGuardTest {

    private static final Duration POLL = Duration.ofMinutes(15);

    private final CounterGuard guard = new CounterGuard(BigDecimal.valueOf(40)); // kW
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private Counter counter;
    private Verdict last;

    private void begin(String register) {
        counter = Counter.of(new Reading(new BigDecimal(register), now, ""));
    }

    private String read(String register) {
        return read(register, "");
    }

    private String read(String register, String serial) {
        now = now.plus(POLL);
        last = guard.judge(counter, new Reading(new BigDecimal(register), now, serial));
        counter = last.counter();
        return counter.shown().toPlainString();
    }

    /** Rises by 0.5 kWh each quarter of an hour until the guard knows its speed. */
    private void learn(String from, int readings) {
        begin(from);
        BigDecimal register = new BigDecimal(from);
        for (int i = 0; i < readings; i++) {
            register = register.add(new BigDecimal("0.5"));
            assertEquals(0, new BigDecimal(read(register.toPlainString())).compareTo(register), last.reason());
        }
    }

    @Test
    void showsWhatRises() {
        begin("100.0");
        assertEquals("100.5", read("100.5"));
        assertEquals("100.5", read("100.5"));
        assertEquals("101.0", read("101.0"));
    }

    @Test
    void neverShowsAZeroHoweverOften() {
        begin("12345.6");
        for (int i = 0; i < 50; i++) {
            assertEquals("12345.6", read("0"));
        }
        assertEquals("12346.0", read("12346.0"));
        assertEquals(Outcome.SHOWN, last.outcome());
    }

    @Test
    void neverShowsADip() {
        begin("12345.6");
        assertEquals("12345.6", read("1234.5"));
        assertEquals("12345.6", read("1234.5"));
        assertEquals("12346.0", read("12346.0"));
        assertEquals("12346.0", read("12340.0"));
        assertEquals("12346.0", read("12341.0"));
        assertEquals("12346.0", read("12342.0"));
        assertEquals("12346.0", read("12343.0"));
        assertEquals("12346.5", read("12346.5"));
    }

    @Test
    void neverShowsASpike() {
        begin("12345.6");
        assertEquals("12345.6", read("92345.6"));
        assertEquals("12345.6", read("92345.7"));
        assertEquals("12347.0", read("12347.0"));
    }

    @Test
    void holdsBackASmallSpikeOnceTheUsualSpeedIsKnown() {
        learn("100", 8);
        assertEquals("104.0", read("108.5"));
        assertEquals("104.0", read("108.7"));
        assertEquals("105.0", read("105.0"));
    }

    @Test
    void believesWhatTwoMoreReadingsBearOut() {
        learn("100", 8);
        assertEquals("104.0", read("108.5"));
        assertEquals("104.0", read("113.0"));
        assertEquals("117.5", read("117.5"));
    }

    @Test
    void believesAnUnusualUseThatGoesOn() {
        begin("100");
        assertEquals("100", read("115"));
        assertEquals("100", read("130"));
        assertEquals("145", read("145"));
        assertEquals(Outcome.SHOWN, last.outcome());
    }

    @Test
    void countsOnOverTheEndOfTheRegister() {
        begin("99998.9");
        read("0.1");
        read("0.2");
        assertEquals("1.4", read("0.3"));
        assertEquals(Outcome.RESET, last.outcome());
        assertEquals(now, counter.since());
        assertEquals("1.5", read("0.4"));
    }

    @Test
    void countsOnOverTheEndOf32Bits() {
        begin("4294967.290");
        read("0.004");
        read("0.104");
        assertEquals("0.210", read("0.204"));
    }

    @Test
    void beginsANewMeterAtZero() {
        begin("12345.6");
        read("0.4");
        read("0.9");
        assertEquals("1.4", read("1.4"));
        assertEquals(Outcome.RESET, last.outcome());
    }

    @Test
    void beginsAUsedMeterAtZeroToo() {
        begin("12345.6");
        read("3000.4");
        read("3000.9");
        assertEquals("1.0", read("3001.4"));
        assertEquals(Outcome.RESET, last.outcome());
        assertEquals("2.0", read("3002.4"));
    }

    @Test
    void noticesAMeterThatReadsMore() {
        begin("500");
        read("90000.4");
        read("90000.9");
        assertEquals("1.0", read("90001.4"));
        assertEquals(Outcome.RESET, last.outcome());
    }

    @Test
    void trustsTheSerialNumber() {
        counter = Counter.of(new Reading(new BigDecimal("500"), now, "A"));
        assertEquals("501", read("501", "A"));
        assertEquals("501", read("502.5", "B"));
        assertEquals(Outcome.HELD, last.outcome());
        assertEquals("0.0", read("502.5", "B"));
        assertEquals(Outcome.RESET, last.outcome());
        assertEquals("B", counter.serial());
    }

    @Test
    void goesOnWhenTheOldRegisterIsBack() {
        begin("12345.6");
        read("777.0");
        read("777.0");
        read("777.0");
        assertEquals(Outcome.RESET, last.outcome());
        read("12346.0");
        read("12346.2");
        read("12346.6");
        assertEquals("1.0", counter.shown().toPlainString()); // what was really used since
        assertEquals(Outcome.SHOWN, last.outcome());
    }

    @Test
    void leavesOldReadingsAside() {
        begin("100");
        read("101");
        now = now.minus(Duration.ofHours(5));
        assertEquals("101", read("99"));
        assertEquals("101", read("99.5"));
        assertEquals("101", read("99.7"));
        assertTrue(last.reason().contains("older"), last.reason());
        assertTrue(counter.held().isEmpty());
    }

    @Test
    void goesOnWhenTheClockIsSetBack() {
        begin("100");
        read("101");
        now = now.minus(Duration.ofHours(1));
        assertEquals("101.2", read("101.2"));
        assertEquals("101.4", read("101.4"));
    }

    @Test
    void neverShowsANegativeCounter() {
        begin("100");
        assertEquals("100", read("-1"));
    }
}
