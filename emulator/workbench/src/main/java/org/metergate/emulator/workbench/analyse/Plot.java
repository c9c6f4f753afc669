package org.metergate.emulator.workbench.analyse;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A drawing of lines, bands, bars and marks over one axis of times or of numbers, as SVG. NaN values leave a gap. Colours
 * are told apart by people who see few of them.
 */
final class Plot {
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 480;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 56;
    private static final int BOTTOM = 48;
    private static final int MOST_POINTS = 4000;
    private static final List<String> COLOURS =
            List.of("#222222", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a8a00");

    private enum Kind {
        LINE,
        BAND,
        BARS,
        MARKS
    }

    private record Part(Kind kind, String name, double[] x, double[] low, double[] high) {}

    private final String title;
    private final String unit;
    private final boolean timed;
    private final boolean logarithmic;
    private final List<Part> parts = new ArrayList<>();

    private Plot(String title, String unit, boolean timed, boolean logarithmic) {
        this.title = title;
        this.unit = unit;
        this.timed = timed;
        this.logarithmic = logarithmic;
    }

    /**
     * Starts a drawing over time; x are seconds since 1970.
     *
     * @param title above it
     * @param unit of the values, at their axis
     * @return an empty drawing
     */
    static Plot overTime(String title, String unit) {
        return new Plot(title, unit, true, false);
    }

    /**
     * Starts a drawing over numbers.
     *
     * @param title above it
     * @param unit of the values, at their axis
     * @param logarithmic whether equal ratios of x are equally wide; all x are above 0 then
     * @return an empty drawing
     */
    static Plot overNumbers(String title, String unit, boolean logarithmic) {
        return new Plot(title, unit, false, logarithmic);
    }

    /**
     * Converts times for the axis.
     *
     * @param times of the values
     * @return seconds since 1970
     */
    static double[] seconds(Instant... times) {
        double[] seconds = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            seconds[i] = times[i].getEpochSecond() + times[i].getNano() / 1e9;
        }
        return seconds;
    }

    /** Adds a line through the points. Returns this. */
    Plot line(String name, double[] x, double[] y) {
        parts.add(new Part(Kind.LINE, name, x.clone(), y.clone(), y.clone()));
        return this;
    }

    /** Adds the area between two lines. Returns this. */
    Plot band(String name, double[] x, double[] low, double[] high) {
        parts.add(new Part(Kind.BAND, name, x.clone(), low.clone(), high.clone()));
        return this;
    }

    /** Adds a thin bar from 0 for each point. Returns this. */
    Plot bars(String name, double[] x, double[] y) {
        parts.add(new Part(Kind.BARS, name, x.clone(), new double[x.length], y.clone()));
        return this;
    }

    /** Adds a dot for each point. Returns this. */
    Plot marks(String name, double[] x, double[] y) {
        parts.add(new Part(Kind.MARKS, name, x.clone(), y.clone(), y.clone()));
        return this;
    }

    /** @return the drawing as an SVG document */
    String svg() {
        double left = least(parts.stream().map(Part::x).toList());
        double right = -least(parts.stream().map(part -> negated(part.x())).toList());
        double bottom = least(parts.stream().map(Part::low).toList());
        double top = -least(parts.stream().map(part -> negated(part.high())).toList());
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %1$d %2$d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n<title>%s</title>%n"
                        + "<rect width=\"%1$d\" height=\"%2$d\" fill=\"#ffffff\"/>%n"
                        + "<text x=\"%d\" y=\"22\" font-size=\"16\">%3$s</text>%n",
                WIDTH,
                HEIGHT,
                escaped(title),
                LEFT));
        if (left > right || bottom > top) {
            svg.append(text(WIDTH / 2.0, HEIGHT / 2.0, "middle", "nothing to draw"));
            return svg.append("</svg>\n").toString();
        }
        double spare = top > bottom ? (top - bottom) * 0.04 : Math.max(Math.abs(top), 1) * 0.1;
        Axis across = new Axis(left, right, LEFT, WIDTH - RIGHT, logarithmic);
        Axis up = new Axis(bottom - spare, top + spare, HEIGHT - BOTTOM, TOP, false);
        grid(svg, across, up);
        for (int i = 0; i < parts.size(); i++) {
            draw(svg, parts.get(i), COLOURS.get(i % COLOURS.size()), across, up);
        }
        legend(svg);
        return svg.append("</svg>\n").toString();
    }

    private void grid(StringBuilder svg, Axis across, Axis up) {
        for (double y : up.ticks(6)) {
            svg.append(rule(LEFT, up.at(y), WIDTH - RIGHT, up.at(y)));
            svg.append(text(LEFT - 6, up.at(y) + 4, "end", number(y, up.step(6))));
        }
        for (double x : timed ? across.timeTicks() : across.ticks(8)) {
            svg.append(rule(across.at(x), TOP, across.at(x), HEIGHT - BOTTOM));
            svg.append(text(
                    across.at(x), HEIGHT - BOTTOM + 18, "middle", timed ? time(x, across) : number(x, across.step(8))));
        }
        svg.append(text(LEFT, TOP - 8, "start", unit));
        if (timed) {
            svg.append(text(WIDTH - RIGHT, HEIGHT - 8, "end", "UTC"));
        }
    }

    private static void draw(StringBuilder svg, Part part, String colour, Axis across, Axis up) {
        int stride = part.kind() == Kind.MARKS ? 1 : Math.max(1, part.x().length / MOST_POINTS);
        switch (part.kind()) {
            case LINE -> svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.2\"/>%n",
                    path(part.x(), part.high(), across, up, stride),
                    colour));
            case BAND -> {
                StringBuilder back = new StringBuilder();
                StringBuilder there = new StringBuilder();
                for (int i = 0; i < part.x().length; i += stride) {
                    if (Double.isFinite(part.low()[i]) && Double.isFinite(part.high()[i])) {
                        there.append(point(there.isEmpty() ? "M" : "L", part.x()[i], part.high()[i], across, up));
                        back.insert(0, point("L", part.x()[i], part.low()[i], across, up));
                    }
                }
                svg.append(String.format(
                        "<path d=\"%s%sZ\" fill=\"%s\" fill-opacity=\"0.18\" stroke=\"none\"/>%n",
                        there, back, colour));
            }
            case BARS -> {
                for (int i = 0; i < part.x().length; i++) {
                    if (Double.isFinite(part.high()[i])) {
                        svg.append(String.format(
                                Locale.ROOT,
                                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%1$.1f\" y2=\"%.1f\" stroke=\"%s\""
                                        + " stroke-width=\"3\"/>%n",
                                across.at(part.x()[i]),
                                up.at(0),
                                up.at(part.high()[i]),
                                colour));
                    }
                }
            }
            case MARKS -> {
                for (int i = 0; i < part.x().length; i++) {
                    if (Double.isFinite(part.high()[i])) {
                        svg.append(String.format(
                                Locale.ROOT,
                                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n",
                                across.at(part.x()[i]),
                                up.at(part.high()[i]),
                                colour));
                    }
                }
            }
        }
    }

    /** Of many points, the least and the greatest of each group are drawn, so that no spike is lost. */
    private static String path(double[] x, double[] y, Axis across, Axis up, int stride) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < x.length; i += stride) {
            int least = i;
            int greatest = i;
            for (int j = i; j < Math.min(i + stride, x.length); j++) {
                if (!Double.isFinite(y[j])) {
                    pen = false;
                } else {
                    least = !Double.isFinite(y[least]) || y[j] < y[least] ? j : least;
                    greatest = !Double.isFinite(y[greatest]) || y[j] > y[greatest] ? j : greatest;
                }
            }
            if (Double.isFinite(y[least])) {
                int first = Math.min(least, greatest);
                int second = Math.max(least, greatest);
                path.append(point(pen ? "L" : "M", x[first], y[first], across, up));
                if (second != first) {
                    path.append(point("L", x[second], y[second], across, up));
                }
                pen = true;
            }
        }
        return path.toString();
    }

    private static String point(String verb, double x, double y, Axis across, Axis up) {
        return String.format(Locale.ROOT, "%s%.1f %.1f", verb, across.at(x), up.at(y));
    }

    private void legend(StringBuilder svg) {
        double x = LEFT + 120;
        for (int i = 0; i < parts.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.0f\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\" fill-opacity=\"%s\"/>%n",
                    x,
                    TOP - 18,
                    COLOURS.get(i % COLOURS.size()),
                    parts.get(i).kind() == Kind.BAND ? "0.3" : "1"));
            svg.append(text(x + 16, TOP - 8, "start", parts.get(i).name()));
            x += 40 + 7 * parts.get(i).name().length();
        }
    }

    private static String rule(double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
                x1,
                y1,
                x2,
                y2);
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String time(double seconds, Axis axis) {
        String pattern = axis.to - axis.from > 20 * 86_400.0
                ? "yyyy-MM-dd"
                : axis.to - axis.from > 86_400 ? "MM-dd HH:mm" : axis.to - axis.from > 600 ? "HH:mm" : "HH:mm:ss";
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochSecond((long) seconds));
    }

    private static String number(double value, double step) {
        double rounded = Math.rint(value / step) * step;
        int digits = (int) Math.max(0, Math.min(9, Math.ceil(-Math.log10(step) - 1e-9)));
        return Math.abs(value) >= 1e7 || step < 1e-9
                ? String.format(Locale.ROOT, "%.3g", value)
                : String.format(Locale.ROOT, "%." + digits + "f", rounded + 0.0);
    }

    private static double least(List<double[]> arrays) {
        return arrays.stream()
                .flatMapToDouble(java.util.Arrays::stream)
                .filter(Double::isFinite)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double[] negated(double[] values) {
        return java.util.Arrays.stream(values).map(value -> -value).toArray();
    }

    /** Maps values to pixels. */
    private record Axis(double from, double to, double first, double last, boolean logarithmic) {
        private double at(double value) {
            if (to <= from) {
                return (first + last) / 2;
            }
            double part = logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
            return first + part * (last - first);
        }

        private double step(int about) {
            double raw = Math.max((to - from) / about, Math.abs(to) * 1e-12 + Double.MIN_NORMAL);
            double power = Math.pow(10, Math.floor(Math.log10(raw)));
            double mantissa = raw / power;
            return power * (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10);
        }

        private List<Double> ticks(int about) {
            List<Double> ticks = new ArrayList<>();
            if (logarithmic) {
                for (int i = 0; i <= about; i++) {
                    ticks.add(from * Math.pow(to / from, (double) i / about));
                }
                return ticks;
            }
            return even(step(about));
        }

        private List<Double> timeTicks() {
            double raw = (to - from) / 8;
            for (double step : new double[] {
                1,
                5,
                10,
                30,
                60,
                300,
                600,
                1800,
                3600,
                10_800,
                21_600,
                43_200,
                86_400,
                172_800,
                604_800,
                1_209_600,
                2_592_000,
                7_776_000,
                31_536_000
            }) {
                if (raw <= step) {
                    return even(step);
                }
            }
            return even(step(8));
        }

        private List<Double> even(double step) {
            List<Double> ticks = new ArrayList<>();
            for (double tick = Math.ceil(from / step) * step; tick <= to && ticks.size() < 50; tick += step) {
                ticks.add(tick);
            }
            return ticks;
        }
    }
}
