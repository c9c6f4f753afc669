package org.metergate.wire.analysis.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.wire.analysis.CollectedWires;
import org.metergate.wire.analysis.series.AwaitedWires;

class ForecastComponentTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(START.plusSeconds(100 * 86_400), ZoneOffset.UTC);
    private static final int DAYS = 29;

    @TempDir
    private Path folder;

    private AwaitedWires wires = new AwaitedWires();
    private ForecastComponent component;

    @AfterEach
    void end() {
        component.deactivate();
    }

    @Test
    void forecastsInAnEnvelopeOfItsOwn() throws InterruptedException {
        start(Map.of("interval", 10_080, "horizon", 48));
        feed(0, DAYS * 24);
        List<WireRecord> records = wires.awaitProperty("P.forecast");
        assertEquals(49, records.size());
        Map<String, TypedValue<?>> receipt = records.get(0).getProperties();
        assertTrue(receipt.containsKey("P.forecast.receipt.days"), receipt.toString());
        assertEquals("main", receipt.get("assetName").getValue());
        Map<String, TypedValue<?>> first = records.get(1).getProperties();
        long origin = (Long) first.get("P.forecast.time").getValue();
        assertEquals(0, (origin - START.toEpochMilli()) % 3_600_000);
        assertEquals(load((int) ((origin - START.toEpochMilli()) / 3_600_000)), number(first, "P.forecast"), 3);
        assertEquals("W", first.get("P.forecast_unit").getValue());
        // the reading that ended the step is of the origin itself
        assertEquals(origin, first.get("P.forecast_timestamp").getValue());
        assertTrue(number(first, "P.forecast.lower95") <= number(first, "P.forecast.lower80"));
        assertTrue(first.containsKey("P.forecast.baseline"));
    }

    @Test // the load of 18:00 to 19:00 is in the reading of 19:00
    void aCounterReadWhenAStepEndsTellsThatStepAtOnce() throws InterruptedException {
        start(Map.of("interval", 10_080, "aggregation", "RISE"));
        double counter = 0;
        for (int hour = 1; hour <= DAYS * 24; hour++) {
            counter += (hour - 1) % 24 == 18 ? 500 : 100;
            receive(hour, counter);
        }
        List<WireRecord> records = wires.awaitProperty("P.forecast");
        for (WireRecord step : records.subList(1, records.size())) {
            long hour =
                    ((Long) step.getProperties().get("P.forecast.time").getValue() - START.toEpochMilli()) / 3_600_000;
            assertEquals(hour % 24 == 18 ? 500 : 100, number(step.getProperties(), "P.forecast"), 20, "hour " + hour);
        }
        Map<String, TypedValue<?>> first = records.get(1).getProperties();
        assertEquals(
                first.get("P.forecast.time").getValue(),
                first.get("P.forecast_timestamp").getValue());
    }

    @Test
    void whatIsToldOfThePastIsForecastWhenAllOfItIsThere() throws InterruptedException {
        Clock now = Clock.fixed(START.plusSeconds(DAYS * 86_400L), ZoneOffset.UTC);
        component = new ForecastComponent(wires, now, Duration.ofHours(1), Optional.of(folder));
        component.activate(CollectedWires.context(), settings(Map.of("interval", 1)));
        feed(0, DAYS * 24);
        List<WireRecord> first = wires.await(records -> true);
        assertEquals(25, first.size(), first::toString);
    }

    @Test
    void saysHowMuchHistoryIsMissing() throws InterruptedException {
        start(Map.of());
        feed(0, 30);
        Map<String, TypedValue<?>> error = AwaitedWires.last(wires.awaitProperty("P.forecast_error"));
        assertTrue(
                error.get("P.forecast_error").getValue().toString().contains("expected 21 or more"), error.toString());
    }

    @Test
    void goesOnAfterARestartAndUnderOtherSettings() throws InterruptedException {
        start(Map.of("interval", 10_080));
        feed(0, DAYS * 24);
        wires.awaitProperty("P.forecast");
        component.deactivate(); // what waits is kept before the thread ends
        wires = new AwaitedWires();
        start(Map.of("interval", 10_080));
        feed(DAYS * 24, 3);
        assertEquals(25, wires.awaitProperty("P.forecast").size());
        component.updated(settings(Map.of("horizon", 12, "interval", 1)));
        feed(DAYS * 24 + 3, 3);
        assertEquals(13, wires.await(records -> records.size() == 13).size());
    }

    @Test
    void badReadingsNeverStopTheGoodOnes() throws InterruptedException {
        start(Map.of("interval", 10_080, "emit.input", true));
        component.onWireReceive(envelope(Map.of("P", TypedValues.newStringValue("abc"))));
        assertTrue(AwaitedWires.last(wires.awaitProperty("P.forecast_error")).containsKey("P"));
        receive(5, Double.NaN);
        assertError("expected a finite number");
        receive(24 * 200, 5);
        assertError("later than the gateway's clock");
        receive(6, 5);
        receive(6, 5);
        assertError("not later than the one before");
        receive(2, 5);
        assertError("not later than the one before");
        component.onWireReceive(envelope(
                Map.of("P", TypedValues.newDoubleValue(1), "P_error", TypedValues.newStringValue("no answer"))));
        assertFalse(AwaitedWires.last(wires.awaitProperty("P_error")).containsKey("P.forecast_error"));
        component.onWireReceive(new WireEnvelope("asset", List.of()));
        feed(7, DAYS * 24);
        assertTrue(wires.awaitProperty("P.forecast").size() > 24);
    }

    @Test
    void wrongSettingsLetReadingsPass() throws InterruptedException {
        start(Map.of("step", 7, "emit.input", true));
        receive(1, 5);
        assertEquals(5.0, AwaitedWires.last(wires.awaitProperty("P")).get("P").getValue());
        component.updated(settings(Map.of("interval", 10_080)));
        feed(2, DAYS * 24);
        assertEquals(25, wires.awaitProperty("P.forecast").size());
    }

    private void assertError(String message) throws InterruptedException {
        Map<String, TypedValue<?>> emitted = AwaitedWires.last(wires.awaitProperty("P.forecast_error"));
        String error = emitted.get("P.forecast_error").getValue().toString();
        assertTrue(error.contains(message), error);
    }

    private void start(Map<String, Object> settings) {
        component = new ForecastComponent(wires, CLOCK, Duration.ZERO, Optional.of(folder));
        component.activate(CollectedWires.context(), settings(settings));
    }

    private static Map<String, Object> settings(Map<String, Object> some) {
        Map<String, Object> all =
                new HashMap<>(Map.of("kura.service.pid", "main.forecast", "step", 3600, "emit.input", false));
        all.putAll(some);
        return all;
    }

    private void feed(int from, int hours) {
        for (int i = from; i < from + hours; i++) {
            receive(i, load(i));
        }
    }

    private void receive(int hour, double value) {
        component.onWireReceive(envelope(Map.of(
                "assetName", TypedValues.newStringValue("main"),
                "P", TypedValues.newDoubleValue(value),
                "P_unit", TypedValues.newStringValue("W"),
                "P_timestamp",
                        TypedValues.newLongValue(START.plusSeconds(3600L * hour).toEpochMilli()))));
    }

    private static WireEnvelope envelope(Map<String, TypedValue<?>> record) {
        return new WireEnvelope("asset", List.of(new WireRecord(record)));
    }

    private static double number(Map<String, TypedValue<?>> record, String name) {
        return ((Number) record.get(name).getValue()).doubleValue();
    }

    private static double load(int hour) {
        return 100 + (hour / 24 % 7 < 5 ? 40 : 0) + 10 * Math.sin(hour * Math.PI / 12);
    }
}
