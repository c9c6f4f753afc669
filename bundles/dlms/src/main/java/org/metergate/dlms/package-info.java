/**
 * DLMS/COSEM (IEC 62056-5-3, -6-2, -46, -47): a session with one meter, a receiver of pushes, and a decoder for captured
 * frames.
 *
 * <p>Who does what:
 *
 * <ul>
 *   <li>Ours: the link layers (HDLC with its numbering, the wrapper), GET, SET and ACTION with lists and blocks, READ and
 *       WRITE, A-XDR, high level security, ciphering and its counters, pushes. Check sequences and tags are verified
 *       before anything else looks at a frame, a list's refusals stay at their places, and a value keeps the type that
 *       the meter gave it.
 *   <li>gurux.dlms, embedded and private to this bundle: the request to associate without ciphering.
 * </ul>
 */
@Export
@Version("2.0.0")
package org.metergate.dlms;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
