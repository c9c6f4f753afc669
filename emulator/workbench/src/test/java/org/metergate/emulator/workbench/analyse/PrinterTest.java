package org.metergate.emulator.workbench.analyse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrinterTest {
    private final StringWriter text = new StringWriter();

    @Test
    void csvHasTheSummaryInRemarks() {
        try (Printer printer = Printer.csv(new PrintWriter(text), List.of("a", "b"))) {
            printer.row(1.0, "x,y");
            printer.row(Double.NaN, Optional.empty());
            printer.summary(Map.of("sum", 0.1 + 0.2));
        }
        assertEquals(
                List.of("a,b", "1,\"x,y\"", ",", "# sum: 0.3"),
                text.toString().lines().toList());
    }

    @Test
    void jsonIsOneObject() {
        try (Printer printer = Printer.json(new PrintWriter(text), List.of("a", "b"))) {
            printer.row(1.5, "x");
            printer.row(Double.NaN, true);
            printer.summary(Map.of("n", 2));
        }
        assertEquals(
                JsonParser.parseString(
                        "{\"rows\":[{\"a\":1.5,\"b\":\"x\"},{\"a\":null,\"b\":true}],\"summary\":{\"n\":2}}"),
                JsonParser.parseString(text.toString()));
    }

    @Test
    void aDrawingHoldsEveryPart() {
        String svg = Plot.overTime("P < Q", "W")
                .band("80 %", new double[] {0, 3600}, new double[] {1, 1}, new double[] {3, 4})
                .line("actual", new double[] {0, 1800, 3600}, new double[] {2, Double.NaN, 3})
                .marks("found", new double[] {1800}, new double[] {2})
                .bars("score", new double[] {1800}, new double[] {2})
                .svg();
        assertTrue(svg.startsWith("<svg ") && svg.endsWith("</svg>\n"), svg);
        assertTrue(svg.contains("P &lt; Q") && svg.contains("actual") && svg.contains("<circle"), svg);
        assertTrue(!svg.contains("NaN"), svg);
    }
}
