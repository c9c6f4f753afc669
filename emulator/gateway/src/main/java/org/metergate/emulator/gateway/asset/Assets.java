package org.metergate.emulator.gateway.asset;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.eclipse.kura.asset.Asset;
import org.eclipse.kura.asset.AssetService;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The assets in the service registry, by kura.service.pid. An asset is handed out without being held. */
@Component(name = "org.eclipse.kura.asset.AssetService", service = AssetService.class)
public final class Assets implements AssetService {
    private final BundleContext bundle;

    @Activate
    public Assets(BundleContext bundle) {
        this.bundle = bundle;
    }

    /** @return {@code null}, as in Kura, if there is no such asset */
    @Override
    public Asset getAsset(String assetPid) {
        return references().stream()
                .filter(reference -> assetPid.equals(reference.getProperty(KURA_SERVICE_PID)))
                .map(this::asset)
                .findFirst()
                .orElse(null);
    }

    /** @return {@code null}, as in Kura, for an asset that is no service */
    @Override
    public String getAssetPid(Asset asset) {
        return references().stream()
                .filter(reference -> asset(reference) == asset)
                .map(reference -> String.valueOf(reference.getProperty(KURA_SERVICE_PID)))
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<Asset> listAssets() {
        return new ArrayList<>(references().stream().map(this::asset).toList());
    }

    private Asset asset(ServiceReference<Asset> reference) {
        Asset asset = bundle.getService(reference);
        bundle.ungetService(reference);
        return asset;
    }

    private Collection<ServiceReference<Asset>> references() {
        try {
            return bundle.getServiceReferences(Asset.class, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter to be wrong
        }
    }
}
