package org.metergate.emulator.gateway.configuration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.configuration.SelfConfiguringComponent;
import org.eclipse.kura.configuration.metatype.AD;
import org.eclipse.kura.configuration.metatype.Scalar;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a component that keeps its own configuration. The answer counts only if its PID is right and every value has the
 * type its form says; one wrong value and the component is invisible, as in Kura.
 */
final class SelfConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(SelfConfiguration.class);

    private final BundleContext bundle;

    SelfConfiguration(BundleContext bundle) {
        this.bundle = bundle;
    }

    Optional<ComponentConfiguration> of(String pid) {
        try {
            for (ServiceReference<SelfConfiguringComponent> reference :
                    bundle.getServiceReferences(SelfConfiguringComponent.class, null)) {
                if (pid.equals(reference.getProperty(ConfigurationService.KURA_SERVICE_PID))) {
                    return answer(reference, pid);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter to be wrong
        }
        return Optional.empty();
    }

    private Optional<ComponentConfiguration> answer(ServiceReference<SelfConfiguringComponent> reference, String pid) {
        SelfConfiguringComponent component = bundle.getService(reference);
        if (component == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(component.getConfiguration()).filter(answer -> isSound(answer, pid));
        } catch (KuraException e) {
            LOG.error("Error getting Configuration for component: {}. Ignoring it.", pid, e);
            return Optional.empty();
        } finally {
            bundle.ungetService(reference);
        }
    }

    static boolean isSound(ComponentConfiguration answer, String pid) {
        if (!pid.equals(answer.getPid())) {
            LOG.error(
                    "Invalid pid for returned Configuration of SelfConfiguringComponent with pid: {}. Ignoring it.",
                    pid);
            return false;
        }
        Map<String, Object> properties = answer.getConfigurationProperties();
        List<AD> form =
                answer.getDefinition() == null ? null : answer.getDefinition().getAD();
        if (form == null || properties == null) {
            return true;
        }
        return form.stream().allMatch(attribute -> isOfItsType(attribute, properties.get(attribute.getId()), pid));
    }

    private static boolean isOfItsType(AD attribute, Object value, String pid) {
        if (attribute.getId() == null || attribute.getType() == null) {
            LOG.error("an AD of the Configuration of SelfConfiguringComponent with pid: {} lacks id or type", pid);
            return false;
        }
        if (value == null) {
            return true;
        }
        Class<?> type = value.getClass().isArray() ? value.getClass().getComponentType() : value.getClass();
        if (isCalled(type.getSimpleName(), attribute.getType())) {
            return true;
        }
        LOG.error(
                "Type: {} for property named: {} does not match the AD type: {} for returned Configuration of "
                        + "SelfConfiguringComponent with pid: {}",
                type.getSimpleName(),
                attribute.getId(),
                attribute.getType().value(),
                pid);
        return false;
    }

    private static boolean isCalled(String typeName, Scalar scalar) {
        try {
            return Scalar.fromValue(typeName) == scalar;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
