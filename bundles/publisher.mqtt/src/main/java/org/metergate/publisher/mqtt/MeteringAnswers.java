package org.metergate.publisher.mqtt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.asset.Asset;
import org.eclipse.kura.channel.Channel;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.channel.ChannelType;
import org.eclipse.kura.type.TypedValue;
import org.metergate.publisher.outbox.AcceptedReading;
import org.metergate.publisher.outbox.DestinationStatus;
import org.metergate.publisher.outbox.Outbox;
import org.metergate.publisher.outbox.OutboxStatus;
import org.metergate.publisher.outbox.Point;

/**
 * What there is to say to a request, as maps and lists that become JSON; the README of this bundle has the fields.
 *
 * @param assets the meters by name
 * @param outbox where readings wait, if it is there
 * @param scanners the services that scan lines
 */
record MeteringAnswers(
        Map<String, Asset> assets,
        Optional<Outbox> outbox,
        List<Function<Map<String, Object>, Map<String, Object>>> scanners) {

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final String PATHS = "GET meters, GET meters/<meter>, GET latest, GET latest/<meter>, GET status,"
            + " GET scan, EXEC read/<meter>, EXEC read/<meter>/<channel>/..., EXEC diagnose/<meter>, EXEC scan";

    /**
     * Answers a request.
     *
     * @param method GET, PUT, POST, DEL or EXEC
     * @param path parts of the path
     * @param metrics that came with it
     * @return the answer
     * @throws RequestException if the request is wrong
     * @throws KuraException if the gateway failed
     */
    Map<String, Object> to(String method, List<String> path, Map<String, Object> metrics)
            throws RequestException, KuraException {
        String what = method + " " + (path.isEmpty() ? "" : path.get(0)) + " "
                + switch (path.size()) {
                    case 0, 1 -> "";
                    case 2 -> "one";
                    default -> "more";
                };
        return switch (what) {
            case "GET meters " -> Map.of("meters", meters());
            case "GET meters one" -> meter(path.get(1), asset(path.get(1)));
            case "GET latest " -> Map.of(
                    "readings",
                    latest().values().stream().map(MeteringAnswers::reading).toList());
            case "GET latest one" -> reading(latest(path.get(1)));
            case "GET status " -> status();
            case "GET scan " -> scan(Map.of());
            case "EXEC scan " -> scan(metrics);
            case "EXEC read one" -> read(path.get(1), Set.of());
            case "EXEC read more" -> read(path.get(1), new LinkedHashSet<>(path.subList(2, path.size())));
            case "EXEC diagnose one" -> diagnose(path.get(1));
            default -> throw new RequestException(
                    BAD_REQUEST, "'" + method + " " + String.join("/", path) + "' is no request; these are: " + PATHS);
        };
    }

    private List<Map<String, Object>> meters() {
        List<Map<String, Object>> meters = new ArrayList<>();
        new TreeMap<>(assets).forEach((name, asset) -> meters.add(meter(name, asset)));
        return meters;
    }

    private static Map<String, Object> meter(String name, Asset asset) {
        Map<String, Object> meter = new LinkedHashMap<>();
        meter.put("meter", name);
        if (asset.getAssetConfiguration() == null) {
            meter.put("error", "the asset has no configuration yet; is its driver there?");
            return meter;
        }
        meter.put("driver", asset.getAssetConfiguration().getDriverPid());
        List<Map<String, Object>> channels = new ArrayList<>();
        for (Channel channel : new TreeMap<>(asset.getAssetConfiguration().getAssetChannels()).values()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("channel", channel.getName());
            one.put("access", channel.getType().name());
            one.put("type", channel.getValueType().name());
            if (channel.getUnit() != null && !channel.getUnit().isEmpty()) {
                one.put("unit", channel.getUnit());
            }
            one.put("enabled", channel.isEnabled());
            channels.add(one);
        }
        meter.put("channels", channels);
        return meter;
    }

    private Map<String, AcceptedReading> latest() throws RequestException {
        return theOutbox().latest();
    }

    private AcceptedReading latest(String meter) throws RequestException {
        AcceptedReading reading = latest().get(meter);
        if (reading == null) {
            throw new RequestException(
                    NOT_FOUND,
                    "no reading of '" + meter + "' was accepted since the start; EXEC read/" + meter + " reads it");
        }
        return reading;
    }

    private static Map<String, Object> reading(AcceptedReading reading) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Point point : reading.points()) {
            values.put(point.channel(), channel(point.value(), point.unit(), point.time(), point.error()));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("meter", reading.meter());
        fields.put("time", reading.time().toString());
        fields.put("quality", TelemetryEncoder.quality(reading));
        fields.put("values", values);
        return fields;
    }

    private static Map<String, Object> channel(Optional<Object> value, String unit, Instant time, String error) {
        Map<String, Object> fields = new LinkedHashMap<>();
        value.ifPresent(given -> fields.put(
                "value", given instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : given));
        if (!unit.isEmpty()) {
            fields.put("unit", unit);
        }
        fields.put("time", time.toString());
        fields.put("quality", value.isPresent() ? "GOOD" : "BAD");
        if (value.isEmpty()) {
            fields.put("error", error);
        }
        return fields;
    }

    private Map<String, Object> read(String meter, Set<String> channels) throws RequestException, KuraException {
        Asset asset = asset(meter);
        Map<String, Channel> known = asset.getAssetConfiguration().getAssetChannels();
        for (String channel : channels) {
            if (!known.containsKey(channel)) {
                throw new RequestException(
                        NOT_FOUND,
                        "'" + meter + "' has no channel '" + channel + "'; GET meters/" + meter + " lists them");
            }
        }
        return reading(read(meter, asset, channels));
    }

    private static AcceptedReading read(String meter, Asset asset, Set<String> channels) throws KuraException {
        List<ChannelRecord> records = channels.isEmpty() ? asset.readAllChannels() : asset.read(channels);
        List<Point> points = records.stream().map(MeteringAnswers::point).toList();
        Instant newest =
                points.stream().map(Point::time).max(Instant::compareTo).orElse(Instant.EPOCH);
        return new AcceptedReading(meter, newest, points);
    }

    private static Point point(ChannelRecord record) {
        Instant time = Instant.ofEpochMilli(record.getTimestamp());
        String unit = record.getUnit() == null ? "" : record.getUnit();
        ChannelStatus status = record.getChannelStatus();
        TypedValue<?> value = record.getValue();
        if (status == null || status.getChannelFlag() != ChannelFlag.SUCCESS || value == null) {
            String why =
                    status == null || status.getExceptionMessage() == null ? "no value" : status.getExceptionMessage();
            return Point.bad(record.getChannelName(), why.isBlank() ? "no value" : why, time);
        }
        Object plain = value.getValue();
        boolean number = !(plain instanceof Double d && !Double.isFinite(d))
                && !(plain instanceof Float f && !Float.isFinite(f));
        return number
                ? Point.good(record.getChannelName(), plain, unit, time)
                : Point.bad(record.getChannelName(), "the value is " + plain + ", which is no number", time);
    }

    /** Reads the meter now and says what is wrong, with the driver's own diagnosis where a channel gives it. */
    private Map<String, Object> diagnose(String meter) throws RequestException, KuraException {
        Asset asset = asset(meter);
        AcceptedReading now = read(meter, asset, Set.of());
        List<String> sentences = new ArrayList<>();
        List<Map<String, Object>> failed = new ArrayList<>();
        for (Point point : now.points()) {
            Channel channel = asset.getAssetConfiguration().getAssetChannels().get(point.channel());
            boolean diagnosis = channel != null
                    && channel.getType() != ChannelType.WRITE
                    && "DIAGNOSIS".equals(channel.getConfiguration().get("kind"));
            if (diagnosis && point.isGood()) {
                sentences.add(String.valueOf(point.value().orElseThrow()));
            } else if (!point.isGood()) {
                failed.add(Map.of("channel", point.channel(), "error", point.error()));
            }
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("meter", meter);
        fields.put("time", now.time().toString());
        fields.put("quality", TelemetryEncoder.quality(now));
        fields.put("diagnosis", sentences);
        fields.put("failed", failed);
        outbox.map(box -> box.latest().get(meter))
                .ifPresent(latest -> fields.put("latest", latest.time().toString()));
        return fields;
    }

    private Map<String, Object> status() throws RequestException {
        Outbox box = theOutbox();
        OutboxStatus store = box.status();
        List<Map<String, Object>> destinations = new ArrayList<>();
        for (DestinationStatus one : box.destinations()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("destination", one.id());
            fields.put("waiting", one.waiting());
            fields.put("oldest", one.oldest().toSeconds());
            fields.put("confirmed", one.confirmed());
            fields.put("droppedForAge", one.droppedForAge());
            fields.put("droppedForSize", one.droppedForSize());
            fields.put("damaged", one.damaged());
            fields.put("refusedPoints", one.refusedPoints());
            destinations.add(fields);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bytes", store.bytes());
        fields.put("limit", store.limit());
        fields.put("notAccepted", store.notAccepted());
        store.problem().ifPresent(problem -> fields.put("problem", problem));
        fields.put("destinations", destinations);
        return fields;
    }

    private Map<String, Object> scan(Map<String, Object> wishes) throws RequestException {
        if (scanners.isEmpty()) {
            throw new RequestException(NOT_FOUND, "no driver on this gateway scans; install the M-Bus driver");
        }
        boolean wished =
                wishes.keySet().stream().anyMatch(key -> !key.startsWith("request.") && !key.startsWith("requester."));
        String kind = String.valueOf(wishes.getOrDefault("kind", "mbus")).strip();
        Set<Object> kinds = new LinkedHashSet<>();
        List<Map<String, Object>> scans = new ArrayList<>();
        for (Function<Map<String, Object>, Map<String, Object>> scanner : scanners) {
            try {
                Map<String, Object> now = scanner.apply(Map.of());
                kinds.add(now.get("kind"));
                scans.add(wished && kind.equals(now.get("kind")) ? scanner.apply(wishes) : now);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new RequestException(BAD_REQUEST, e.getMessage());
            }
        }
        if (wished && !kinds.contains(kind)) {
            throw new RequestException(BAD_REQUEST, "kind is '" + kind + "'; expected one of " + kinds);
        }
        return Map.of("scans", scans);
    }

    private Outbox theOutbox() throws RequestException {
        return outbox.orElseThrow(
                () -> new RequestException(NOT_FOUND, "the outbox is not open; the gateway's log says why"));
    }

    private Asset asset(String meter) throws RequestException {
        Asset asset = assets.get(meter);
        if (asset == null) {
            throw new RequestException(NOT_FOUND, "there is no meter '" + meter + "'; GET meters lists them");
        }
        return asset;
    }
}
