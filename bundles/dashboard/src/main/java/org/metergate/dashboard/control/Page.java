package org.metergate.dashboard.control;

import java.io.IOException;
import java.io.InputStream;
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

    /** Every file that there is, with its place in the bundle. */
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("/", OWN + "index.html"),
            Map.entry("/app.js", OWN + "app.js"),
            Map.entry("/api.js", OWN + "api.js"),
            Map.entry("/words.js", OWN + "words.js"),
            Map.entry("/charts.js", OWN + "charts.js"),
            Map.entry("/style.css", OWN + "style.css"),
            Map.entry("/icon.svg", OWN + "icon.svg"),
            Map.entry("/uPlot.js", UPLOT + "uPlot.iife.min.js"),
            Map.entry("/uPlot.css", UPLOT + "uPlot.min.css"),
            Map.entry("/api/v1/openapi.json", OWN + "openapi.json"));

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
