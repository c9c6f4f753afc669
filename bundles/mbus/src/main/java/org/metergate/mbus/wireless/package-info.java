/**
 * Receivers of wireless M-Bus (EN 13757-4): finds the telegrams in what they deliver, sets them up, notices when one hangs.
 *
 * <p>A {@link org.metergate.mbus.wireless.Receiver} knows the framing of one make: bytes in, telegrams and confirmations
 * out, whatever garbage is between them. {@link org.metergate.mbus.wireless.Listener} is the state machine of listening,
 * a pure function of events; {@link org.metergate.mbus.wireless.WirelessSession} runs it over a line that is lent to it.
 * What the telegrams say is read by {@link org.metergate.mbus.Telegrams}.
 */
@Export
@Version("1.0.0")
package org.metergate.mbus.wireless;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
