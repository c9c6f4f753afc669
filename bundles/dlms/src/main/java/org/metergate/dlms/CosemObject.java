package org.metergate.dlms;

import org.metergate.model.ObisCode;

/**
 * An object that a meter lists in the association view (IEC 62056-6-2, object_list).
 *
 * @param classId interface class
 * @param version of the class
 * @param object logical name
 */
public record CosemObject(int classId, int version, ObisCode object) {}
