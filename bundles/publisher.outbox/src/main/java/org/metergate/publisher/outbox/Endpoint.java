package org.metergate.publisher.outbox;

import java.util.Optional;
import org.eclipse.kura.cloudconnection.CloudEndpoint;

/** The cloud connection that the publisher is set to, which may come and go. */
public interface Endpoint extends AutoCloseable {

    /** @return the endpoint if it is there now */
    Optional<CloudEndpoint> service();

    /** Lets go of it. */
    @Override
    void close();
}
