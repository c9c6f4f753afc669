package org.metergate.dlms;

import java.util.Map;
import java.util.Optional;

/** How far the short name of a class's first method lies behind that of its first attribute (IEC 62056-6-2, annex). */
final class ShortMethods {
    private static final Map<Integer, Integer> OFFSETS = Map.ofEntries(
            Map.entry(1, 0x00),
            Map.entry(3, 0x28),
            Map.entry(4, 0x38),
            Map.entry(5, 0x48),
            Map.entry(6, 0x30),
            Map.entry(7, 0x58),
            Map.entry(8, 0x60),
            Map.entry(9, 0x20),
            Map.entry(12, 0x20),
            Map.entry(20, 0x50),
            Map.entry(64, 0x30),
            Map.entry(70, 0x20));

    private ShortMethods() {}

    static Optional<Integer> offset(int classId) {
        return Optional.ofNullable(OFFSETS.get(classId));
    }
}
