package org.metergate.emulator.cloud;

import java.util.Map;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** Announces connections and losses as Kura's cloud connections do. */
public final class CloudEvents {

    private static final String STATUS = "org/eclipse/kura/cloud/CloudConnectionStatus/";

    private final EventAdmin events;
    private final String pid;

    /**
     * @param events carries the news
     * @param pid kura.service.pid of the connection
     */
    public CloudEvents(EventAdmin events, String pid) {
        this.events = events;
        this.pid = pid;
    }

    /** Tells that there is a connection now, or none. */
    public void post(boolean connected) {
        events.postEvent(new Event(STATUS + (connected ? "ESTABLISHED" : "LOST"), Map.of("cloud.service.pid", pid)));
    }
}
