package org.metergate.wire.analysis.energy;

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
 * Energy of the meters whose records pass. What it remembers is on disk after each block of the demand, each event and at
 * the end; what a kill takes, the next reading of the counter brings back, for counters do not forget.
 */
@Component(
        name = EnergyConfig.PID,
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
@Designate(ocd = EnergyConfig.class, factory = true)
public final class EnergyComponent extends WireStage {
    private static final Logger LOG = LoggerFactory.getLogger(EnergyComponent.class);
    private static final Duration LEAST_BETWEEN_SAVES = Duration.ofMinutes(1);

    private final Clock clock;
    private final Optional<Path> folder;
    private final Meters meters = new Meters();
    private volatile EnergySettings settings;
    private Optional<StateFile> file = Optional.empty();
    private Instant saved = Instant.EPOCH;
    private boolean unsaved;
    private boolean unwritable;

    /**
     * @param context of the bundle, for its place on disk
     * @param wires of the gateway
     */
    @Activate
    public EnergyComponent(BundleContext context, @Reference(name = "wires") WireHelperService wires) {
        this(wires, Clock.systemUTC(), DataFolder.of(context, "energy"));
    }

    EnergyComponent(WireHelperService wires, Clock clock, Optional<Path> folder) {
        super(wires, EnergyConfig.PID);
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
        EnergySettings wanted = EnergySettings.from(properties);
        named(properties);
        if (!wanted.equals(settings)) {
            settings = wanted;
            tell(wanted.problems());
            if (wanted.problems().isEmpty()) {
                meters.apply(wanted);
            }
        }
    }

    @Deactivate
    synchronized void deactivate() {
        if (unsaved) {
            save();
        }
    }

    private synchronized void load() {
        if (folder.isEmpty()) {
            return; // a gateway without a place for data forgets with the instance
        }
        try {
            Files.createDirectories(folder.get());
            StateFile mine = new StateFile(folder.get().resolve(name().replaceAll("[^A-Za-z0-9.-]", "_") + ".txt"));
            file = Optional.of(mine);
            Optional<List<String>> lines = mine.read();
            if (lines.isPresent()) {
                meters.restore(lines.get(), settings);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} begins to count anew, its state cannot be read: {}", name(), e.getMessage());
        }
    }

    @Override
    protected boolean emitsInput() {
        return settings.emitInput();
    }

    @Override
    protected synchronized Map<String, TypedValue<?>> results(Map<String, TypedValue<?>> input) {
        EnergySettings now = settings;
        if (!now.problems().isEmpty()) {
            return Map.of();
        }
        RecordEnergy record = new RecordEnergy(now, meters, clock.instant());
        Map<String, TypedValue<?>> results = record.of(input);
        unsaved |= record.hasCounted();
        boolean due = Duration.between(saved, clock.instant()).compareTo(LEAST_BETWEEN_SAVES) >= 0;
        if (unsaved && due && record.isWorthSaving()) {
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
            file.get().write(meters.save());
            unsaved = false;
            unwritable = false;
        } catch (IOException e) {
            if (!unwritable) {
                unwritable = true;
                LOG.error("{} cannot keep its state: {}; others are not logged", name(), e.toString());
            }
        }
    }
}
