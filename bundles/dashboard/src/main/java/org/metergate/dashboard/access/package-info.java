/** Users, roles, passwords, sessions, tokens and the audit log; no HTTP, no gateway. */
package org.metergate.dashboard.access;
