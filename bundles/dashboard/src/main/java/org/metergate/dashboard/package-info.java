/** The dashboard as a gateway sees it: configuration, wires, secrets. */
package org.metergate.dashboard;
