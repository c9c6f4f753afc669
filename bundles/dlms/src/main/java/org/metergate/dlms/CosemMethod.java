package org.metergate.dlms;

import org.metergate.model.ObisCode;

/**
 * A method of a COSEM object.
 *
 * @param classId interface class, 0 to 65535
 * @param object logical name
 * @param method 1 to 127
 */
public record CosemMethod(int classId, ObisCode object, int method) {

    /** @throws IllegalArgumentException if a number is out of its range */
    public CosemMethod {
        if (classId < 0 || classId > 0xFFFF || method < 1 || method > 127) {
            throw new IllegalArgumentException(
                    "class " + classId + " method " + method + ": expected 0 to 65535, 1 to 127");
        }
    }

    /** @return {@code 0-0:96.3.10*255 class 70 method 1} */
    @Override
    public String toString() {
        return object + " class " + classId + " method " + method;
    }
}
