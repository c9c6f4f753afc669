package org.metergate.dashboard.model;

import java.time.Instant;

/** A number at an instant. */
public record Sample(Instant time, double value) {}
