package org.metergate.emulator.gateway.configuration;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.kura.configuration.metatype.OCD;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** ConfigurationAdmin in Kura's words. All configurations are open to any bundle (location {@code ?}). */
final class StoredConfigurations {
    private static final String ANY_BUNDLE = "?";

    private final ConfigurationAdmin admin;

    StoredConfigurations(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** @return the service.pid of the new instance */
    String create(String factoryPid, Map<String, Object> properties) throws IOException {
        Configuration configuration = admin.createFactoryConfiguration(factoryPid, ANY_BUNDLE);
        configuration.update(Dictionaries.dictionary(properties));
        return configuration.getPid();
    }

    /** @return the properties, none if there is no such configuration yet; the caller may change the map */
    Map<String, Object> read(String servicePid, OCD form) throws IOException {
        return Dictionaries.map(admin.getConfiguration(servicePid, ANY_BUNDLE).getProperties(), form);
    }

    void write(String servicePid, Map<String, Object> properties) throws IOException {
        admin.getConfiguration(servicePid, ANY_BUNDLE).update(Dictionaries.dictionary(properties));
    }

    /** Deletes a factory instance. @return whether there was one */
    boolean delete(String kuraServicePid) throws IOException {
        Optional<Configuration> found = all().filter(
                        one -> one.getFactoryPid() != null && kuraServicePid.equals(kuraServicePid(one)))
                .findAny();
        if (found.isPresent()) {
            found.get().delete();
        }
        return found.isPresent();
    }

    /** Forgets what an earlier run left: the snapshot alone says what there is. */
    int deleteAllOfKura() throws IOException {
        int deleted = 0;
        for (Configuration one :
                all().filter(one -> kuraServicePid(one) != null).toList()) {
            one.delete();
            deleted++;
        }
        return deleted;
    }

    private Stream<Configuration> all() throws IOException {
        try {
            Configuration[] all = admin.listConfigurations(null);
            return all == null ? Stream.empty() : Arrays.stream(all);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter to be wrong
        }
    }

    private static Object kuraServicePid(Configuration configuration) {
        return configuration.getProperties() == null
                ? null
                : configuration.getProperties().get(KURA_SERVICE_PID);
    }
}
