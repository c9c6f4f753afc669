package org.metergate.analysis.finding;

import java.io.Serializable;
import java.time.Instant;

/**
 * One row that shows a finding.
 *
 * @param time of the row
 * @param channel by its name; empty if the time itself is the evidence
 * @param value in the channel's unit; 0 if the time itself is the evidence
 */
public record Evidence(Instant time, String channel, double value) implements Serializable {}
