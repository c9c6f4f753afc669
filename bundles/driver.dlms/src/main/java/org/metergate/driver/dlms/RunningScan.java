package org.metergate.driver.dlms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.metergate.dlms.Answer;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.CosemObject;
import org.metergate.dlms.DlmsReading;
import org.metergate.dlms.ObisDictionary;
import org.metergate.dlms.ProfileReader.Column;
import org.metergate.dlms.ProfileReader.RefusedException;
import org.metergate.dlms.ProfileReader.Shape;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.dlms.scan.Proposal;
import org.metergate.driver.dlms.scan.Scan;
import org.metergate.model.ObisCode;
import org.metergate.model.Quality;
import org.metergate.model.Unit;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scan and its thread: walks the association view and reads what a channel could tell. */
final class RunningScan implements Scan {
    private static final Logger LOG = LoggerFactory.getLogger(RunningScan.class);
    private static final int AT_ONCE = 10;
    /** Attributes that hold one value, by interface class. */
    private static final Map<Integer, List<Integer>> VALUES = Map.of(
            1, List.of(2),
            3, List.of(2),
            4, List.of(2),
            5, List.of(2, 3),
            8, List.of(2),
            70, List.of(2, 3),
            71, List.of(3));

    private static final int PROFILE = 7;
    private static final int MOST_SHOWN = 80;

    private final String driver;
    private final ConnectedMeter meter;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Proposal> proposals = new CopyOnWriteArrayList<>();
    private final Set<String> names = new HashSet<>();
    private volatile boolean cancelled;
    private volatile State state = State.RUNNING;
    private volatile Optional<String> failure = Optional.empty();
    private volatile double progress;

    RunningScan(String driver, ConnectedMeter meter) {
        this.driver = driver;
        this.meter = meter;
        this.thread = new Thread(this::run, "dlms-scan-" + driver);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        State end = State.FAILED;
        try {
            Optional<Diagnosis> wrong = walked();
            failure = wrong.map(why -> meter.settings().name() + ": " + why.sentence());
            end = cancelled ? State.CANCELLED : wrong.isPresent() ? State.FAILED : State.COMPLETE;
        } catch (LineException e) {
            failure = Optional.of(
                    meter.settings().name() + ": " + meter.polled().why(e).sentence());
            end = cancelled ? State.CANCELLED : State.FAILED;
        } catch (MalformedFrameException e) {
            failure = Optional.of(
                    meter.settings().name() + ": " + meter.polled().why(e).sentence());
        } catch (RuntimeException e) { // outermost loop of the thread
            LOG.error("the scan of {} failed", driver, e);
            failure = Optional.of("the scan failed: " + e);
        } finally {
            progress = end == State.COMPLETE ? 1 : progress;
            state = end;
            LOG.info("scan of {}: {}, {} channels", driver, end, proposals.size());
            ended.countDown();
        }
    }

    private Optional<Diagnosis> walked() throws LineException, MalformedFrameException {
        Outcome reached = meter.polled().read(List.of());
        if (reached.diagnosis().quality() != Quality.GOOD) {
            return Optional.of(reached.diagnosis());
        }
        List<CosemObject> objects = meter.polled().session().objects();
        if (objects.isEmpty()) {
            return Optional.of(new Diagnosis(
                    Quality.REFUSED,
                    "the meter shows this client no list of objects",
                    "scan as another client.address, or enter the objects by hand"));
        }
        List<CosemAttribute> asked = new ArrayList<>();
        List<ObisCode> profiles = new ArrayList<>();
        for (CosemObject object : objects) {
            VALUES.getOrDefault(object.classId(), List.of())
                    .forEach(attribute -> asked.add(new CosemAttribute(object.classId(), object.object(), attribute)));
            if (object.classId() == PROFILE) {
                profiles.add(object.object());
            }
        }
        for (int from = 0; from < asked.size() && !cancelled; from += AT_ONCE) {
            List<CosemAttribute> some = asked.subList(from, Math.min(asked.size(), from + AT_ONCE));
            Outcome outcome = meter.polled().read(some);
            if (outcome.readings().isEmpty()) {
                return Optional.of(outcome.diagnosis());
            }
            some.forEach(attribute -> propose(outcome.readings().get(attribute)));
            progress = 0.9 * (from + some.size()) / asked.size();
        }
        for (ObisCode profile : profiles) {
            if (!cancelled) {
                columns(profile);
            }
        }
        return Optional.empty();
    }

    private void propose(DlmsReading reading) {
        Answer answer = reading.answer();
        CosemAttribute attribute = reading.attribute();
        if (answer instanceof Answer.Measured measured) {
            boolean counted = measured.quantity().unit() == Unit.ONE
                    && measured.quantity().value().scale() <= 0;
            propose(
                    attribute,
                    counted ? "LONG" : "DOUBLE",
                    measured.quantity().unit().symbol(),
                    measured.quantity().value().toPlainString());
        } else if (answer instanceof Answer.Text text) {
            boolean truth = text.text().equals("true") || text.text().equals("false");
            propose(attribute, truth ? "BOOLEAN" : "STRING", "", text.text());
        } else if (answer instanceof Answer.Moment moment) {
            propose(attribute, "STRING", "", moment.time().toString());
        } else if (answer instanceof Answer.Raw raw) {
            propose(attribute, "BYTE_ARRAY", "", java.util.HexFormat.of().formatHex(raw.bytes()));
        }
    }

    private void propose(CosemAttribute attribute, String type, String unit, String value) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("object", attribute.object().toString());
        settings.put("class", String.valueOf(attribute.classId()));
        settings.put("attribute", String.valueOf(attribute.attribute()));
        String name = named(attribute) + (attribute.attribute() == 2 ? "" : "_" + attribute.attribute());
        String shown = value.length() > MOST_SHOWN ? value.substring(0, MOST_SHOWN) + "…" : value;
        add(new Proposal(unique(name, attribute.object()), attribute.object().toString(), type, unit, shown, settings));
    }

    private void columns(ObisCode profile) throws LineException, MalformedFrameException {
        try {
            Optional<Shape> shape = meter.profiles().shape(profile);
            for (Column column : shape.map(Shape::columns).orElse(List.of())) {
                CosemAttribute attribute = column.attribute();
                boolean value =
                        VALUES.getOrDefault(attribute.classId(), List.of()).contains(attribute.attribute())
                                && attribute.classId() != CosemAttribute.CLOCK.classId();
                if (value) {
                    Map<String, String> settings = new LinkedHashMap<>();
                    settings.put("object", attribute.object().toString());
                    settings.put("class", String.valueOf(attribute.classId()));
                    settings.put("attribute", String.valueOf(attribute.attribute()));
                    settings.put("profile", profile.toString());
                    String name = ObisDictionary.name(profile) + "_" + named(attribute);
                    add(new Proposal(
                            unique(name, attribute.object()),
                            attribute.object().toString(),
                            attribute.classId() == 1 ? "STRING" : "DOUBLE",
                            unit(attribute.object()),
                            "",
                            settings));
                }
            }
        } catch (RefusedException e) {
            LOG.debug(
                    "scan of {}: profile {}: {}", driver, profile, e.getMessage()); // one that this client may not see
        }
    }

    /** Found a moment ago, when the register itself was read. */
    private String unit(ObisCode object) {
        return proposals.stream()
                .filter(one ->
                        one.object().equals(object.toString()) && !one.unit().isEmpty())
                .map(Proposal::unit)
                .findFirst()
                .orElse("");
    }

    private static String named(CosemAttribute attribute) {
        String name = ObisDictionary.name(attribute.object());
        return name.matches("[0-9.]+") ? attribute.object().dotted() : name;
    }

    private String unique(String name, ObisCode object) {
        String free = names.contains(name) ? name + "_" + object.dotted() : name;
        for (int number = 2; names.contains(free); number++) {
            free = name + "_" + number;
        }
        names.add(free);
        return free;
    }

    private void add(Proposal proposal) {
        proposals.add(proposal);
    }

    @Override
    public String driver() {
        return driver;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public double progress() {
        return progress;
    }

    @Override
    public List<Proposal> proposals() {
        return List.copyOf(proposals);
    }

    @Override
    public Optional<String> failure() {
        return failure;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public boolean await(Duration patience) throws InterruptedException {
        return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Breaks off, and waits a little for the thread to end. */
    void stop() {
        cancel();
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
