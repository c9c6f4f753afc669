package org.eclipse.kura.message;

import org.osgi.annotation.versioning.ProviderType;

/** A topic made of an application's id and the rest. */
@ProviderType
public abstract class KuraApplicationTopic {
    protected String applicationId;
    protected String applicationTopic;

    public String getApplicationId() {
        return applicationId;
    }

    public String getApplicationTopic() {
        return applicationTopic;
    }
}
