package org.metergate.emulator.itest.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

/** From a gateway without a meter to live charts of five, in Debian's Chromium; and back, by the page and by REST. */
class WizardIT {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration LONGEST = Duration.ofSeconds(180);
    private static final String PASSWORD = "correct horse battery";

    private static EmptyGateway gateway;
    private static ChromeDriver browser;
    private static long started;

    private interface Look<T> {
        Optional<T> now();
    }

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                () -> "needs " + BROWSER + " and " + DRIVER + " (Debian: chromium, chromium-driver)");
        Files.createDirectories(SCREENSHOTS);
        started = System.nanoTime();
        gateway = EmptyGateway.start();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en");
        options.addArguments("--window-size=1280,1000");
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
    static void quit() throws InterruptedException {
        if (browser != null) {
            browser.quit();
        }
        if (gateway != null) {
            gateway.stop();
        }
    }

    private static String at(String path) {
        return "http://127.0.0.1:" + gateway.port("dashboard") + path;
    }

    private static <T> T await(String what, Look<T> look) {
        return new WebDriverWait(browser, PATIENCE, Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> what + " on the page:\n"
                        + browser.findElement(By.tagName("body")).getText())
                .until(any -> look.now().orElse(null));
    }

    private static WebElement found(String css) {
        return await(css, () -> browser.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .filter(WebElement::isEnabled)
                .findFirst());
    }

    private static void fill(String css, String text) {
        WebElement field = found(css);
        field.clear();
        field.sendKeys(text);
    }

    private static void keep(String name) throws IOException {
        File taken = browser.getScreenshotAs(OutputType.FILE);
        Files.write(SCREENSHOTS.resolve("wizard-" + name + ".png"), Files.readAllBytes(taken.toPath()));
    }

    private static List<String> complaints() {
        List<String> found = new ArrayList<>();
        for (LogEntry entry : browser.manage().logs().get(LogType.BROWSER)) {
            boolean session = entry.getMessage().contains("/session/renewal"); // a first visit has none
            if (entry.getLevel().intValue() >= Level.WARNING.intValue() && !session) {
                found.add(entry.getMessage());
            }
        }
        return found;
    }

    private static void enter() throws Exception {
        String first = await("the first password", gateway::firstPassword);
        browser.get(at("/"));
        fill("#field-user", "admin");
        fill("#field-password", first);
        found("form.gate button").click();
        fill("#field-present", first);
        fill("#field-wanted", PASSWORD);
        found("form.gate button").click();
        found("ul.cards");
        assertEquals(0, browser.findElements(By.cssSelector(".card")).size(), "meters at the start");
    }

    private static void scan(String kind, String line, Map<String, String> options) {
        browser.get(at("/#/wizard"));
        new Select(found("#kind")).selectByValue(kind);
        fill("#host", "127.0.0.1");
        fill("#port", String.valueOf(gateway.port(line)));
        if (!options.isEmpty()) {
            if (browser.findElements(By.cssSelector("form.wizard details[open]"))
                    .isEmpty()) {
                found("form.wizard summary").click();
            }
            options.forEach((key, value) -> {
                WebElement input = found("form.wizard [name='" + key + "']");
                if (input.getTagName().equals("select")) {
                    new Select(input).selectByValue(value);
                } else {
                    fill("form.wizard [name='" + key + "']", value);
                }
            });
        }
        found("#scan").click();
    }

    /** Gives what was found names and has it made. */
    private static void create(Map<String, String> nameByAddress) {
        nameByAddress.forEach((address, name) -> fill(
                (address.isEmpty() ? "fieldset.found" : "fieldset[data-address^='" + address + "']")
                        + " .row input:not([type=checkbox])",
                name));
        fill("#interval", "2");
        found("#create").click();
        nameByAddress
                .values()
                .forEach(name -> await(
                        name + " made",
                        () -> browser.getCurrentUrl().endsWith("#/meters/" + name)
                                ? Optional.of(true)
                                : browser.findElements(By.cssSelector("li[data-meter='" + name + "'] a")).stream()
                                        .findFirst()
                                        .map(link -> true)));
    }

    private static void liveChart(String meter) throws IOException {
        browser.get(at("/#/meters/" + meter));
        long before = points();
        await(
                "a chart of " + meter + " that grows",
                () -> points() > Math.max(1, before) ? Optional.of(true) : Optional.empty());
        keep(meter);
    }

    private static long points() {
        return Long.parseLong(found(".chart[data-points]").getDomAttribute("data-points"));
    }

    @Test
    void fromAnEmptyGatewayToFiveLiveChartsAndBack() throws Exception {
        enter();
        long entered = System.nanoTime();
        scan("dlms", "main", Map.of());
        found("fieldset.found");
        keep("found");
        create(Map.of("", "main"));
        scan("dlms", "workshop", Map.of("transport", "HDLC", "server.physical", "17"));
        create(Map.of("", "workshop"));
        scan("mbus", "riser", Map.of("speeds", "38400", "thorough", "false", "margin", "400"));
        found("fieldset[data-address^='20000002']");
        create(Map.of("10000001", "heat", "20000002", "water"));
        scan("optical", "optical", Map.of("speeds", "300"));
        create(Map.of("", "optical"));
        for (String meter : List.of("main", "workshop", "heat", "water", "optical")) {
            liveChart(meter);
        }
        Duration fromTheStart = Duration.ofNanos(System.nanoTime() - started);
        System.out.printf(
                "wizard: five live charts %.1f s after the start of the gateway, %.1f s after the login%n",
                fromTheStart.toMillis() / 1000.0, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - entered) / 1000.0);
        assertTrue(fromTheStart.compareTo(LONGEST) < 0, fromTheStart::toString);
        assertEquals(List.of(), complaints());
        inFrenchOnAPhone();
        deleteByThePage();
        byRest();
    }

    private void inFrenchOnAPhone() throws IOException {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));
        browser.get(at("/#/wizard"));
        new Select(found("#language")).selectByValue("fr");
        scan("mbus", "riser", Map.of("speeds", "38400", "thorough", "false"));
        found("#cancel").click();
        await("the end of the scan", () -> Optional.of(found("#scanned").getText())
                .filter(text -> text.startsWith("La recherche a été annulée")));
        scan("optical", "optical", Map.of("speeds", "300"));
        found("fieldset.found");
        assertFalse((boolean) browser.executeScript("return document.documentElement.scrollWidth > window.innerWidth"));
        keep("french-phone");
        new Select(found("#language")).selectByValue("en");
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    private void deleteByThePage() {
        browser.get(at("/#/meters/optical"));
        found("details.below summary").click();
        found("#forget").click();
        found("#remove").click();
        await("four meters", () -> Optional.of(browser.findElements(By.cssSelector(".card")))
                .filter(cards -> cards.size() == 4));
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private String token = "";

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at("/api/v1" + path)))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonObject json(HttpResponse<String> answer, int status) {
        assertEquals(status, answer.statusCode(), answer::body);
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    private void byRest() throws Exception {
        token = json(ask("POST", "/session", "{\"user\":\"admin\",\"password\":\"" + PASSWORD + "\"}"), 200)
                .get("accessToken")
                .getAsString();
        TreeSet<String> kinds = new TreeSet<>();
        JsonArray scanners = json(ask("GET", "/scanners", ""), 200).getAsJsonArray("scanners");
        scanners.forEach(one -> kinds.add(one.getAsJsonObject().get("kind").getAsString()));
        assertEquals(List.of("dlms", "mbus", "optical"), List.copyOf(kinds));

        // heat and water share the driver of their bus, so it stays until the second one goes
        String another = meter("third", "mbus", settings("riser"), "1");
        JsonObject made = json(ask("POST", "/meters", another), 201);
        assertFalse(made.get("driverMade").getAsBoolean());
        assertTrue(json(ask("POST", "/meters", another), 409)
                .get("detail")
                .getAsString()
                .contains("third"));
        for (String gone : List.of("third", "heat", "water")) {
            assertEquals(
                    204,
                    ask("DELETE", "/meters/" + gone + "?history=forget", "").statusCode());
            assertEquals(404, ask("GET", "/meters/" + gone, "").statusCode());
        }
        JsonObject anew = json(ask("POST", "/meters", another), 201);
        assertTrue(anew.get("driverMade").getAsBoolean(), "the driver went with the last of its meters");

        // a password is in no answer, and a driver with another one is another driver
        String secret = "{\"line\":\"tcp://127.0.0.1:1\",\"password\":\"hush hush\",\"authentication\":\"LOW\"}";
        json(ask("POST", "/meters", meter("locked", "dlms", secret, "1")), 201);
        assertFalse(json(ask("POST", "/meters", meter("locked2", "dlms", secret, "1")), 201)
                .get("driverMade")
                .getAsBoolean());
        assertTrue(
                json(ask("POST", "/meters", meter("locked3", "dlms", secret.replace("hush hush", "other"), "1")), 201)
                        .get("driverMade")
                        .getAsBoolean());

        // what cannot be made leaves nothing
        for (String wrong : List.of(
                meter("a b", "dlms", settings("main"), "1"),
                meter("wrong", "nothing", settings("main"), "1"),
                meter("wrong", "dlms", "{\"colour\":\"red\"}", "1"),
                meter("wrong", "dlms", "{\"server.logical\":\"one\"}", "1"),
                meter("wrong", "dlms", settings("main"), "1")
                        .replace("\"interval\"", "\"receivers\":[\"nobody\"],\"interval\""))) {
            int status = ask("POST", "/meters", wrong).statusCode();
            assertTrue(status == 400 || status == 409, wrong + ": " + status);
        }
        assertEquals(404, ask("DELETE", "/meters/wrong", "").statusCode());
        String audit = ask("GET", "/audit?limit=50", "").body();
        assertTrue(audit.contains("create meter heat") && audit.contains("delete meter heat"), audit);
        assertFalse(audit.contains("hush"), "a password in the audit log");
    }

    private static String settings(String line) {
        return "{\"line\":\"tcp://127.0.0.1:" + gateway.port(line) + "\",\"baud\":\"38400\",\"parity\":\"EVEN\"}";
    }

    private static String meter(String name, String kind, String settings, String number) {
        return "{\"name\":\"" + name + "\",\"driver\":{\"kind\":\"" + kind + "\",\"settings\":" + settings
                + "},\"channels\":[{\"name\":\"why\",\"type\":\"STRING\",\"settings\":{\"kind\":\"DIAGNOSIS\","
                + "\"meter\":\"" + number + "\"}}],\"interval\":3}";
    }
}
