package org.metergate.dashboard.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of the page, as they lie in the bundle. Nothing else is served: names are looked up, not opened. */
final class Page {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json");

    private static final String OWN = "/org/metergate/dashboard/page/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    /** Our own files, each served below the root by its name. */
    private static final List<String> OWN_FILES = List.of(
            "app.js",
            "amounts.js",
            "api.js",
            "bars.js",
            "charts.js",
            "dom.js",
            "poll.js",
            "quality.js",
            "site.js",
            "sparks.js",
            "theme.js",
            "words.js",
            "style.css",
            "records.css",
            "parts.css",
            "icon.svg",
            "views/audit.js",
            "views/causes.js",
            "views/analysed.js",
            "views/channels.js",
            "views/decode.js",
            "views/diagnosis.js",
            "views/energy.js",
            "views/evidence.js",
            "views/findings.js",
            "views/forecast.js",
            "views/found.js",
            "views/gate.js",
            "views/harmonics.js",
            "views/history.js",
            "views/lines.js",
            "views/live.js",
            "views/meter.js",
            "views/notes.js",
            "views/overview.js",
            "views/panel.js",
            "views/phasor.js",
            "views/power.js",
            "views/reasons.js",
            "views/removal.js",
            "views/settings.js",
            "views/spectrum.js",
            "views/strip.js",
            "views/tariffs.js",
            "views/trace.js",
            "views/users.js",
            "views/weeks.js",
            "views/wizard.js",
            "views/wizardwords.js");

    /** Every file that there is, with its place in the bundle. */
    private static final Map<String, String> FILES = files();

    private static Map<String, String> files() {
        Map<String, String> files = new HashMap<>();
        OWN_FILES.forEach(name -> files.put("/" + name, OWN + name));
        files.put("/", OWN + "index.html");
        files.put("/uPlot.js", UPLOT + "uPlot.iife.min.js");
        files.put("/uPlot.css", UPLOT + "uPlot.min.css");
        files.put("/api/v1/openapi.json", OWN + "openapi.json");
        return Map.copyOf(files);
    }

    /** @return the file at a path; empty if there is none */
    Optional<Answer> find(String path) throws IOException {
        String file = FILES.get(path);
        if (file == null) {
            return Optional.empty();
        }
        try (InputStream in = Page.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + " is missing in the bundle");
            }
            byte[] body = in.readAllBytes();
            return Optional.of(new Answer(
                    200,
                    Map.of(
                            "Content-Type",
                            TYPES.get(file.substring(file.lastIndexOf('.') + 1)),
                            "Cache-Control",
                            "no-cache",
                            "ETag",
                            "\"" + RestApi.hash(body) + "\""),
                    body));
        }
    }
}
