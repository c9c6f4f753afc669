package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.wire.WireRecord;
import org.junit.jupiter.api.Test;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Update;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page of one meter with all that its readings and their analyses say, and the overview of many. */
class MeterPageTest extends InBrowser {

    /** A house with three phases: half an hour of powers with a hole, and what the analyses found out of it. */
    private WireToDashboard house(MeterRecords records) throws Exception {
        WireToDashboard wire = new GatewayWires().toDashboard(dashboard);
        Instant now = clock.instant();
        for (int i = 360; i >= 0; i--) {
            if (i < 60 || i > 75) {
                bring(wire, List.of(records.powers(now.minusSeconds(5L * i))));
            }
        }
        bring(wire, records.weeks(folder));
        bring(wire, records.quality(folder, now));
        bring(wire, records.forecast(now.minusSeconds(3 * 3600).truncatedTo(ChronoUnit.HOURS), false));
        bring(wire, records.spectrum(now));
        for (Instant at = now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3));
                at.isBefore(now);
                at = at.plusSeconds(3600)) {
            bring(wire, List.of(records.counter(at)));
        }
        bring(wire, List.of(records.finding("PHASE_LOSS", "U2", 0.99, now.minusSeconds(1200), now.minusSeconds(900))));
        bring(wire, List.of(records.finding("SPIKE", "P", 0.5, now.minusSeconds(600), now.minusSeconds(590))));
        return wire;
    }

    /** The rows of the table of weeks, their cells apart. */
    private static List<String> weeks() {
        return strings("return [...document.querySelectorAll('.weeks tbody tr')].map((row) => [...row.cells]"
                + ".map((one) => one.innerText.replace(/\\s+/g, ' ').trim()).join(' | '))");
    }

    private static void bring(WireToDashboard wire, List<WireRecord> records) {
        wire.onWireReceive(GatewayWires.envelope(records));
    }

    @Test
    void theMeterShowsWhatTheAnalysesFoundOut() throws Exception {
        size(1500, 1000, false);
        MeterRecords records = new MeterRecords("house");
        WireToDashboard wire = house(records);
        enter();
        awaitText(".card .badge", "Open findings: 2");
        awaitCount(".card .spark path:not([d=''])", 1);
        keep("overview-findings");
        press(".card");

        // Power by phase: each in its colour, with a hole where nothing came.
        awaitText(".live .key", "kW");
        await("345 points and a hole", () -> points(".live .plot") == 346 ? Optional.of(true) : Optional.empty());
        assertEquals(List.of("P1", "P2", "P3", "P"), texts(".live .key:has(:checked) span"));
        for (String colour : List.of("--l1", "--l2", "--l3", "--total")) {
            await(colour, () -> drawn(".live .plot", colour) > 200 ? Optional.of(true) : Optional.empty());
        }
        assertEquals(
                List.of("Q", "S"),
                texts(".live .key:has(input:not(:checked)) span").stream()
                        .filter(one -> one.length() == 1)
                        .toList());
        bring(wire, List.of(records.powers(clock.instant())));
        await("a point more", () -> points(".live .plot") >= 347 ? Optional.of(true) : Optional.empty());
        String said = found(".live .plot").getDomAttribute("aria-label");
        assertTrue(said.startsWith("Power of the last 10 minutes: P1 "), said);

        // Phasors: three voltages 120° apart, three currents 30° behind them.
        awaitCount(".phasor", 6);
        assertEquals(
                List.of("0.0", "-30.0", "-120.0", "-150.0", "120.0", "90.0"),
                strings("return [...document.querySelectorAll('.phasor')].map((one) => one.dataset.angle)"));
        String phasors = found("svg.phasors").getDomAttribute("aria-label");
        assertTrue(phasors.contains("I3: 30.0") && phasors.contains("at 90°"), phasors);
        assertEquals(3, texts(".phasors tbody tr").size());
        assertTrue(texts(".phasors tbody tr").get(1).contains("30°"));
        assertEquals("", found(".phasors").findElement(By.cssSelector(".note")).getText());

        // Power quality with its classes.
        assertEquals(List.of("Total", "L1", "L2", "L3"), texts(".power thead th"));
        String factor = texts(".power tbody tr").get(0);
        assertTrue(factor.startsWith("Power factor") && factor.contains("degraded"), factor);
        String distortion = texts(".power tbody tr").get(2);
        assertTrue(distortion.contains("8.06\u202f%degraded"), distortion);
        assertTrue(texts(".power tbody tr").get(3).contains("12\u202f%critical"), texts(".power tbody tr")::toString);
        assertTrue(texts(".power tbody tr").get(4).contains("231.0\u202fVnormal"), texts(".power tbody tr")::toString);
        awaitText(".power .advice", "A capacitor bank of ");
        awaitText(".power .warning", "The meter contradicts itself: ");
        awaitText(".power .keyfacts", "(negative sequence)");

        // Harmonics: a bar for each order, and what is beyond the standard in another colour.
        awaitCount(".harmonics .column", 24);
        assertEquals(24, texts(".harmonics .limit").size());
        assertEquals(1, texts(".harmonics .stem.over").size());
        assertTrue(found(".harmonics svg").getDomAttribute("aria-label").endsWith("order 7 with 7\u202f%"));
        browser.findElements(By.cssSelector(".harmonics .choice button")).get(4).click();
        assertTrue(found(".harmonics svg").getDomAttribute("aria-label").endsWith("order 5 with 12\u202f%"));
        assertEquals(0, texts(".harmonics .limit").size());
        press(".harmonics summary");
        awaitCount(".harmonics tbody tr", 24);

        // The week so far and the one before, each requirement with its share: what is not all is never shown as all.
        assertEquals(
                List.of("Requirement", "Limits", "Wanted", "Since 8 Apr 2024", "Week of 1 Apr 2024"),
                texts(".weeks thead th"));
        assertEquals(
                List.of(
                        "Voltage L1 | ± 10 % | 95 % | 100 % of 504 met | 100 % of 1,008 met",
                        "Voltage L2 | ± 10 % | 95 % | 100 % of 504 met | 93.75 % of 1,008 not met",
                        "Voltage L3 | ± 10 % | 95 % | 99.8 % of 504 met | 99.9 % of 1,008 met",
                        "Voltage L1, always | +10/−15 % | 100 % | 100 % of 504 met | 100 % of 1,008 met",
                        "Voltage L2, always | +10/−15 % | 100 % | 100 % of 504 met | 100 % of 1,008 met",
                        "Voltage L3, always | +10/−15 % | 100 % | 99.8 % of 504 not met | 99.9 % of 1,008 not met",
                        "Frequency | ± 1 % | 99.5 % | 100 % of 504 met | 100 % of 1,008 met",
                        "Frequency, always | +4/−6 % | 100 % | 100 % of 504 met | 100 % of 1,008 met"),
                weeks());

        // Forecast: bands, what really came, and how good it was in words.
        assertEquals(96, points(".forecast .plot"));
        await(
                "actual values",
                () -> found(".forecast .plot").getDomAttribute("data-actual").matches("[2-9]")
                        ? Optional.of(true)
                        : Optional.empty());
        await("a forecast", () -> drawn(".forecast .plot", "--accent") > 500 ? Optional.of(true) : Optional.empty());
        awaitText(
                ".forecast .receipt",
                "It does better than its baseline (copy of the day before). Over 28 days its error");
        awaitText(
                ".forecast .receipt", "81.2\u202f% of the values lay within the band of 80 %, 94.4\u202f% within that");
        bring(wire, records.forecast(clock.instant().truncatedTo(ChronoUnit.HOURS), true));
        awaitText(
                ".forecast .receipt.fell",
                "did worse than the baseline (copy of the day before), so the baseline is used");

        String words = (String)
                browser.executeAsyncScript(
                        "const done = arguments[0]; import('/views/forecast.js').then(({ receiptInWords }) => done(receiptInWords("
                                + "{ days: 25, baseline: 'LAST_WEEK', fellBack: false, mase: 0.95, maseBaseline: 0.94 }).join(' ')), done);");
        assertTrue(
                words.startsWith("It would have done better than its baseline (copy of last week), and is used again."
                        + " Over 25 days its error was 0.95 "),
                words);

        // Energy by day and tariff, and its cost.
        awaitCount(".energy .column", 31);
        assertTrue(texts(".energy .stem").size() >= 3, "a bar for each day that is known");
        awaitText(".energy .sums", "days: ");
        browser.executeAsyncScript(
                "const done = arguments[0]; import('/api.js').then((api) => api.ask('PUT', '/tariffs', {"
                        + " currency: 'EUR', zone: 'UTC', tariffs: ["
                        + " { name: 'HP', price: 0.27, register: 'import', hours: '06:00-22:00' },"
                        + " { name: 'HC', price: 0.2, register: 'import', hours: '22:00-06:00' }] })).then(done, (e) => done(e.message));");
        press(".brand");
        press(".card");
        awaitText(".energy .key", "HP");
        assertEquals(List.of("Tariffs", "import"), texts(".energy .choice button"));
        List<String> days = texts(".energy .column title");
        assertTrue(days.get(29).contains("24.00\u202fkWh, €5.92"), days::toString);
        assertTrue(days.get(29).contains("HP: 16.00\u202fkWh, €4.32"), days::toString);
        assertTrue(texts(".energy .column.partial .stem").size() <= 2, "two bars of today");
        press(".energy summary");
        awaitCount(".energy tbody tr", 31);
        assertEquals("–", texts(".energy tbody tr:first-child td").get(0));

        // Periods, the strongest as wide as its place.
        assertEquals(
                List.of("1\u202fd", "7\u202fd", "50\u202fmin 42\u202fs", "25\u202fmin 21\u202fs"),
                texts(".cycles tbody th"));
        assertEquals(
                List.of("100%", "25%", "5%", "1%"),
                strings("return [...document.querySelectorAll('.cycles i')].map((one) => one.style.width)"));

        // Findings on the time line of the history, which has the hole.
        awaitCount(".strip .mark", 2);
        String gaps = found(".history .chart").getDomAttribute("data-gaps");
        assertTrue(gaps.matches("[12]"), gaps + " gaps: one of the readings, and one if this test is slow");
        WebElement mark = found(".strip .mark.high");
        mark.sendKeys(Keys.ENTER);
        awaitText(".finding h3", "Phase loss: U2");
        awaitText(".finding", "99\u202f%");
        awaitText(".finding", "Not acknowledged yet");
        assertEquals("true", mark.getDomAttribute("aria-expanded"));
        keepWhole("house");
        assertEquals(List.of(), pale());
        assertEquals(List.of(), unnamed());
        browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
        assertTrue(browser.switchTo().activeElement().getDomAttribute("class").contains("mark high"));
        assertEquals(List.of(), browser.findElements(By.cssSelector(".finding:not([hidden])")));

        // By night, in French, on a phone.
        theme("dark");
        choose("#language", "fr");
        awaitText(".forecast .receipt.fell", "c’est donc la référence qui est utilisée");
        awaitText(".power tbody th", "Facteur de puissance");
        awaitText(".weeks thead", "Semaine du 1 avr. 2024");
        assertEquals(
                "Tension L2 | ± 10 % | 95 % | 100 % de 504 respecté | 93,75 % de 1 008 non respecté", weeks().get(1));
        assertTrue(texts(".power tbody tr").get(2).contains("8,06\u202f%dégradé"), texts(".power tbody tr")::toString);
        awaitCount(".strip .mark", 2);
        await("the dark colour", () -> drawn(".live .plot", "--l1") > 200 ? Optional.of(true) : Optional.empty());
        press(".strip .mark.high");
        awaitText(".finding", "Vérifiez le fusible et les bornes de la phase");
        assertEquals(List.of(), pale());
        keepWhole("house-dark-fr");
        size(360, 740, true);
        await(
                "narrow charts",
                () -> (boolean) script("return document.querySelector('.live canvas').clientWidth < 340")
                        ? Optional.of(true)
                        : Optional.empty());
        assertTrue(!scrollsSideways(), "the meter scrolls sideways");
        keepWhole("phone-house-dark-fr");
        choose("#language", "en");
        awaitText(".live h2", "Power by phase");
        assertEquals(List.of(), complaints());
    }

    @Test
    void fiveHundredMetersStayFluidAndADayOfUpdatesLeavesNothingBehind() throws Exception {
        Instant now = clock.instant();
        for (int i = 0; i < 500; i++) {
            Channel power = i % 50 == 7
                    ? new Channel("P", Optional.empty(), "", now, "no answer from address " + i)
                    : good("P", 100.0 + i, "W", now);
            dashboard.accept(new Update("flat " + i, now, List.of(power)));
        }
        enter();
        awaitText(".counts", "490 all well · 10 failed");
        awaitCount("ul.cards > li", 500);
        found("#filter").sendKeys("flat 7");
        awaitCount("ul.cards > li", 11);
        awaitText(".card.FAILED .why", "P: no answer from address 7");
        found("#filter").clear();
        found("#filter").sendKeys(" ");
        awaitCount("ul.cards > li", 500);
        choose("#sort", "sortState");
        awaitText("ul.cards > li:nth-child(10)", "flat 457");
        choose("#filter-state", "FAILED");
        awaitCount("ul.cards > li", 10);
        assertEquals(List.of(), pale());
        keep("overview-failed");
        choose("#filter-state", "");
        awaitCount("ul.cards > li", 500);

        String feed =
                """
                const done = arguments[0];
                const perFrame = 1000;
                import('/site.js').then(async ({ receive }) => {
                  let at = Date.now();
                  let worst = 0;
                  for (let i = 0; i < COUNT; i++) {
                    at += 5;
                    const one = { name: `flat ${i % 500}`, channels: [{ name: 'P', value: 100 + i % 977, unit: 'W', time: new Date(at).toISOString(), error: null }] };
                    const began = performance.now();
                    receive({ type: 'update', meters: [one] });
                    worst = Math.max(worst, performance.now() - began);
                    if (i % perFrame === 0) await new Promise((next) => setTimeout(next, 20));
                  }
                  done(worst);
                });
                """;
        browser.manage().timeouts().scriptTimeout(PATIENCE);
        browser.executeAsyncScript(feed.replace("COUNT", "10000"));
        double before = heap();
        browser.executeAsyncScript(feed.replace("COUNT", "50000"));
        double grown = heap() - before;
        assertTrue(grown < 1.5e6, "50000 updates left " + grown + " bytes behind");

        press(".card");
        awaitText("h1", "flat ");
        String one = feed.replace("`flat ${i % 500}`", "decodeURIComponent(location.hash.slice(9))")
                .replace("at += 5", "at += 5000");
        browser.executeAsyncScript(one.replace("COUNT", "10000"));
        before = heap();
        browser.executeAsyncScript(one.replace("COUNT", "50000").replace("Date.now()", "Date.now() + 200000000"));
        grown = heap() - before;
        assertTrue(grown < 1.5e6, "50000 updates of one meter left " + grown + " bytes behind");
        assertTrue(
                points(".live .plot") <= 3960 && points() <= 5500,
                points(".live .plot") + " and " + points() + " points");
    }

    /** Bytes of the page's heap that are in use. */
    private static double heap() {
        browser.executeCdpCommand("HeapProfiler.enable", Map.of());
        browser.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        return ((Number) browser.executeCdpCommand("Runtime.getHeapUsage", Map.of())
                        .get("usedSize"))
                .doubleValue();
    }

    @Test
    void timesAreThoseOfTheDeviceWhenItsClockChanges() throws Exception {
        browser.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", "Europe/Paris"));
        try {
            visit("");
            found("form.gate");
            Object labels = browser.executeAsyncScript(
                    """
                    const done = arguments[0];
                    import('/charts.js').then(({ lines }) => {
                      const place = document.createElement('div');
                      place.style.width = '900px';
                      document.body.append(place);
                      const begin = new Date('2026-10-24T22:00:00Z') / 1000;
                      const times = Array.from({ length: 33 }, (_, i) => begin + i * 900);
                      const { plot } = lines(place, { unit: 'W', series: [{ label: 'P', colour: '--accent' }], data: [times, times] });
                      setTimeout(() => done(plot.axes[0]._splits.map((at, i) => `${new Date(at * 1000).toISOString().slice(11, 13)}=${plot.axes[0]._values[i]}`)), 50);
                    });
                    """);
            assertEquals(
                    List.of(
                            "22=25 Oct",
                            "23=01:00",
                            "00=02:00",
                            "01=02:00",
                            "02=03:00",
                            "03=04:00",
                            "04=05:00",
                            "05=06:00",
                            "06=07:00"),
                    labels);
        } finally {
            browser.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", ""));
        }
    }
}
