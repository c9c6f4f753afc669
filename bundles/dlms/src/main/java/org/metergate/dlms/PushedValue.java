package org.metergate.dlms;

import org.metergate.model.ObisCode;

/**
 * One value of a push.
 *
 * @param object the logical name that the meter gave it, or that the place in the maker's list stands for
 * @param attribute of the object; 2, the value, where the meter names none
 * @param answer the value. A number whose unit the message does not tell has the unit of its OBIS code
 * @param scale how its power of ten is known
 */
public record PushedValue(ObisCode object, int attribute, Answer answer, Scale scale) {

    /** How the power of ten of a number is known. */
    public enum Scale {
        /** The message tells scaler and unit, or the value is no number. */
        TOLD,
        /** The maker's list defines it. */
        LISTED,
        /** Nothing tells it: the number is the register as it stands. */
        UNKNOWN
    }

    /** @return the dictionary's name of the object */
    public String name() {
        return ObisDictionary.name(object);
    }
}
