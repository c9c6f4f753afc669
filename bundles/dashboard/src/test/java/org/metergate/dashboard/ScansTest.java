package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.driver.channels.scan.MeterScan;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.driver.channels.scan.ProposedChannel;
import org.metergate.driver.channels.scan.RunningScan;
import org.metergate.driver.channels.scan.ScanOption;
import org.metergate.driver.channels.scan.ScanRegister;
import org.metergate.driver.channels.scan.ScannedMeter;
import org.metergate.driver.channels.scan.Wishes;
import org.metergate.settings.Properties;
import org.metergate.transport.LineAddress;
import org.metergate.transport.PortInfo;

/** Scans over real HTTP, by a scanner whose line answers when the test wants it to. */
class ScansTest extends OverHttp {
    private static final String LINE = "tcp://192.0.2.7:4059";

    private final CountDownLatch gate = new CountDownLatch(1);
    private final GatedScanner scanner = new GatedScanner();

    private final class GatedScanner implements MeterScanner {
        private final ScanRegister<RunningScan> scans = new ScanRegister<>("gated");

        @Override
        public String kind() {
            return "gated";
        }

        @Override
        public String driver() {
            return "org.example.driver";
        }

        @Override
        public List<ScanOption> options() {
            return List.of(
                    ScanOption.of(ScanOption.Kind.NUMBER, "baud", "Speed (baud)", "300 to 9600", "300"),
                    ScanOption.of(ScanOption.Kind.SECRET, "password", "Password", "", ""));
        }

        @Override
        public MeterScan start(String line, Map<String, String> options) {
            Properties wishes = Wishes.of(line, options, options());
            wishes.parsed("line", null, LineAddress::parse);
            wishes.integer("baud", 300, 300, 9600);
            Wishes.demand(wishes);
            return scans.start(line, id -> new RunningScan(id, kind(), line) {
                @Override
                protected Optional<String> scan() {
                    progress(0.25);
                    awaitGate();
                    if (!isCancelled()) {
                        found(new ScannedMeter(
                                "17",
                                "meter-17",
                                "MTG Electricity",
                                Map.of("line", line),
                                List.of(new ProposedChannel(
                                        "P", "DOUBLE", "W", "230", Map.of("object", "16.7.0"), true)),
                                ""));
                    }
                    return Optional.empty();
                }
            });
        }

        @Override
        public List<RunningScan> scans() {
            return scans.scans();
        }
    }

    private void awaitGate() {
        try {
            gate.await(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    GatewayParts gateway() {
        return new GatewayParts() {
            @Override
            public List<MeterScanner> scanners() {
                return List.of(scanner);
            }

            @Override
            public List<PortInfo> ports() {
                return List.of(new PortInfo(LineAddress.parse("usb:0403:6001:A50285BI"), "/dev/ttyUSB0", "FT232R"));
            }

            @Override
            public void close() {
                gate.countDown();
            }
        };
    }

    private HttpResponse<String> begin(String body) throws Exception {
        return ask("POST", "/scans", body, token);
    }

    private static String wanted(String options) {
        return "{\"kind\":\"gated\",\"line\":\"" + LINE + "\",\"options\":" + options + "}";
    }

    @Test
    void aScanIsStartedFollowedAndTellsWhatItFound() throws Exception {
        JsonObject scanners = got("/scanners");
        OpenApi.conforms(scanners, "Scanners");
        assertTrue(scanners.toString().contains("usb:0403:6001:A50285BI"));
        HttpResponse<String> started = begin(wanted("{\"password\":\"hush\"}"));
        assertEquals(202, started.statusCode(), started::body);
        String place = started.headers().firstValue("Location").orElseThrow().substring("/api/v1".length());
        OpenApi.conforms(json(started), "Scan");
        assertEquals("RUNNING", got(place).get("state").getAsString());
        assertTrue(problem(409, begin(wanted("{}"))).contains("going on"));
        gate.countDown();
        assertTrue(scanner.scans().get(0).await(SOON));
        JsonObject done = got(place);
        OpenApi.conforms(done, "Scan");
        assertEquals("COMPLETE", done.get("state").getAsString());
        assertEquals(1.0, done.get("progress").getAsDouble());
        assertEquals(1, done.getAsJsonArray("meters").size());
        OpenApi.conforms(got("/scans"), "Scans");
        String audit = get("/audit").body();
        assertTrue(audit.contains("scan " + LINE + " for gated"), audit);
        assertTrue(!audit.contains("hush") && !done.toString().contains("hush"), "a password was told");
    }

    @Test
    void aScanIsBrokenOff() throws Exception {
        String id = json(begin(wanted("{}"))).get("id").getAsString();
        assertEquals(204, ask("DELETE", "/scans/" + id, "", token).statusCode());
        gate.countDown();
        assertTrue(scanner.scans().get(0).await(SOON));
        assertEquals("CANCELLED", got("/scans/" + id).get("state").getAsString());
        problem(404, ask("DELETE", "/scans/gated-99", "", token));
    }

    @Test
    void wrongScansSayWhatWouldBeRight() throws Exception {
        assertTrue(problem(400, begin("{\"kind\":\"other\",\"line\":\"" + LINE + "\"}"))
                .contains("gated"));
        assertTrue(problem(400, begin(wanted("{\"baud\":\"fast\"}"))).contains("baud"));
        assertTrue(problem(400, begin(wanted("{\"colour\":\"red\"}"))).contains("colour"));
        assertTrue(problem(400, begin(wanted("[]"))).contains("options"));
        problem(400, begin(wanted("{}").replace("tcp://", "nowhere:")));
    }

    @Test
    void whoMayDoWhat() throws Exception {
        String reader = user("rita", "reader");
        String operator = user("oscar", "operator");
        problem(403, ask("GET", "/scanners", "", reader));
        problem(403, ask("POST", "/scans", wanted("{}"), reader));
        assertEquals(202, ask("POST", "/scans", wanted("{}"), operator).statusCode());
        problem(403, ask("POST", "/meters", "{}", operator));
        problem(403, ask("DELETE", "/meters/main", "", operator));
        problem(503, ask("DELETE", "/meters/main", "", token)); // no gateway around this dashboard
    }
}
