package org.metergate.dashboard.access;

/**
 * An act that was noted in the audit log.
 *
 * @param number of its line, from 1
 * @param time ISO 8601, UTC
 * @param who the user, or what was given as one; empty for the gateway itself
 * @param from address of the client; empty for the gateway itself
 * @param what it was
 * @param outcome {@code done}, or why not
 */
public record Act(long number, String time, String who, String from, String what, String outcome) {}
