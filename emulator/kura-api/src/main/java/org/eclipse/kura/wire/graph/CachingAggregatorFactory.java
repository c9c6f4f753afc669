package org.eclipse.kura.wire.graph;

import org.osgi.annotation.versioning.ProviderType;

/** Makes aggregators that repeat the last envelope of the other ports. */
@ProviderType
public interface CachingAggregatorFactory extends PortAggregatorFactory {}
