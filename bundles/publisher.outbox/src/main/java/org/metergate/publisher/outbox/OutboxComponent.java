package org.metergate.publisher.outbox;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.metergate.settings.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the gateway's outbox and offers it as a service. Moving it to another folder takes the service away and offers
 * another one; what is stored stays where it was.
 */
@Component(
        name = OutboxConfig.PID,
        service = ConfigurableComponent.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = OutboxConfig.class)
public final class OutboxComponent implements ConfigurableComponent {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxComponent.class);

    private final BundleContext context;
    private OutboxSettings settings;
    private Optional<FileOutbox> outbox = Optional.empty();
    private Optional<ServiceRegistration<Outbox>> registration = Optional.empty();

    /**
     * For the gateway.
     *
     * @param context of this bundle
     * @param properties see the form
     */
    @Activate
    public OutboxComponent(BundleContext context, Map<String, Object> properties) {
        this.context = context;
        this.settings = OutboxSettings.from(properties);
        complain();
        open();
    }

    @Modified
    synchronized void modified(Map<String, Object> properties) {
        OutboxSettings wanted = OutboxSettings.from(properties);
        if (wanted.equals(settings)) {
            return;
        }
        boolean moved = !wanted.folder().equals(settings.folder());
        settings = wanted;
        complain();
        if (moved || outbox.isEmpty()) {
            close();
            open();
        } else {
            outbox.get().configure(wanted.limits(), wanted.computedNames());
        }
    }

    /** Takes the service away and closes the files. */
    @Deactivate
    synchronized void close() {
        registration.ifPresent(ServiceRegistration::unregister);
        registration = Optional.empty();
        try {
            if (outbox.isPresent()) {
                outbox.get().close();
            }
        } catch (OutboxException e) {
            LOG.error("{}", e.getMessage());
        }
        outbox = Optional.empty();
    }

    private synchronized void open() {
        Path folder = folder(settings.folder(), context);
        try {
            FileOutbox opened = FileOutbox.open(folder, settings.limits(), settings.computedNames());
            outbox = Optional.of(opened);
            registration = Optional.of(context.registerService(Outbox.class, opened, null));
        } catch (OutboxException e) {
            LOG.error("{}; nothing is published until another folder is set or this one can be used", e.getMessage());
        }
    }

    static Path folder(String wanted, BundleContext context) {
        return wanted.isEmpty()
                ? DataFolder.of(context, "outbox")
                        .orElseThrow(() -> new IllegalStateException("there is no place for data on this gateway"))
                : Path.of(wanted);
    }

    private void complain() {
        if (!settings.problems().isEmpty()) {
            LOG.error("the outbox takes defaults for {}; correct the configuration", settings.problems());
        }
    }
}
