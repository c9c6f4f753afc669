package org.metergate.emulator.gateway.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.kura.configuration.metatype.Designate;
import org.eclipse.kura.configuration.metatype.OCD;
import org.eclipse.kura.core.configuration.metatype.Tmetadata;
import org.eclipse.kura.core.configuration.metatype.Tocd;
import org.metergate.emulator.gateway.metatype.MetatypeXml;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.util.tracker.BundleTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xml.sax.SAXException;

/**
 * Finds the forms of bundles as they become active. The MetaTypeService names the PIDs; the form itself is looked for in
 * {@code OSGI-INF/metatype/<PID>.xml} only, under the id of the PID. Another file name, and the form is not seen.
 */
final class MetatypeTracker extends BundleTracker<Bundle> {
    private static final Logger LOG = LoggerFactory.getLogger(MetatypeTracker.class);

    private final MetaTypeService metatypes;
    private final GatewayConfigurationService configurations;

    MetatypeTracker(BundleContext context, MetaTypeService metatypes, GatewayConfigurationService configurations) {
        super(context, Bundle.ACTIVE, null);
        this.metatypes = metatypes;
        this.configurations = configurations;
    }

    @Override
    public Bundle addingBundle(Bundle bundle, BundleEvent event) {
        for (String pid : pids(bundle)) {
            URL file = bundle.getEntry("OSGI-INF/metatype/" + pid + ".xml");
            if (file == null) {
                continue;
            }
            try {
                add(bundle, pid, file);
            } catch (IOException | SAXException | RuntimeException e) {
                LOG.error("Error seeding configuration for pid: {} from {}: {}", pid, file, e.toString());
            }
        }
        return bundle;
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {
        configurations.removeFactoriesOf(bundle);
    }

    private void add(Bundle bundle, String pid, URL file) throws IOException, SAXException {
        Tmetadata metadata;
        try (InputStream in = file.openStream()) {
            metadata = MetatypeXml.read(in);
        }
        Designate designate =
                designate(metadata, pid).orElseThrow(() -> new IllegalArgumentException("no Designate for this pid"));
        String factoryPid = designate.getFactoryPid();
        if (factoryPid != null && !factoryPid.isEmpty()) {
            configurations.addFactoryForm(factoryPid, form(metadata, factoryPid), bundle);
        } else {
            configurations.addForm(pid, form(metadata, pid));
        }
    }

    private Set<String> pids(Bundle bundle) {
        Set<String> pids = new LinkedHashSet<>();
        MetaTypeInformation information = metatypes.getMetaTypeInformation(bundle);
        if (information != null) {
            pids.addAll(List.of(information.getPids()));
            pids.addAll(List.of(information.getFactoryPids()));
        }
        return pids;
    }

    private static Optional<Designate> designate(Tmetadata metadata, String pid) {
        return metadata.getDesignate().stream()
                .filter(designate -> pid.equals(designate.getPid()) || pid.equals(designate.getFactoryPid()))
                .findFirst();
    }

    private static Tocd form(Tmetadata metadata, String id) {
        for (OCD form : metadata.getOCD()) {
            if (id.equals(form.getId())) {
                return (Tocd) form;
            }
        }
        throw new IllegalArgumentException("no OCD with the id " + id);
    }
}
