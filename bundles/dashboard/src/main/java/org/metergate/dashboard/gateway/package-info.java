/** What the dashboard asks of the gateway around it: scans, and meters that are made and deleted. */
package org.metergate.dashboard.gateway;
