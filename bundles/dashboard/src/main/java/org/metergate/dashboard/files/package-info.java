/** Files of the dashboard: how they stay whole. */
package org.metergate.dashboard.files;
