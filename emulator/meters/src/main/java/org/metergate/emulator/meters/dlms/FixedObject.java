package org.metergate.emulator.meters.dlms;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.metergate.model.ObisCode;

/** An object that shows what it was set to, at the factory or by a client. */
final class FixedObject implements CosemObject {
    private final int classId;
    private final int version;
    private final ObisCode name;
    private final List<byte[]> values;
    private final List<Integer> writable;
    private final Map<Integer, byte[]> written = new ConcurrentHashMap<>();

    /**
     * @param values of the attributes from 2 on, encoded
     * @param writable attributes that take another value of the same type
     */
    FixedObject(int classId, int version, ObisCode name, List<Integer> writable, List<byte[]> values) {
        this.classId = classId;
        this.version = version;
        this.name = name;
        this.values = values;
        this.writable = writable;
    }

    /** Class data, not to be written. */
    static FixedObject data(ObisCode name, byte[] value) {
        return new FixedObject(1, 0, name, List.of(), List.of(value));
    }

    @Override
    public int classId() {
        return classId;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public ObisCode name() {
        return name;
    }

    @Override
    public int attributes() {
        return values.size() + 1;
    }

    @Override
    public Result read(int attribute, Optional<Selection> selection, Instant latch) {
        return attribute < 2 || attribute > attributes()
                ? Result.error(Result.UNAVAILABLE)
                : Result.of(written.getOrDefault(attribute, values.get(attribute - 2)));
    }

    @Override
    public boolean writable(int attribute) {
        return writable.contains(attribute);
    }

    @Override
    public int write(int attribute, Value value) {
        if (!writable(attribute)) {
            return Result.READ_WRITE_DENIED;
        }
        if (values.get(attribute - 2)[0] != value.tag()) {
            return Result.TYPE_UNMATCHED;
        }
        written.put(attribute, value.encoded());
        return Result.SUCCESS;
    }
}
