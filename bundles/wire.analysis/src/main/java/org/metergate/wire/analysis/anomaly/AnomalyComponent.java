package org.metergate.wire.analysis.anomaly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireReceiver;
import org.metergate.settings.DataFolder;
import org.metergate.wire.analysis.StateFile;
import org.metergate.wire.analysis.WireStage;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.wireadmin.Consumer;
import org.osgi.service.wireadmin.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores and findings of the meters whose records pass. What it learnt is on disk every quarter of an hour, after each
 * finding and at the end; a kill takes what a quarter of an hour taught.
 */
@Component(
        name = AnomalyConfig.PID,
        service = {
            ConfigurableComponent.class,
            WireComponent.class,
            WireEmitter.class,
            WireReceiver.class,
            Producer.class,
            Consumer.class
        },
        property = "kura.ui.service.hide:Boolean=true",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = AnomalyConfig.class, factory = true)
public final class AnomalyComponent extends WireStage {
    private static final Logger LOG = LoggerFactory.getLogger(AnomalyComponent.class);
    private static final Duration BETWEEN_SAVES = Duration.ofMinutes(15);
    private static final Duration LEAST_BETWEEN_SAVES = Duration.ofMinutes(1);

    private final Clock clock;
    private final Optional<Path> folder;
    private final Watched watched = new Watched();
    private volatile AnomalySettings settings;
    private Optional<StateFile> file = Optional.empty();
    private Instant saved = Instant.EPOCH;
    private boolean unsaved;
    private boolean urgent;
    private boolean unwritable;

    /**
     * @param context of the bundle, for its place on disk
     * @param wires of the gateway
     */
    @Activate
    public AnomalyComponent(BundleContext context, @Reference(name = "wires") WireHelperService wires) {
        this(wires, Clock.systemUTC(), DataFolder.of(context, "anomaly"));
    }

    AnomalyComponent(WireHelperService wires, Clock clock, Optional<Path> folder) {
        super(wires, AnomalyConfig.PID);
        this.clock = clock;
        this.folder = folder;
    }

    @Activate
    void activate(ComponentContext context, Map<String, Object> properties) {
        updated(properties);
        load();
        connect(context);
    }

    @Modified
    synchronized void updated(Map<String, Object> properties) {
        AnomalySettings wanted = AnomalySettings.from(properties);
        named(properties);
        if (!wanted.equals(settings)) {
            settings = wanted;
            tell(wanted.problems());
        }
    }

    @Deactivate
    synchronized void deactivate() {
        if (unsaved) {
            save();
        }
    }

    private synchronized void load() {
        saved = clock.instant();
        if (folder.isEmpty()) {
            return; // a gateway without a place for data forgets with the instance
        }
        try {
            Files.createDirectories(folder.get());
            StateFile mine = new StateFile(folder.get().resolve(name().replaceAll("[^A-Za-z0-9.-]", "_") + ".txt"));
            file = Optional.of(mine);
            Optional<List<String>> lines = mine.read();
            if (lines.isPresent()) {
                watched.restore(lines.get());
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} begins to learn anew, its state cannot be read: {}", name(), e.getMessage());
        }
    }

    @Override
    protected boolean emitsInput() {
        return settings.emitInput();
    }

    @Override
    protected synchronized Map<String, TypedValue<?>> results(Map<String, TypedValue<?>> input) {
        AnomalySettings now = settings;
        if (!now.problems().isEmpty()) {
            return Map.of();
        }
        RecordAnomalies record = new RecordAnomalies(now, watched, clock.instant());
        Map<String, TypedValue<?>> results = record.of(input);
        unsaved = true;
        urgent |= record.hasFound();
        Duration since = Duration.between(saved, clock.instant());
        if (since.compareTo(urgent ? LEAST_BETWEEN_SAVES : BETWEEN_SAVES) >= 0) {
            save();
        }
        return results;
    }

    private void save() {
        saved = clock.instant();
        if (file.isEmpty()) {
            return;
        }
        try {
            file.get().write(watched.save());
            unsaved = false;
            urgent = false;
            unwritable = false;
        } catch (IOException e) {
            if (!unwritable) {
                unwritable = true;
                LOG.error("{} cannot keep its state: {}; others are not logged", name(), e.toString());
            }
        }
    }
}
