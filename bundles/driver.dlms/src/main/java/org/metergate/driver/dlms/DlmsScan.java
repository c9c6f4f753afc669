package org.metergate.driver.dlms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.metergate.dlms.Answer;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.CosemObject;
import org.metergate.dlms.DlmsReading;
import org.metergate.dlms.ObisDictionary;
import org.metergate.dlms.ProfileReader.Column;
import org.metergate.dlms.ProfileReader.RefusedException;
import org.metergate.dlms.ProfileReader.Shape;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.scan.ProposedChannel;
import org.metergate.driver.channels.scan.RunningScan;
import org.metergate.driver.channels.scan.ScannedMeter;
import org.metergate.driver.dlms.scan.Proposal;
import org.metergate.driver.dlms.scan.Scan;
import org.metergate.model.ObisCode;
import org.metergate.model.Quality;
import org.metergate.model.Unit;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scan of a meter: walks the association view and reads what a channel could tell. */
final class DlmsScan extends RunningScan implements Scan {
    private static final Logger LOG = LoggerFactory.getLogger(DlmsScan.class);
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
    private static final String METER_ID = "0-0:96.1.0*255";
    private static final String DEVICE_NAME = "0-0:42.0.0*255";

    private final String driver;
    private final ConnectedMeter meter;
    private final boolean own;
    private final Map<String, String> settings;
    private final List<Proposal> proposals = new CopyOnWriteArrayList<>();
    private final Set<String> names = new HashSet<>();

    /**
     * @param id of the scan
     * @param driver whose meter it is; empty if it is nobody's
     * @param meter that is asked
     * @param own whether the meter is given up at the end
     * @param settings of a driver that reads this meter, without passwords and keys
     */
    DlmsScan(String id, String driver, ConnectedMeter meter, boolean own, Map<String, String> settings) {
        super(id, ScanService.KIND, meter.settings().line().toString());
        this.driver = driver;
        this.meter = meter;
        this.own = own;
        this.settings = settings;
    }

    @Override
    public String driver() {
        return driver;
    }

    @Override
    public List<Proposal> proposals() {
        return List.copyOf(proposals);
    }

    @Override
    protected Optional<String> scan() throws LineException, MalformedFrameException {
        try {
            return walked().map(why -> meter.settings().name() + ": " + why.sentence());
        } finally {
            if (own) {
                meter.close();
            }
        }
    }

    @Override
    protected String why(LineException failed) {
        return meter.settings().name() + ": " + meter.polled().why(failed).sentence();
    }

    @Override
    protected String why(MalformedFrameException failed) {
        return meter.settings().name() + ": " + meter.polled().why(failed).sentence();
    }

    /** The meter as it is known now; its channels grow. */
    private void tell() {
        String number = value(METER_ID).or(() -> value(DEVICE_NAME)).orElse("");
        List<ProposedChannel> channels = new ArrayList<>();
        for (Proposal one : proposals) {
            boolean usual = one.valueType().equals("DOUBLE")
                    && !one.unit().isEmpty()
                    && one.object().startsWith("1-0:")
                    && one.object().endsWith("*255")
                    && !one.settings().containsKey("profile")
                    && isPresent(one.object());
            channels.add(
                    new ProposedChannel(one.name(), one.valueType(), one.unit(), one.value(), one.settings(), usual));
        }
        channels.add(new ProposedChannel("diagnosis", "STRING", "", "", Map.of("kind", "DIAGNOSIS"), false));
        found(new ScannedMeter(
                meter.settings().meter().replace("dlms meter ", ""),
                ScannedMeter.named("meter " + number),
                value(DEVICE_NAME).orElse(""),
                settings,
                channels,
                ""));
    }

    /** Totals of time integrals, and instantaneous values (IEC 62056-6-1, 5.4): D is 7 or 8, E is 0. */
    private static boolean isPresent(String object) {
        return object.matches("1-0:[0-9]+\\.[78]\\.0\\*255");
    }

    private Optional<String> value(String object) {
        return proposals.stream()
                .filter(one -> one.object().equals(object) && !one.value().isBlank())
                .map(Proposal::value)
                .findFirst();
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
        for (int from = 0; from < asked.size() && !isCancelled(); from += AT_ONCE) {
            List<CosemAttribute> some = asked.subList(from, Math.min(asked.size(), from + AT_ONCE));
            Outcome outcome = meter.polled().read(some);
            if (outcome.readings().isEmpty()) {
                return Optional.of(outcome.diagnosis());
            }
            some.forEach(attribute -> propose(outcome.readings().get(attribute)));
            progress(0.9 * (from + some.size()) / asked.size());
            tell();
        }
        for (ObisCode profile : profiles) {
            if (!isCancelled()) {
                columns(profile);
            }
        }
        tell();
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
            propose(attribute, "BYTE_ARRAY", "", HexFormat.of().formatHex(raw.bytes()));
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
}
