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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.dashboard.access.FirstPassword;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Update;
import org.openqa.selenium.By;
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

/** The page in a real browser, in front of a real dashboard on lines to a meter of this machine. */
abstract class InBrowser {

    static final Path BROWSER = Path.of("/usr/bin/chromium");
    static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    static final Path SCREENSHOTS = Path.of("target", "screenshots");
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String PASSWORD = "correct horse battery";

    static ChromeDriver browser;

    @TempDir
    Path folder;

    final Clock clock = Clock.systemUTC();
    Dashboard dashboard;
    LoopBackServices services;

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
        browser.executeCdpCommand(
                "Emulation.setTimezoneOverride", Map.of("timezoneId", "UTC")); // days are the browser's
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        browser.manage().logs().get(LogType.BROWSER);
    }

    @AfterEach
    void stop() {
        browser.get("about:blank");
        dashboard.stop();
        services.close();
    }

    static Channel good(String name, Object value, String unit, Instant time) {
        return new Channel(name, Optional.of(value), unit, time, "");
    }

    void says(String meter, String channel, double value, String unit) {
        Instant now = clock.instant();
        assertTrue(dashboard.accept(new Update(meter, now, List.of(good(channel, value, unit, now)))));
    }

    /** A site with one meter of each kind, and ten minutes of power. */
    void site() {
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

    void visit(String fragment) {
        browser.get("http://127.0.0.1:" + dashboard.port().orElseThrow() + "/" + fragment);
    }

    static WebElement found(String css) {
        return await(css, () -> browser.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst());
    }

    /** Clicks, again if the page draws the place anew in between. */
    static void press(String css) {
        await(css + " to press", () -> {
            found(css).click();
            return Optional.of(true);
        });
    }

    /** Chooses an option by its value, again as {@link #press}. */
    static void choose(String css, String value) {
        await(css + " with " + value, () -> {
            new Select(found(css)).selectByValue(value);
            return Optional.of(true);
        });
    }

    static void awaitText(String css, String text) {
        await(css + " with " + text, () -> browser.findElements(By.cssSelector(css)).stream()
                .filter(one -> one.getText().contains(text))
                .findFirst());
    }

    interface Look<T> {
        Optional<T> now();
    }

    static <T> T await(String what, Look<T> look) {
        return new WebDriverWait(browser, PATIENCE, Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> what + " on the page:\n"
                        + browser.findElement(By.tagName("body")).getText())
                .until(any -> look.now().orElse(null));
    }

    static Object script(String text) {
        return browser.executeScript(text);
    }

    static void keep(String name) throws IOException {
        File taken = browser.getScreenshotAs(OutputType.FILE);
        Files.write(SCREENSHOTS.resolve(name + ".png"), Files.readAllBytes(taken.toPath()));
    }

    static void fill(String field, String text) {
        found("#field-" + field).sendKeys(text);
    }

    /** As after {@link #enterByHand}, without what takes long: a session that was begun over REST. */
    void enter() throws IOException {
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

    HttpResponse<String> ask(String method, String path, String token, String body)
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

    /** Another login of who has entered. */
    String token() throws IOException, InterruptedException {
        String body = "{\"user\":\"admin\",\"password\":\"" + PASSWORD + "\"}";
        return ask("POST", "/session", "", body).body().replaceFirst("(?s).*\"accessToken\":\"([^\"]+)\".*", "$1");
    }

    String address() {
        return "http://127.0.0.1:" + dashboard.port().orElseThrow();
    }

    /** Logs in with the first password, and chooses another. */
    void enterByHand() throws IOException {
        visit("");
        fill("user", "admin");
        fill("password", Files.readString(folder.resolve(FirstPassword.FILE)).strip());
        press("form.gate button");
        found("#field-present")
                .sendKeys(Files.readString(folder.resolve(FirstPassword.FILE)).strip());
        fill("wanted", PASSWORD);
        press("form.gate button");
        found("ul.cards");
    }

    /** What the browser complained about; that a first visit has no session is no complaint. */
    static List<String> complaints() {
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

    static boolean scrollsSideways() {
        return (boolean) script("return document.documentElement.scrollWidth > window.innerWidth");
    }

    /** Pixels of the history that are of the curve's colour. */
    static long drawn() {
        return drawn(".history .chart", "--accent");
    }

    /** Pixels of a chart that are of a colour of the style sheet. */
    static long drawn(String chart, String colour) {
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

    static long points() {
        return points(".history .chart");
    }

    static long points(String chart) {
        return Long.parseLong(found(chart + "[data-points]").getDomAttribute("data-points"));
    }

    static void awaitCount(String css, int count) {
        await(
                count + " of " + css,
                () -> browser.findElements(By.cssSelector(css)).size() == count ? Optional.of(true) : Optional.empty());
    }

    static List<String> texts(String css) {
        return strings("return [...document.querySelectorAll('" + css + "')].map((one) => one.textContent)");
    }

    static List<String> strings(String text) {
        return ((List<?>) script(text)).stream().map(String::valueOf).toList();
    }

    static void theme(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    static void size(int width, int height, boolean mobile) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", mobile ? 2 : 1, "mobile", mobile));
    }

    /** The whole page, not only what fits the window. */
    static void keepWhole(String name) throws IOException {
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
    static List<String> pale() {
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
    static List<String> unnamed() {
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

    /** Things to be used that a screen reader could not tell. */
    static List<?> withoutAName() {
        return (List<?>) script("return [...document.querySelectorAll('main input, main select, main button, main a')]"
                + ".filter((one) => !(one.labels?.length || one.textContent.trim() || one.getAttribute('aria-label')))"
                + ".map((one) => one.outerHTML)");
    }

    static WebElement button(String text) {
        return await("a button " + text, () -> browser.findElements(By.tagName("button")).stream()
                .filter(one -> one.isDisplayed() && one.getText().equals(text))
                .findFirst());
    }
}
