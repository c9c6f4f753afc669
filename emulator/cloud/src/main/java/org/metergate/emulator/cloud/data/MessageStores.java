package org.metergate.emulator.cloud.data;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/**
 * Keeps the messages of each DataService while it is restarted, as Kura's database in memory does. They do not survive
 * the end of this bundle.
 */
@Component(service = MessageStores.class)
public final class MessageStores {

    private final Map<String, MessageStore> stores = new ConcurrentHashMap<>();

    MessageStore of(String pid) {
        return stores.computeIfAbsent(pid, name -> new MessageStore(Clock.systemUTC()));
    }
}
