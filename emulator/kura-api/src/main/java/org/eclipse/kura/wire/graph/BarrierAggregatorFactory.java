package org.eclipse.kura.wire.graph;

import org.osgi.annotation.versioning.ProviderType;

/** Makes aggregators that wait until every port has an envelope. */
@ProviderType
public interface BarrierAggregatorFactory extends PortAggregatorFactory {}
