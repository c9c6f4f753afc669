package org.metergate.guard;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.deploymentadmin.BundleInfo;
import org.osgi.service.deploymentadmin.DeploymentPackage;

/** Asks the framework for the states of bundles, and the component runtime for failed activations. */
final class FrameworkHealth implements Health {

    private static final String CAUSE = "Caused by: ";
    private static final int LONGEST = 400;

    private final BundleContext context;
    private final ServiceComponentRuntime components;

    FrameworkHealth(BundleContext context, ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    @Override
    public List<String> faults(DeploymentPackage installed) {
        List<String> faults = new ArrayList<>();
        for (BundleInfo info : installed.getBundleInfos()) {
            Bundle bundle = installed.getBundle(info.getSymbolicName());
            if (bundle == null) {
                faults.add(info.getSymbolicName() + " is not there");
            } else if (isDueToRun(bundle)) {
                if (bundle.getState() != Bundle.ACTIVE) {
                    faults.add(info.getSymbolicName() + " does not start");
                } else {
                    componentFaults(bundle, faults);
                }
            }
        }
        return faults;
    }

    @Override
    public List<String> reasons(DeploymentPackage installed) {
        List<String> reasons = new ArrayList<>();
        for (BundleInfo info : installed.getBundleInfos()) {
            Bundle bundle = installed.getBundle(info.getSymbolicName());
            if (bundle != null && isDueToRun(bundle) && bundle.getState() != Bundle.ACTIVE) {
                try {
                    bundle.start(Bundle.START_TRANSIENT);
                } catch (BundleException e) {
                    reasons.add(info.getSymbolicName() + ": " + oneLine(e));
                }
            }
        }
        for (String fault : faults(installed)) {
            if (reasons.stream().noneMatch(reason -> reason.startsWith(fault.split(" ")[0]))) {
                reasons.add(fault);
            }
        }
        return reasons;
    }

    private void componentFaults(Bundle bundle, List<String> faults) {
        for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs(bundle)) {
            for (ComponentConfigurationDTO made : components.getComponentConfigurationDTOs(description)) {
                if (made.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    faults.add(description.name + " cannot be activated" + why(made.failure));
                }
            }
        }
    }

    /** Not before the framework has come up to the bundle's start level; a fragment or a lazy bundle need not. */
    private boolean isDueToRun(Bundle bundle) {
        String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
        return bundle.adapt(BundleStartLevel.class).getStartLevel()
                        <= context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel()
                && bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null
                && (policy == null || !policy.startsWith(Constants.ACTIVATION_LAZY));
    }

    /** The last cause that a stack trace names. */
    private static String why(String trace) {
        if (trace == null) {
            return "";
        }
        List<String> causes = trace.lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .map(line -> line.startsWith(CAUSE) ? line.substring(CAUSE.length()) : line)
                .toList();
        return causes.isEmpty() ? "" : ": " + causes.get(causes.size() - 1);
    }

    private static String oneLine(BundleException e) {
        Throwable last = e;
        while (last.getCause() != null && e.getType() == BundleException.ACTIVATOR_ERROR) {
            last = last.getCause();
        }
        String line = String.valueOf(last.getMessage() == null ? last : last.getMessage())
                .strip()
                .replaceAll("\\s+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
