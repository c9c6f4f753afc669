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

    /** Every file that there is, with its folder in the bundle. */
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("/", "index.html"),
            Map.entry("/app.js", "app.js"),
            Map.entry("/api.js", "api.js"),
            Map.entry("/words.js", "words.js"),
            Map.entry("/charts.js", "charts.js"),
            Map.entry("/style.css", "style.css"),
            Map.entry("/icon.svg", "icon.svg"),
            Map.entry("/uPlot.js", "uPlot.iife.min.js"),
            Map.entry("/uPlot.css", "uPlot.min.css"),
            Map.entry("/api/v1/openapi.json", "openapi.json"));

    /** @return the file at a path; empty if there is none */
    Optional<Answer> find(String path) throws IOException {
        String file = FILES.get(path);
        if (file == null) {
            return Optional.empty();
        }
        try (InputStream in = Page.class.getResourceAsStream("/org/metergate/dashboard/page/" + file)) {
            if (in == null) {
                throw new IOException(file + " is missing in the bundle");
            }
            byte[] body = in.readAllBytes();
            return Optional.of(new Answer(
                    200,
                    Map.of(
                            "Content-Type", TYPES.get(file.substring(file.lastIndexOf('.') + 1)),
                            "Cache-Control", "no-cache",
                            "ETag", "\"" + RestApi.hash(body) + "\""),
                    body));
        }
    }
}
