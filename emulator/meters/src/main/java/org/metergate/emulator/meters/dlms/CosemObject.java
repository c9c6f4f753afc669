package org.metergate.emulator.meters.dlms;

import java.time.Instant;
import java.util.Optional;
import org.metergate.model.ObisCode;

/** An object of the meter (IEC 62056-6-2). Attribute 1, its logical name, is answered for it. Any thread may call. */
interface CosemObject {

    /**
     * Selective access.
     *
     * @param selector 1 by range, 2 by entry
     * @param parameter of the selector
     */
    record Selection(int selector, Value parameter) {}

    /** @return interface class */
    int classId();

    /** @return version of the interface class */
    int version();

    /** @return logical name */
    ObisCode name();

    /** @return how many attributes the class has, the logical name included */
    int attributes();

    /** @return how many methods it has */
    default int methods() {
        return 0;
    }

    /**
     * Reads an attribute from 2 on.
     *
     * @param attribute which
     * @param selection which part of it, if asked for
     * @param latch the second of which every value of one answer is
     */
    Result read(int attribute, Optional<Selection> selection, Instant latch);

    /** Tells whether a client with the right to may write an attribute. */
    default boolean writable(int attribute) {
        return false;
    }

    /** Writes an attribute. @return data-access-result */
    default int write(int attribute, Value value) {
        return Result.READ_WRITE_DENIED;
    }

    /** Invokes a method. */
    default Result act(int method, Value parameter) {
        return Result.error(Result.OBJECT_UNDEFINED);
    }
}
