package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.metergate.dashboard.gateway.GatewayInMemory;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Finding;
import org.metergate.dashboard.model.Update;
import org.metergate.driver.channels.Reason;
import org.metergate.model.Quality;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page in a real browser, which is Debian's; its clock is the machine's, so the dashboard has that one too. */
class PageTest extends InBrowser {

    @Test
    void theFirstPasswordLetsInAndMustBeChanged() throws IOException {
        site();
        visit("");
        fill("user", "admin");
        fill("password", "not the password");
        keep("login");
        press("form.gate button");
        awaitText("form.gate .error", "user or password is wrong");
        complaints(); // the 401 is one
        enterByHand();
        browser.navigate().refresh();
        awaitText(".card.OK h2", "main");
        press("#logout");
        fill("user", "admin");
        fill("password", PASSWORD);
        press("form.gate button");
        found("ul.cards");
        assertEquals(List.of(), complaints());
    }

    @Test
    void eachMeterIsShownWithItsStateAndWhatFailed() throws IOException {
        site();
        enter();
        awaitText(".card.OK h2", "main");
        awaitText(".card.OK .big", "W");
        awaitText(".card.PARTLY h2", "heat");
        awaitText(".card.FAILED h2", "water");
        awaitText("#link", "live");
        keep("overview");
        press(".card.FAILED");
        awaitText("tr.bad", "no answer for 2000 ms from address 2");
        awaitText(".history p.soft", "There is no number of this channel");
        says("water", "volume", 12.345, "m³");
        awaitText("td.value", "12.345 m³");
        assertEquals(1, points());
        assertEquals(List.of(), complaints());
    }

    @Test
    void valuesChangeWithoutReload() throws IOException {
        site();
        enter();
        script("window.untouched = true");
        says("main", "P", 4321.5, "W");
        awaitText(".card.OK .big", "4.322\u202fkW");
        says("a new one", "P", 17, "W");
        awaitText(".card h2", "a new one");
        awaitText(".card .big", "17.00\u202fW");
        assertEquals(true, script("return window.untouched"));
        assertEquals(List.of(), complaints());
    }

    @Test
    void metersThatSomebodyElseMakesAndDeletesComeAndGoWithoutReload() throws Exception {
        site();
        enter();
        script("window.untouched = true");
        String token = token();
        String wanted = "{\"name\":\"cellar\",\"driver\":{\"kind\":\"" + GatewayInMemory.FACTORY
                + "\",\"settings\":{}},\"channels\":[{\"name\":\"P\",\"type\":\"DOUBLE\"}]}";
        HttpResponse<String> made = ask("POST", "/meters", token, wanted);
        assertEquals(201, made.statusCode(), made::body);
        awaitText(".card.NEW", "has said nothing yet");
        awaitCount(".card", 4);
        keep("overview-new");
        says("cellar", "P", 17, "W");
        awaitText(".card.OK .big", "17.00");
        assertEquals(204, ask("DELETE", "/meters/cellar", token, "").statusCode());
        awaitCount(".card", 3);
        press(".card.FAILED");
        awaitText("tr.bad", "no answer");
        assertEquals(204, ask("DELETE", "/meters/water", token, "").statusCode());
        awaitText(".state", "This meter was deleted.");
        awaitCount("main section", 0);
        says("water", "volume", 1, "m³");
        awaitText("td.value", "1 m³");
        assertEquals(true, script("return window.untouched"));
        assertEquals(List.of(), complaints());
    }

    @Test
    void theChartHasTheHistoryAndGrows() throws IOException {
        site();
        enter();
        press(".card.OK");
        awaitText("h2", "P");
        assertEquals(121, points());
        await("a curve", () -> drawn() > 500 ? Optional.of(true) : Optional.empty());
        keep("meter");
        says("main", "P", 5000, "W");
        await("one point more", () -> points() == 122 ? Optional.of(true) : Optional.empty());
        awaitText("td.value", "5,000 W");
        String told = found(".history .chart").getDomAttribute("aria-label");
        assertTrue(told.contains("5,000 W"), told);
        assertEquals(List.of(), complaints());
    }

    @Test
    void itSpeaksFrenchAndEnglish() throws IOException {
        site();
        enter();
        choose("#language", "fr");
        awaitText("h1", "Compteurs");
        awaitText(".card.FAILED .state", "en échec");
        awaitText("#logout", "Se déconnecter");
        assertEquals("fr", script("return document.documentElement.lang"));
        keep("overview-fr");
        press(".card.OK");
        awaitText("h2", "Historique");
        await("a curve", () -> drawn() > 500 ? Optional.of(true) : Optional.empty());
        keep("meter-fr");
        browser.navigate().refresh();
        awaitText("h2", "Historique"); // the choice is kept
        choose("#language", "en");
        awaitText("h2", "History");
        assertEquals("en", script("return document.documentElement.lang"));
    }

    @Test
    void whyThereIsNoDataIsSaidInFrenchToo() throws IOException {
        site();
        Instant now = clock.instant();
        String why = "water on tcp://192.0.2.7:4059: "
                + Reason.REFUSES_SOME
                        .diagnosis(Quality.GOOD, 3, 9, "not authorised: (access denied)", "leave it out")
                        .sentence();
        String volume = "water: "
                + Reason.SILENT.diagnosis(Quality.NO_ANSWER, " (at 300 7E1)").sentence();
        dashboard.accept(new Update(
                "water",
                now,
                List.of(
                        new Channel("volume", Optional.empty(), "", now, volume),
                        new Channel("why", Optional.of(why), "", now, ""))));
        enter();
        visit("#/meters/water");
        awaitText("p.why", why);
        awaitText("p.error", "1 channel failed:");
        awaitText("p.why", "1 of 2 channels failed.");
        choose("#language", "fr");
        awaitText("p.error", "1 voie en échec :");
        awaitText("p.why", "1 voie sur 2 en échec.");
        awaitText(
                "p.why",
                "le compteur répond, et refuse des objets (3 sur 9) : non autorisé : (access denied) ; leave it out");
        awaitText(
                "main li",
                "volume: aucun octet n’est arrivé (at 300 7E1) ; vérifiez que le compteur est alimenté, que la tête");
        keepWhole("diagnosis-fr");
        choose("#language", "en");
        awaitText("p.why", why);
        assertEquals(List.of(), complaints());
    }

    @Test
    void oneIsNoPlural() {
        visit("");
        Object said = browser.executeAsyncScript(
                """
                const done = arguments[0];
                import('/views/meter.js').then(() => import('/words.js')).then(({ speak, word }) => {
                  const said = [];
                  for (const [language, counts] of [['en', [0, 1, 2]], ['fr', [0, 1, 2, 1e6]]]) {
                    speak(language);
                    counts.forEach((count) => said.push(word('energyTotal', count, 'x')));
                  }
                  said.push(word('failedChannels', 1, 3, 'P', 'x'));
                  speak('en');
                  said.push(word('failedChannels', 1, 3, 'P', 'x'), word('failedChannels', 1, 1, 'P', 'x'));
                  done(said);
                });
                """);
        assertEquals(
                List.of(
                        "0 days: x",
                        "1 day: x",
                        "2 days: x",
                        "0 jour : x",
                        "1 jour : x",
                        "2 jours : x",
                        "1\u202f000\u202f000 jours : x",
                        "1 voie sur 3 en échec. P : x",
                        "1 of 3 channels failed. P: x",
                        "1 of 1 channel failed. P: x"),
                said);
    }

    @Test
    void aPhoneNeedNotScrollSideways() throws IOException {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));
        site();
        visit("");
        found("form.gate");
        assertTrue(!scrollsSideways(), "the login scrolls sideways");
        enter();
        awaitText(".card.PARTLY h2", "heat");
        keep("phone-overview");
        assertTrue(!scrollsSideways(), "the overview scrolls sideways");
        press(".card.OK");
        await("a curve", () -> drawn() > 500 ? Optional.of(true) : Optional.empty());
        keep("phone-meter");
        assertTrue(!scrollsSideways(), "the meter scrolls sideways");
        script("document.querySelector('.history').scrollIntoView()");
        keep("phone-chart");
        press(".brand");
        press(".card.FAILED");
        awaitText("tr.bad", "no answer");
        keep("phone-failed");
        assertTrue(!scrollsSideways(), "the meter that failed scrolls sideways");
    }

    @Test
    void itFollowsADarkDevice() throws IOException {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        site();
        enter();
        awaitText(".card.OK h2", "main");
        assertEquals("rgb(17, 24, 30)", script("return getComputedStyle(document.body).backgroundColor"));
        keep("dark-overview");
        press(".card.OK");
        await("a curve", () -> drawn() > 500 ? Optional.of(true) : Optional.empty());
        keep("dark-meter");
    }

    @Test
    void findingsAreReadAndAcknowledgedWithTheKeyboard() throws IOException {
        site();
        Instant start = clock.instant().minusSeconds(3600);
        dashboard.accept(lost("main", "U2", start));
        enter();
        awaitText("#places .count", "1");
        found("#places a[href='#/findings']").sendKeys(Keys.ENTER);
        awaitText(".finding.high h2", "Phase loss – U2");
        dashboard.accept(lost("cellar", "U1", start.plusSeconds(60)));
        awaitText(".finding h2", "Phase loss – U1"); // without a reload
        awaitText("#places .count", "2");
        found(".finding:last-child summary").sendKeys(Keys.ENTER);
        found(".finding:last-child svg.evidence");
        assertEquals(
                2, browser.findElements(By.cssSelector(".finding tbody tr")).size());
        keep("findings");
        found(".finding:last-child input").sendKeys("fuse replaced", Keys.ENTER);
        awaitText(".finding:last-child .notice", "fuse replaced");
        awaitText("[role=status]", "Phase loss is acknowledged.");
        assertEquals("H2", script("return document.activeElement.tagName")); // the keyboard is where it was
        awaitText("#places .count", "1");
        choose("#of-state", "true");
        awaitText("[role=status]", "1 of 1");
        choose("#language", "fr");
        awaitText("h1", "Constats");
        awaitText(".finding h2", "Perte de phase – U1");
        awaitText(".finding p", "Vérifiez le fusible");
        choose("#language", "en");
        awaitText("h1", "Findings");
        assertEquals(List.of(), complaints());
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));
        assertEquals(
                true,
                script("return [...document.querySelectorAll('main *')]"
                        + ".every((one) => one.getBoundingClientRect().right <= 360)"),
                "the findings scroll sideways");
        keep("phone-findings");
    }

    private static Finding lost(String meter, String channel, Instant start) {
        return new Finding(
                meter,
                "PHASE_LOSS",
                channel,
                0.99,
                start,
                start.plusSeconds(900),
                "Check the fuse and the terminals of the phase; measure the voltage at the meter.",
                List.of(
                        new Finding.Row(start.minusSeconds(900), OptionalDouble.of(230.4)),
                        new Finding.Row(start, OptionalDouble.of(2))),
                Optional.empty());
    }

    @Test
    void notesAndTariffsAreWrittenDown() throws IOException {
        site();
        enter();
        press(".card.OK");
        awaitText(".notebook [role=status]", "Nobody wrote anything yet.");
        found("#new-note").sendKeys("CT 100/5 fitted");
        press(".notebook form button");
        awaitText(".notes .words", "CT 100/5 fitted");
        keep("notes");
        browser.navigate().refresh();
        awaitText(".notes .words", "CT 100/5 fitted");
        found(".notes button").sendKeys(Keys.ENTER);
        awaitText(".notebook [role=status]", "Nobody wrote anything yet.");
        press("#places a[href='#/tariffs']");
        found("#currency").sendKeys("eur");
        assertEquals("E import", script("return document.querySelector('#registers option').value"));
        tariff(1, "day", "0.25", "06:30-22:30");
        tariff(2, "night", "0.15", "22:30-06:30");
        keep("tariffs");
        press("form button.main");
        awaitText("[role=status]", "Saved.");
        assertEquals(List.of(), complaints());
        found(".tariffs fieldset:last-child [data-field=hours]").sendKeys(",12:00-14:00");
        press("form button.main");
        awaitText("[role=alert]", "tariffs[1].hours overlap with those of day");
        assertEquals("hours", script("return document.activeElement.dataset.field"));
        choose("#language", "fr");
        awaitText("h1", "Tarifs");
        await(
                "two tariffs",
                () -> browser.findElements(By.cssSelector(".tariffs fieldset")).size() == 2
                        ? Optional.of(true)
                        : Optional.empty());
        choose("#language", "en");
    }

    private static void tariff(int number, String name, String price, String hours) {
        press("#add-tariff");
        String row = "#tariff-" + number + "-";
        found(row + "name").sendKeys(name);
        found(row + "price").sendKeys(price);
        found(row + "register").sendKeys("E import");
        found(row + "hours").sendKeys(hours);
    }

    @Test
    void administratorsManageUsersAndSeeWhatWasDone() throws IOException {
        enter();
        visit("#/settings");
        awaitText("#audit td", "change password");
        awaitText("#tampered", "complete and unchanged");
        assertEquals(1, browser.findElements(By.cssSelector("#users tbody tr")).size());
        found("#users-name").sendKeys("eve", Keys.TAB, "operator", Keys.TAB, Keys.ENTER); // no mouse is needed
        awaitText("#users-said", "Password of eve, shown this once: ");
        awaitText("#users tbody th", "eve");
        awaitText("#audit td", "create user eve as OPERATOR");
        choose("select[aria-label='Role of eve']", "reader");
        awaitText("#users-said", "eve, reader");
        press("button[aria-label='Delete eve']");
        browser.switchTo().alert().accept();
        awaitText("#audit td", "delete user eve");
        press("button[aria-label='Delete admin']");
        browser.switchTo().alert().accept();
        awaitText("#users .error", "admin is the last administrator");
        complaints(); // the 409 is one
        choose("#settings-theme", "dark");
        assertEquals("rgb(17, 24, 30)", script("return getComputedStyle(document.body).backgroundColor"));
        keep("settings-dark");
        press("#elsewhere");
        awaitText("section p", "You are logged out everywhere else.");
        choose("#settings-language", "fr");
        awaitText("#audit h2", "Journal des actions");
        keep("settings-fr");
        choose("#settings-theme", "auto");
        choose("#settings-language", "en");
        awaitText("h1", "Settings");
        assertEquals(List.of(), withoutAName());
        assertTrue(!scrollsSideways(), "the settings scroll sideways");
        assertEquals(List.of(), complaints());
    }

    @Test
    void itTellsThatTheGatewayIsGone() throws IOException {
        site();
        enter();
        awaitText("#link", "live");
        dashboard.stop();
        awaitText("#link", "no connection, trying again");
        keep("gone");
    }

    @Test
    void aLineTellsWhoIsOnItAndWhatWasSaidOnIt() throws IOException {
        site();
        enter();
        visit("#/meters/water");
        awaitText("section button", "Read now");
        button("Read now").click();
        awaitText("section [role=status]", "2 channels, 0 failed");
        awaitText("section .why", "all is well");
        keep("read-now");
        press("#places a[href='#/lines']");
        awaitText(".card.OK", "On it: water");
        awaitText(".card.OK", "a network has no speed that would set a limit");
        keep("lines");
        press(".card h2 a");
        awaitText("h1", services.meter.address().toString());
        awaitText("td", "M-Bus mbus-1");
        awaitText("tr.SENT .frame", LoopBackMeter.REQUEST);
        awaitText("tr.RECEIVED .frame", LoopBackMeter.ANSWER);
        keep("line");
        button("Pause").click();
        assertEquals("true", button("Go on").getDomAttribute("aria-pressed"));
        press("tr.RECEIVED a");
        awaitText("p.good", "This is M-Bus, 27 bytes");
        awaitText("td", "12.345 m^3");
        keep("decoded");
        assertEquals(List.of(), complaints());
    }

    @Test
    void aFrameThatIsWrongIsToldWhereOnAPhoneToo() throws IOException {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));
        services.meter.mute();
        enter();
        visit("#/decode");
        found("textarea").sendKeys(LoopBackMeter.ANSWER.replace("45 23", "44 23"));
        press("form.stack button");
        awaitText("p.error", "As M-Bus it is wrong at byte 25: expected checksum DB, found DC.");
        awaitText(".frame mark", "DC");
        keep("phone-decode");
        assertTrue(!scrollsSideways(), "decoding scrolls sideways");
        choose("#language", "fr");
        awaitText("h1", "Décoder une trame");
        visit("#/lines");
        awaitText("h1", "Lignes");
        press(".card h2 a");
        awaitText("h2", "Qui est dessus");
        keep("phone-line-fr");
        assertTrue(!scrollsSideways(), "a line scrolls sideways");
        choose("#language", "en");
        assertEquals(List.of(), complaints());
    }
}
