package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.array;
import static org.metergate.emulator.meters.dlms.Encoder.bool;
import static org.metergate.emulator.meters.dlms.Encoder.doubleLongUnsigned;
import static org.metergate.emulator.meters.dlms.Encoder.enumerated;
import static org.metergate.emulator.meters.dlms.Encoder.integer;
import static org.metergate.emulator.meters.dlms.Encoder.longUnsigned;
import static org.metergate.emulator.meters.dlms.Encoder.octets;
import static org.metergate.emulator.meters.dlms.Encoder.structure;
import static org.metergate.emulator.meters.dlms.Encoder.unsigned;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.metergate.model.ObisCode;

/** What a meter has besides registers: tariffs, scripts, limits, setups; all as the factory set it. */
final class FurtherObjects {
    private static final byte[] SCRIPTS = name("0-0:10.0.100*255");
    private static final byte[] DISCONNECTS = name("0-0:10.0.106*255");
    private static final byte[] ENERGY = name("1-0:1.8.0*255");
    private static final byte[] POWER = name("1-0:16.7.0*255");
    /** The first of January 2026, midnight, a Thursday; deviation not specified. */
    private static final byte[] NEW_YEAR = {0x07, (byte) 0xEA, 1, 1, 4, 0, 0, 0, 0, (byte) 0x80, 0, (byte) 0xFF};

    private static final byte[] NEVER = {
        (byte) 0xFF,
        (byte) 0xFF,
        (byte) 0xFF,
        (byte) 0xFF,
        (byte) 0xFF,
        (byte) 0xFF,
        (byte) 0xFF,
        (byte) 0xFF,
        (byte) 0xFF,
        (byte) 0x80,
        0,
        (byte) 0xFF
    };

    private FurtherObjects() {}

    static List<CosemObject> all(String serial) {
        return List.of(
                object(1, 0, "0-0:96.1.9*255", List.of(2), ascii("before")),
                object(
                        4,
                        0,
                        "1-0:1.6.0*255",
                        List.of(),
                        doubleLongUnsigned(7350),
                        Encoder.scalerUnit(0, 27),
                        unsigned(0),
                        octets(NEW_YEAR)),
                object(
                        5,
                        0,
                        "1-0:1.4.0*255",
                        List.of(),
                        doubleLongUnsigned(812),
                        doubleLongUnsigned(934),
                        Encoder.scalerUnit(0, 27),
                        unsigned(0),
                        octets(NEW_YEAR),
                        octets(NEW_YEAR),
                        doubleLongUnsigned(900),
                        longUnsigned(1)),
                object(
                        6,
                        0,
                        "0-0:14.0.0*255",
                        List.of(4),
                        array(List.of(
                                structure(longUnsigned(3), octets(ENERGY)), structure(longUnsigned(3), octets(POWER)))),
                        array(List.of(
                                structure(ascii("day"), array(List.of(unsigned(1), unsigned(2)))),
                                structure(ascii("night"), array(List.of(unsigned(2)))))),
                        ascii("day")),
                object(
                        9,
                        0,
                        "0-0:10.0.100*255",
                        List.of(),
                        array(List.of(
                                structure(
                                        longUnsigned(1),
                                        array(List.of(action(1, 6, "0-0:14.0.0*255", 4, ascii("day"))))),
                                structure(
                                        longUnsigned(2),
                                        array(List.of(action(1, 6, "0-0:14.0.0*255", 4, ascii("night")))))))),
                object(
                        9,
                        0,
                        "0-0:10.0.106*255",
                        List.of(),
                        array(List.of(
                                structure(
                                        longUnsigned(1),
                                        array(List.of(action(2, 70, "0-0:96.3.10*255", 1, integer(0))))),
                                structure(
                                        longUnsigned(2),
                                        array(List.of(action(2, 70, "0-0:96.3.10*255", 2, integer(0)))))))),
                object(
                        17,
                        0,
                        "0-0:41.0.0*255",
                        List.of(),
                        array(List.of(structure(longUnsigned(1), ascii("MTG" + serial))))),
                calendar(),
                object(
                        21,
                        0,
                        "0-0:16.1.0*255",
                        List.of(2),
                        array(List.of(doubleLongUnsigned(10_000))),
                        monitored(3, POWER),
                        array(List.of(structure(script(DISCONNECTS, 1), script(DISCONNECTS, 2))))),
                object(
                        22,
                        0,
                        "0-0:15.0.0*255",
                        List.of(4),
                        script(name("0-0:10.0.1*255"), 1),
                        enumerated(1),
                        array(List.of(structure(
                                octets(new byte[] {0, 0, 0, 0}),
                                octets(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1, (byte) 0xFF}))))),
                object(
                        23,
                        1,
                        "0-0:22.0.0*255",
                        List.of(),
                        enumerated(5),
                        unsigned(1),
                        unsigned(1),
                        longUnsigned(512),
                        longUnsigned(512),
                        longUnsigned(25),
                        longUnsigned(120),
                        longUnsigned(17)),
                object(
                        40,
                        0,
                        "0-0:25.9.0*255",
                        List.of(4),
                        array(List.of(
                                pushed(40, name("0-0:25.9.0*255"), 1),
                                pushed(8, name("0-0:1.0.0*255"), 2),
                                pushed(3, ENERGY, 2),
                                pushed(3, POWER, 2))),
                        structure(enumerated(0), ascii("192.0.2.1:4059"), enumerated(0)),
                        array(List.of()),
                        longUnsigned(0),
                        unsigned(2),
                        longUnsigned(60)),
                object(
                        71,
                        0,
                        "0-0:17.0.0*255",
                        List.of(4),
                        monitored(3, POWER),
                        doubleLongUnsigned(9000),
                        doubleLongUnsigned(9000),
                        doubleLongUnsigned(3000),
                        doubleLongUnsigned(60),
                        doubleLongUnsigned(30),
                        structure(longUnsigned(1), octets(NEW_YEAR), doubleLongUnsigned(3600)),
                        array(List.of(longUnsigned(1))),
                        bool(false),
                        structure(script(DISCONNECTS, 1), script(DISCONNECTS, 2))));
    }

    private static CosemObject calendar() {
        byte[] seasons = array(List.of(structure(ascii("all"), octets(NEW_YEAR), ascii("week"))));
        byte[] weeks = array(List.of(structure(
                ascii("week"),
                unsigned(1),
                unsigned(1),
                unsigned(1),
                unsigned(1),
                unsigned(1),
                unsigned(2),
                unsigned(2))));
        byte[] days = array(List.of(
                structure(unsigned(1), array(List.of(switched(6, 1), switched(22, 2)))),
                structure(unsigned(2), array(List.of(switched(0, 2))))));
        byte[] none = array(List.of());
        return object(
                20,
                0,
                "0-0:13.0.0*255",
                List.of(10),
                ascii("2026"),
                seasons,
                weeks,
                days,
                ascii(""),
                none,
                none,
                none,
                octets(NEVER));
    }

    private static byte[] switched(int hour, int script) {
        return structure(octets(new byte[] {(byte) hour, 0, 0, 0}), octets(SCRIPTS), longUnsigned(script));
    }

    private static byte[] action(int service, int classId, String object, int index, byte[] parameter) {
        return structure(enumerated(service), longUnsigned(classId), octets(name(object)), integer(index), parameter);
    }

    private static byte[] script(byte[] table, int selector) {
        return structure(octets(table), longUnsigned(selector));
    }

    private static byte[] monitored(int classId, byte[] object) {
        return structure(longUnsigned(classId), octets(object), integer(2));
    }

    private static byte[] pushed(int classId, byte[] object, int attribute) {
        return structure(longUnsigned(classId), octets(object), integer(attribute), longUnsigned(0));
    }

    private static CosemObject object(int classId, int version, String name, List<Integer> writable, byte[]... values) {
        return new FixedObject(classId, version, ObisCode.parse(name), writable, List.of(values));
    }

    private static byte[] ascii(String text) {
        return octets(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] name(String code) {
        return ObisCode.parse(code).logicalName();
    }
}
