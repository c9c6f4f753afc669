package org.metergate.emulator.meters.mbus;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A meter of the first generation with the fixed structure (CI 73; EN 1434-3:1997): two BCD counters and two unit codes.
 * Its header tells the identification and nothing else.
 */
public final class FixedMeter implements Registers {

    private final String id;
    private final String types;
    private final long first;
    private final long second;

    /**
     * @param id identification, 8 digits
     * @param types the two bytes of medium and units as on the wire, in hexadecimal
     * @param first first counter, 0 to 99999999
     * @param second second counter, likewise
     */
    FixedMeter(String id, String types, long first, long second) {
        this.id = id;
        this.types = types;
        this.first = first;
        this.second = second;
    }

    @Override
    public List<byte[]> telegrams(int accessNumber) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0x08, 0, 0x73});
        body.write(Telegram.identity(id, "AAA", 0, 0), 0, 4);
        body.write(accessNumber);
        body.write(0); // status: BCD, actual values, no error
        body.writeBytes(java.util.HexFormat.of().parseHex(types));
        body.writeBytes(Telegram.bcd(first, 4));
        body.writeBytes(Telegram.bcd(second, 4));
        return List.of(body.toByteArray());
    }

    @Override
    public Optional<byte[]> identity() {
        byte[] identity = Telegram.identity(id, "AAA", 0, 0);
        Arrays.fill(identity, 4, 8, (byte) 0xFF);
        return Optional.of(identity);
    }
}
