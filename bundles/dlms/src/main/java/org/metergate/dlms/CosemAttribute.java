package org.metergate.dlms;

import org.metergate.model.ObisCode;

/**
 * An attribute of a COSEM object.
 *
 * @param classId interface class, 0 to 65535: 1 data, 3 register, 4 extended register, 5 demand register, 8 clock
 * @param object logical name
 * @param attribute 1 to 127: 1 logical name, 2 value
 */
public record CosemAttribute(int classId, ObisCode object, int attribute) {

    /** The time of the meter's clock (IEC 62056-6-2, 5.5.1). */
    public static final CosemAttribute CLOCK = new CosemAttribute(8, new ObisCode(0, 0, 1, 0, 0, 255), 2);

    /** @throws IllegalArgumentException if a number is out of its range */
    public CosemAttribute {
        if (classId < 0 || classId > 0xFFFF) {
            throw new IllegalArgumentException("class is " + classId + "; it must be 0 to 65535");
        }
        if (attribute < 1 || attribute > 127) {
            throw new IllegalArgumentException("attribute is " + attribute + "; it must be 1 to 127");
        }
    }

    /** @return {@code 1-0:1.8.0*255 class 3 attribute 2} */
    @Override
    public String toString() {
        return object + " class " + classId + " attribute " + attribute;
    }
}
