package org.metergate.guard;

import java.util.List;
import org.osgi.service.deploymentadmin.DeploymentPackage;

/** Whether the bundles of a package run, and their components. */
interface Health {

    /** @return what does not run, in words; empty if all does */
    List<String> faults(DeploymentPackage installed);

    /**
     * Starts what does not run, once more: it may have waited for a package that came later, and if not, the failure says
     * why.
     *
     * @return why, one line for each bundle or component that still does not run
     */
    List<String> reasons(DeploymentPackage installed);
}
