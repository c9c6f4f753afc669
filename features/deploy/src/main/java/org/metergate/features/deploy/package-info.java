/** Installs deployment packages on a gateway through Kura's REST endpoints, and looks whether they run. */
package org.metergate.features.deploy;
