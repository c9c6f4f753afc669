package org.metergate.emulator.gateway.wire;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireComponent;
import org.eclipse.kura.wire.WireEmitter;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.WireSupport;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.wireadmin.Producer;
import org.osgi.service.wireadmin.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits a record {@code TIMER} with the time in milliseconds at a fixed rate. Everything behind its wires runs on its one
 * thread {@code WiresTimer_<pid>_<n>}: a slow receiver makes the ticks slip.
 */
@Component(
        name = TimerConfig.PID,
        service = {ConfigurableComponent.class, WireComponent.class, WireEmitter.class, Producer.class},
        configurationPolicy = REQUIRE,
        immediate = true,
        property = "kura.ui.service.hide:Boolean=true")
@Designate(ocd = TimerConfig.class, factory = true)
public final class Timer implements WireEmitter, ConfigurableComponent {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

    private final WireSupport wires;
    private final Clock clock = Clock.systemUTC();
    private final AtomicInteger threads = new AtomicInteger();
    private ScheduledExecutorService ticking;

    @Activate
    @SuppressWarnings("unchecked")
    public Timer(@Reference WireHelperService helper, ComponentContext context, Map<String, Object> properties) {
        this.wires = helper.newWireSupport(this, (ServiceReference<WireComponent>) context.getServiceReference());
        updated(properties);
    }

    /** Starts anew, with equal values too: so Kura's timer does. */
    @Modified
    synchronized void updated(Map<String, Object> properties) {
        stop();
        try {
            TimerSettings settings = TimerSettings.from(properties);
            ThreadFactory named =
                    task -> new Thread(task, "WiresTimer_" + settings.pid() + "_" + threads.incrementAndGet());
            ticking = Executors.newSingleThreadScheduledExecutor(named);
            ticking.scheduleAtFixedRate(
                    this::tick, settings.first().toMillis(), settings.interval().toMillis(), TimeUnit.MILLISECONDS);
        } catch (IllegalArgumentException e) {
            LOG.warn("failed to start timer {}: {}", properties.get("kura.service.pid"), e.getMessage());
        }
    }

    @Deactivate
    synchronized void stop() {
        if (ticking != null) {
            ticking.shutdownNow();
            ticking = null;
        }
    }

    private void tick() {
        wires.emit(List.of(new WireRecord(Map.of("TIMER", TypedValues.newLongValue(clock.millis())))));
    }

    @Override
    public void consumersConnected(Wire[] connected) {
        wires.consumersConnected(connected);
    }

    @Override
    public Object polled(Wire wire) {
        return wires.polled(wire);
    }
}
