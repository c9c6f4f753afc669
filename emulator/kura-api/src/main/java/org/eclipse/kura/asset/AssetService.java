package org.eclipse.kura.asset;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Finds assets by their kura.service.pid. */
@ProviderType
public interface AssetService {
    /** The asset, or null. */
    Asset getAsset(String assetPid);

    /** The kura.service.pid of the asset, or null. */
    String getAssetPid(Asset asset);

    List<Asset> listAssets();
}
