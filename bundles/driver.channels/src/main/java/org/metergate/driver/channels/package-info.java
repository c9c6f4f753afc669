/**
 * What the meter drivers share: readings to channel records, typed channel settings, and the gateway's driver contract
 * kept once for all of them.
 */
@Export
@Version("1.0.0")
package org.metergate.driver.channels;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
