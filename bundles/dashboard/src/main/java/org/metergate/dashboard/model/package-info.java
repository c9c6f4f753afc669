/** What the meters said, as far as it is remembered; no HTTP, no gateway. */
package org.metergate.dashboard.model;
