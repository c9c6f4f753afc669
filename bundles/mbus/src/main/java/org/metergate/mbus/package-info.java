/**
 * M-Bus: link layer EN 13757-2 and application layer EN 13757-3, wired and wireless (EN 13757-4 and -7, OMS).
 *
 * <p>Who does what. {@link org.metergate.mbus.LinkFrame} checks every byte of a wired frame.
 * {@link org.metergate.mbus.Telegrams} takes the layers off, checks and decrypts, and hands the rest to a walker that cuts
 * it into data records and refuses whatever does not end where the last byte ends. Numbers, digits and dates are read here,
 * into exact decimals. What a VIF means (quantity, unit, power of ten) is looked up in the tables of the library jMBus,
 * once for every code and never with data; a supplement holds the codes that jMBus lacks, gives another name than the
 * standard, or does not apply (VIF extensions, correction factors), and another one VIFs of some manufacturers' own. jMBus
 * sees no frame, no address and no key, so its missing checksum test, its static history and its trust in invalid digits
 * cannot matter.
 *
 * <p>Keys and formats of compact frames are handed in ({@link org.metergate.mbus.Keys},
 * {@link org.metergate.mbus.Formats}); nothing here is static and changes. A record that cannot be interpreted keeps its
 * bytes; digits or dates that are none give no value.
 */
@Export
@Version("1.2.0")
package org.metergate.mbus;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
