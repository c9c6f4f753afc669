package org.metergate.dashboard.access;

import java.time.Instant;

/**
 * Who asks, as an access token proves it.
 *
 * @param user name of the account
 * @param session that the token belongs to
 * @param mustChange whether nothing is allowed but to change the password
 * @param until when the token ends
 */
public record Identity(String user, Role role, String session, boolean mustChange, Instant until) {}
