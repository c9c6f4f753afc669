/**
 * DLMS/COSEM (IEC 62056-5-3, -6-2, -46, -47): a session that reads attributes, and a decoder for captured frames.
 *
 * <p>Who does what:
 *
 * <ul>
 *   <li>Ours: the link layers (HDLC with its numbering, the wrapper), the GET service with lists and blocks, A-XDR, and
 *       the opening of pushed ciphered APDUs. Check sequences are verified before anything else looks at a frame, a
 *       list's refusals stay at their places, and a value keeps the type that the meter gave it.
 *   <li>gurux.dlms, embedded and private to this bundle: what the association says to establish, prove and release
 *       itself (AARQ, AARE, RLRQ), fed with bare APDUs. High level security and ciphered associations come from there.
 * </ul>
 */
@Export
@Version("1.0.0")
package org.metergate.dlms;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
