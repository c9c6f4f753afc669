package org.eclipse.kura.cloudconnection.request;

import org.eclipse.kura.KuraException;
import org.osgi.annotation.versioning.ProviderType;

/** Takes the request handlers of a cloud connection. */
@ProviderType
public interface RequestHandlerRegistry {
    /** Registers under an application id, which is part of the topics. */
    void registerRequestHandler(String id, RequestHandler requestHandler) throws KuraException;

    void unregister(String id) throws KuraException;
}
