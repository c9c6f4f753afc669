package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.logging.Level;
import org.eclipse.kura.wire.WireRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.dashboard.access.FirstPassword;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Finding;
import org.metergate.dashboard.model.Update;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page in a real browser, which is Debian's; its clock is the machine's, so the dashboard has that one too. */
class PageTest {

    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "correct horse battery";

    private static ChromeDriver browser;

    @TempDir
    Path folder;

    private final Clock clock = Clock.systemUTC();
    private Dashboard dashboard;
    private LoopBackServices services;

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                () -> "needs " + BROWSER + " and " + DRIVER + " (Debian: chromium, chromium-driver)");
        Files.createDirectories(SCREENSHOTS);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en");
        options.addArguments("--window-size=1280,900");
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", "en"));
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void start() throws IOException {
        services = new LoopBackServices();
        Map<String, Object> properties =
                new HashMap<>(Map.of("transport", "HTTP_LOOPBACK", "port", 0, "rate.login", 1000));
        dashboard = new Dashboard(
                Optional.empty(), folder, OpenSecrets.INSTANCE, services, clock, new SecureRandom(), 10, properties);
        browser.executeCdpCommand("Network.clearBrowserCookies", Map.of()); // of the server before, on another port
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        browser.manage().logs().get(LogType.BROWSER);
    }

    @AfterEach
    void stop() {
        browser.get("about:blank");
        dashboard.stop();
        services.close();
    }

    private static Channel good(String name, Object value, String unit, Instant time) {
        return new Channel(name, Optional.of(value), unit, time, "");
    }

    private void says(String meter, String channel, double value, String unit) {
        Instant now = clock.instant();
        assertTrue(dashboard.accept(new Update(meter, now, List.of(good(channel, value, unit, now)))));
    }

    /** A site with one meter of each kind, and ten minutes of power. */
    private void site() {
        Instant now = clock.instant();
        for (int i = 120; i >= 0; i--) {
            Instant time = now.minusSeconds(5L * i);
            double power = 3200 + 400 * Math.sin(i / 12.0) + (i % 7) * 11;
            assertTrue(dashboard.accept(new Update(
                    "main",
                    time,
                    List.of(
                            good("P", power, "W", time),
                            good("P1", power * 0.4, "W", time),
                            good("U1", 230.1 + i % 3, "V", time),
                            good("PF.class", "GOOD", "", time),
                            good("E import", 1_234_567.8 + 120 - i, "Wh", time)))));
        }
        dashboard.accept(new Update(
                "heat: flat 3, a name that is rather long",
                now,
                List.of(
                        good("energy", 8123.0, "kWh", now),
                        new Channel("flow", Optional.empty(), "", now, "mbus on tcp://192.0.2.7: no answer"))));
        dashboard.accept(new Update(
                "water",
                now,
                List.of(new Channel("volume", Optional.empty(), "", now, "no answer for 2000 ms from address 2"))));
    }

    private void visit(String fragment) {
        browser.get("http://127.0.0.1:" + dashboard.port().orElseThrow() + "/" + fragment);
    }

    private static WebElement found(String css) {
        return await(css, () -> browser.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst());
    }

    private static void awaitText(String css, String text) {
        await(css + " with " + text, () -> browser.findElements(By.cssSelector(css)).stream()
                .filter(one -> one.getText().contains(text))
                .findFirst());
    }

    private interface Look<T> {
        Optional<T> now();
    }

    private static <T> T await(String what, Look<T> look) {
        return new WebDriverWait(browser, PATIENCE, Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> what + " on the page:\n"
                        + browser.findElement(By.tagName("body")).getText())
                .until(any -> look.now().orElse(null));
    }

    private static Object script(String text) {
        return browser.executeScript(text);
    }

    private static void keep(String name) throws IOException {
        File taken = browser.getScreenshotAs(OutputType.FILE);
        Files.write(SCREENSHOTS.resolve(name + ".png"), Files.readAllBytes(taken.toPath()));
    }

    private static void fill(String field, String text) {
        found("#field-" + field).sendKeys(text);
    }

    /** As after {@link #enterByHand}, without what takes long: a session that was begun over REST. */
    private void enter() throws IOException {
        String first = Files.readString(folder.resolve(FirstPassword.FILE)).strip();
        String cookie;
        try {
            HttpResponse<String> granted =
                    ask("POST", "/session", "", "{\"user\":\"admin\",\"password\":\"" + first + "\"}");
            String token = granted.body().replaceFirst("(?s).*\"accessToken\":\"([^\"]+)\".*", "$1");
            String body = "{\"present\":\"" + first + "\",\"wanted\":\"" + PASSWORD + "\"}";
            assertEquals(200, ask("PUT", "/session/password", token, body).statusCode());
            cookie = granted.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        browser.executeCdpCommand(
                "Network.setCookie",
                Map.of(
                        "url",
                        address() + "/api/v1/session",
                        "name",
                        cookie.split("=", 2)[0],
                        "value",
                        cookie.split("=", 2)[1],
                        "path",
                        "/api/v1/session",
                        "httpOnly",
                        true,
                        "sameSite",
                        "Strict"));
        visit("");
        found("ul.cards");
    }

    private HttpResponse<String> ask(String method, String path, String token, String body)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address() + "/api/v1" + path))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + token)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private String address() {
        return "http://127.0.0.1:" + dashboard.port().orElseThrow();
    }

    /** Logs in with the first password, and chooses another. */
    private void enterByHand() throws IOException {
        visit("");
        fill("user", "admin");
        fill("password", Files.readString(folder.resolve(FirstPassword.FILE)).strip());
        found("form.gate button").click();
        found("#field-present")
                .sendKeys(Files.readString(folder.resolve(FirstPassword.FILE)).strip());
        fill("wanted", PASSWORD);
        found("form.gate button").click();
        found("ul.cards");
    }

    /** What the browser complained about; that a first visit has no session is no complaint. */
    private static List<String> complaints() {
        List<String> found = new ArrayList<>();
        for (LogEntry entry : browser.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()
                    && !entry.getMessage().contains("/session/renewal")
                    && !entry.getMessage().contains("willReadFrequently")) { // this test looks at pixels
                found.add(entry.getMessage());
            }
        }
        return found;
    }

    private static boolean scrollsSideways() {
        return (boolean) script("return document.documentElement.scrollWidth > window.innerWidth");
    }

    /** Pixels of the history that are of the curve's colour. */
    private static long drawn() {
        return drawn(".history .chart", "--accent");
    }

    /** Pixels of a chart that are of a colour of the style sheet. */
    private static long drawn(String chart, String colour) {
        return (long) script("const canvas = document.querySelector('" + chart + " canvas');"
                + "if (!canvas) return 0;"
                + "const wanted = getComputedStyle(document.documentElement).getPropertyValue('" + colour
                + "').trim().slice(1);"
                + "const at = (i) => parseInt(wanted.slice(2 * i, 2 * i + 2), 16);"
                + "const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
                + "let count = 0;"
                + "for (let i = 0; i < data.length; i += 4) {"
                + "  if ([0, 1, 2].every((c) => Math.abs(data[i + c] - at(c)) < 30) && data[i + 3] > 200) count++;"
                + "}"
                + "return count;");
    }

    private static long points() {
        return points(".history .chart");
    }

    private static long points(String chart) {
        return Long.parseLong(found(chart + "[data-points]").getDomAttribute("data-points"));
    }

    @Test
    void theFirstPasswordLetsInAndMustBeChanged() throws IOException {
        site();
        visit("");
        fill("user", "admin");
        fill("password", "not the password");
        keep("login");
        found("form.gate button").click();
        awaitText("form.gate .error", "user or password is wrong");
        complaints(); // the 401 is one
        enterByHand();
        browser.navigate().refresh();
        awaitText(".card.OK h2", "main");
        found("#logout").click();
        fill("user", "admin");
        fill("password", PASSWORD);
        found("form.gate button").click();
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
        found(".card.FAILED").click();
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
    void theChartHasTheHistoryAndGrows() throws IOException {
        site();
        enter();
        found(".card.OK").click();
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

    /** A house with three phases: half an hour of powers with a hole, and what the analyses found out of it. */
    private WireToDashboard house(MeterRecords records) throws Exception {
        WireToDashboard wire = new GatewayWires().toDashboard(dashboard);
        Instant now = clock.instant();
        for (int i = 360; i >= 0; i--) {
            if (i < 60 || i > 75) {
                bring(wire, List.of(records.powers(now.minusSeconds(5L * i))));
            }
        }
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

    private static void bring(WireToDashboard wire, List<WireRecord> records) {
        wire.onWireReceive(GatewayWires.envelope(records));
    }

    private static void awaitCount(String css, int count) {
        await(
                count + " of " + css,
                () -> browser.findElements(By.cssSelector(css)).size() == count ? Optional.of(true) : Optional.empty());
    }

    private static List<String> texts(String css) {
        return strings("return [...document.querySelectorAll('" + css + "')].map((one) => one.textContent)");
    }

    private static List<String> strings(String text) {
        return ((List<?>) script(text)).stream().map(String::valueOf).toList();
    }

    private static void theme(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private static void size(int width, int height, boolean mobile) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", mobile ? 2 : 1, "mobile", mobile));
    }

    /** The whole page, not only what fits the window. */
    private static void keepWhole(String name) throws IOException {
        long height = (long) script("return document.documentElement.scrollHeight");
        long width = (long) script("return window.innerWidth");
        Object taken = browser.executeCdpCommand(
                        "Page.captureScreenshot",
                        Map.of(
                                "captureBeyondViewport",
                                true,
                                "clip",
                                Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)))
                .get("data");
        Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(taken)));
    }

    /** Texts whose contrast with what is behind them is below 4.5 (WCAG 2.2, 1.4.3). */
    private static List<String> pale() {
        return strings(
                """
                const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
                const known = new Map();
                const rgba = (colour) => {
                  if (!known.has(colour)) {
                    canvas.clearRect(0, 0, 1, 1);
                    canvas.fillStyle = colour;
                    canvas.fillRect(0, 0, 1, 1);
                    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
                    known.set(colour, [r, g, b, a / 255]);
                  }
                  return known.get(colour);
                };
                const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
                const behind = (node) => {
                  if (!node) return [255, 255, 255];
                  const own = rgba(getComputedStyle(node).backgroundColor);
                  return own[3] === 1 ? own.slice(0, 3) : over(own, behind(node.parentElement));
                };
                const light = (colour) => colour.map((one) => one / 255)
                  .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
                  .reduce((sum, one, i) => sum + one * [0.2126, 0.7152, 0.0722][i], 0);
                const found = [];
                let seen = 0;
                const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (walk.nextNode()) {
                  const node = walk.currentNode.parentElement;
                  if (!walk.currentNode.data.trim() || !node.checkVisibility() || ['OPTION', 'SCRIPT', 'NOSCRIPT', 'TITLE', 'title'].includes(node.tagName)) continue;
                  const style = getComputedStyle(node);
                  const back = behind(node);
                  const text = over(rgba(node instanceof SVGElement ? style.fill : style.color), back);
                  const [low, high] = [light(text), light(back)].sort((a, b) => a - b);
                  seen++;
                  if ((high + 0.05) / (low + 0.05) < 4.5) {
                    found.push(`${walk.currentNode.data.trim()}: ${((high + 0.05) / (low + 0.05)).toFixed(2)}`);
                  }
                }
                return seen < 20 ? [`only ${seen} texts were looked at`] : found;
                """);
    }

    /** Buttons, links, fields and pictures without a name that can be said, and places that break the order of the keys. */
    private static List<String> unnamed() {
        List<String> found = new ArrayList<>();
        Set<String> roles = Set.of("button", "link", "checkbox", "combobox", "searchbox", "textbox", "img", "region");
        Object nodes = browser.executeCdpCommand("Accessibility.getFullAXTree", Map.of())
                .get("nodes");
        for (Object node : (List<?>) nodes) {
            Map<?, ?> one = (Map<?, ?>) node;
            String role = one.get("role") instanceof Map<?, ?> of ? String.valueOf(of.get("value")) : "";
            String name = one.get("name") instanceof Map<?, ?> of ? String.valueOf(of.get("value")) : "";
            if (roles.contains(role) && name.isBlank()) {
                found.add(role + " without a name: " + one.get("backendDOMNodeId"));
            }
        }
        found.addAll(strings("return [...document.querySelectorAll('[tabindex]')].filter((one) => one.tabIndex > 0)"
                + ".map((one) => one.outerHTML)"));
        return found;
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
        found(".card").click();

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
        found(".harmonics summary").click();
        awaitCount(".harmonics tbody tr", 24);

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

        // Energy by day and tariff, and its cost.
        awaitCount(".energy .column", 31);
        assertTrue(texts(".energy .stem").size() >= 3, "a bar for each day that is known");
        awaitText(".energy .sums", "days: ");
        browser.executeAsyncScript(
                "const done = arguments[0]; import('/api.js').then((api) => api.ask('PUT', '/tariffs', {"
                        + " currency: 'EUR', zone: 'UTC', tariffs: ["
                        + " { name: 'HP', price: 0.27, register: 'import', hours: '06:00-22:00' },"
                        + " { name: 'HC', price: 0.2, register: 'import', hours: '22:00-06:00' }] })).then(done, (e) => done(e.message));");
        found(".brand").click();
        found(".card").click();
        awaitText(".energy .key", "HP");
        assertEquals(List.of("Tariffs", "import"), texts(".energy .choice button"));
        List<String> days = texts(".energy .column title");
        assertTrue(days.get(29).contains("24.00\u202fkWh, €5.92"), days::toString);
        assertTrue(days.get(29).contains("HP: 16.00\u202fkWh, €4.32"), days::toString);
        assertTrue(texts(".energy .column.partial .stem").size() <= 2, "two bars of today");
        found(".energy summary").click();
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
        new Select(found("#language")).selectByValue("fr");
        awaitText(".forecast .receipt.fell", "c’est donc la référence qui est utilisée");
        awaitText(".power tbody th", "Facteur de puissance");
        assertTrue(texts(".power tbody tr").get(2).contains("8,06\u202f%dégradé"), texts(".power tbody tr")::toString);
        awaitCount(".strip .mark", 2);
        await("the dark colour", () -> drawn(".live .plot", "--l1") > 200 ? Optional.of(true) : Optional.empty());
        found(".strip .mark.high").click();
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
        new Select(found("#language")).selectByValue("en");
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
        new Select(found("#sort")).selectByValue("sortState");
        awaitText("ul.cards > li:nth-child(10)", "flat 457");
        new Select(found("#filter-state")).selectByValue("FAILED");
        awaitCount("ul.cards > li", 10);
        assertEquals(List.of(), pale());
        keep("overview-failed");
        new Select(found("#filter-state")).selectByValue("");
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

        found(".card").click();
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

    @Test
    void itSpeaksFrenchAndEnglish() throws IOException {
        site();
        enter();
        new Select(found("#language")).selectByValue("fr");
        awaitText("h1", "Compteurs");
        awaitText(".card.FAILED .state", "en échec");
        awaitText("#logout", "Se déconnecter");
        assertEquals("fr", script("return document.documentElement.lang"));
        keep("overview-fr");
        found(".card.OK").click();
        awaitText("h2", "Historique");
        await("a curve", () -> drawn() > 500 ? Optional.of(true) : Optional.empty());
        keep("meter-fr");
        browser.navigate().refresh();
        awaitText("h2", "Historique"); // the choice is kept
        new Select(found("#language")).selectByValue("en");
        awaitText("h2", "History");
        assertEquals("en", script("return document.documentElement.lang"));
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
        found(".card.OK").click();
        await("a curve", () -> drawn() > 500 ? Optional.of(true) : Optional.empty());
        keep("phone-meter");
        assertTrue(!scrollsSideways(), "the meter scrolls sideways");
        script("document.querySelector('.history').scrollIntoView()");
        keep("phone-chart");
        found(".brand").click();
        found(".card.FAILED").click();
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
        found(".card.OK").click();
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
        new Select(found("#of-state")).selectByValue("true");
        awaitText("[role=status]", "1 of 1");
        new Select(found("#language")).selectByValue("fr");
        awaitText("h1", "Constats");
        awaitText(".finding h2", "Perte de phase – U1");
        awaitText(".finding p", "Vérifiez le fusible");
        new Select(found("#language")).selectByValue("en");
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
        found(".card.OK").click();
        awaitText(".notebook [role=status]", "Nobody wrote anything yet.");
        found("#new-note").sendKeys("CT 100/5 fitted");
        found(".notebook form button").click();
        awaitText(".notes .words", "CT 100/5 fitted");
        keep("notes");
        browser.navigate().refresh();
        awaitText(".notes .words", "CT 100/5 fitted");
        found(".notes button").sendKeys(Keys.ENTER);
        awaitText(".notebook [role=status]", "Nobody wrote anything yet.");
        found("#places a[href='#/tariffs']").click();
        found("#currency").sendKeys("eur");
        assertEquals("E import", script("return document.querySelector('#registers option').value"));
        tariff(1, "day", "0.25", "06:30-22:30");
        tariff(2, "night", "0.15", "22:30-06:30");
        keep("tariffs");
        found("form button.main").click();
        awaitText("[role=status]", "Saved.");
        assertEquals(List.of(), complaints());
        found(".tariffs fieldset:last-child [data-field=hours]").sendKeys(",12:00-14:00");
        found("form button.main").click();
        awaitText("[role=alert]", "tariffs[1].hours overlap with those of day");
        assertEquals("hours", script("return document.activeElement.dataset.field"));
        new Select(found("#language")).selectByValue("fr");
        awaitText("h1", "Tarifs");
        await(
                "two tariffs",
                () -> browser.findElements(By.cssSelector(".tariffs fieldset")).size() == 2
                        ? Optional.of(true)
                        : Optional.empty());
        new Select(found("#language")).selectByValue("en");
    }

    private static void tariff(int number, String name, String price, String hours) {
        found("#add-tariff").click();
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
        new Select(found("select[aria-label='Role of eve']")).selectByValue("reader");
        awaitText("#users-said", "eve, reader");
        found("button[aria-label='Delete eve']").click();
        browser.switchTo().alert().accept();
        awaitText("#audit td", "delete user eve");
        found("button[aria-label='Delete admin']").click();
        browser.switchTo().alert().accept();
        awaitText("#users .error", "admin is the last administrator");
        complaints(); // the 409 is one
        new Select(found("#settings-theme")).selectByValue("dark");
        assertEquals("rgb(17, 24, 30)", script("return getComputedStyle(document.body).backgroundColor"));
        keep("settings-dark");
        found("#elsewhere").click();
        awaitText("section p", "You are logged out everywhere else.");
        new Select(found("#settings-language")).selectByValue("fr");
        awaitText("#audit h2", "Journal des actions");
        keep("settings-fr");
        new Select(found("#settings-theme")).selectByValue("auto");
        new Select(found("#settings-language")).selectByValue("en");
        awaitText("h1", "Settings");
        assertEquals(List.of(), withoutAName());
        assertTrue(!scrollsSideways(), "the settings scroll sideways");
        assertEquals(List.of(), complaints());
    }

    /** Things to be used that a screen reader could not tell. */
    private static List<?> withoutAName() {
        return (List<?>) script("return [...document.querySelectorAll('main input, main select, main button, main a')]"
                + ".filter((one) => !(one.labels?.length || one.textContent.trim() || one.getAttribute('aria-label')))"
                + ".map((one) => one.outerHTML)");
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
        found("#places a[href='#/lines']").click();
        awaitText(".card.OK", "On it: water");
        awaitText(".card.OK", "a network has no speed that would set a limit");
        keep("lines");
        found(".card h2 a").click();
        awaitText("h1", services.meter.address().toString());
        awaitText("td", "M-Bus mbus-1");
        awaitText("tr.SENT .frame", LoopBackMeter.REQUEST);
        awaitText("tr.RECEIVED .frame", LoopBackMeter.ANSWER);
        keep("line");
        button("Pause").click();
        assertEquals("true", button("Go on").getDomAttribute("aria-pressed"));
        found("tr.RECEIVED a").click();
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
        found("form.stack button").click();
        awaitText("p.error", "As M-Bus it is wrong at byte 25: expected checksum DB, found DC.");
        awaitText(".frame mark", "DC");
        keep("phone-decode");
        assertTrue(!scrollsSideways(), "decoding scrolls sideways");
        new Select(found("#language")).selectByValue("fr");
        awaitText("h1", "Décoder une trame");
        visit("#/lines");
        awaitText("h1", "Lignes");
        found(".card h2 a").click();
        awaitText("h2", "Qui est dessus");
        keep("phone-line-fr");
        assertTrue(!scrollsSideways(), "a line scrolls sideways");
        new Select(found("#language")).selectByValue("en");
        assertEquals(List.of(), complaints());
    }

    private static WebElement button(String text) {
        return await("a button " + text, () -> browser.findElements(By.tagName("button")).stream()
                .filter(one -> one.isDisplayed() && one.getText().equals(text))
                .findFirst());
    }
}
