package org.metergate.emulator.meters.optical;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/**
 * A German meter whose optical head sends an SML file again and again: open response, list of values, close response.
 * Energy in tenths of Wh, power in tenths of W, time as seconds since 1970.
 */
public final class SmlMeter implements Station {
    private static final int OPEN_RESPONSE = 0x0101;
    private static final int CLOSE_RESPONSE = 0x0201;
    private static final int LIST_RESPONSE = 0x0701;
    private static final int TIMESTAMP = 2;
    private static final int WATT = 27;
    private static final int WATT_HOUR = 30;
    private static final int STATUS = 0x182; // import, export possible, no fault

    private final String serial;
    private final Duration interval;
    private final Building building;
    private final Clock clock;

    /**
     * @param serial up to 8 letters and digits
     * @param interval between two files, up to 1 hour
     * @param building what it measures
     * @param clock the meter's own
     */
    public SmlMeter(String serial, Duration interval, Building building, Clock clock) {
        OpticalSettings.require(
                serial.matches("[0-9A-Za-z]{1,8}"), "serial is '" + serial + "'; it must be 1 to 8 letters and digits");
        OpticalSettings.require(
                !interval.isNegative() && interval.toMinutes() <= 60, "interval is " + interval + "; up to 1 hour");
        this.serial = serial;
        this.interval = interval;
        this.building = building;
        this.clock = clock;
    }

    @Override
    public void serve(Wire wire) throws IOException {
        while (true) {
            wire.write(file(clock.instant().truncatedTo(ChronoUnit.SECONDS)));
            wire.read(interval);
        }
    }

    /** @return the file of a second */
    byte[] file(Instant second) {
        Building.State state = building.at(second);
        byte[] server = server();
        byte[] time = SmlFile.list(SmlFile.unsigned(TIMESTAMP, 1), SmlFile.unsigned(second.getEpochSecond(), 4));
        SmlFile file = new SmlFile();
        file.message(
                OPEN_RESPONSE,
                SmlFile.absent(),
                SmlFile.absent(),
                SmlFile.octets((byte) 0, (byte) 1),
                server,
                SmlFile.absent(),
                SmlFile.absent());
        file.message(
                LIST_RESPONSE,
                SmlFile.absent(),
                server,
                SmlFile.octets((byte) 1, (byte) 0, (byte) 0x62, (byte) 0x0A, (byte) 0xFF, (byte) 0xFF),
                time,
                SmlFile.list(
                        text(96, 50, 1, "MTG"),
                        text(96, 1, 0, serial),
                        energy(1, state.activeImport()),
                        energy(2, state.activeExport()),
                        power(16, state.activePower()),
                        power(36, state.phases().get(0).activePower()),
                        power(56, state.phases().get(1).activePower()),
                        power(76, state.phases().get(2).activePower())),
                SmlFile.absent(),
                SmlFile.absent());
        file.message(CLOSE_RESPONSE, SmlFile.absent());
        return file.bytes();
    }

    /** Manufacturer-independent identification: length, medium electricity, maker, block, number (DIN 43863-5). */
    private byte[] server() {
        byte[] id = new byte[10];
        id[0] = 0x0A;
        id[1] = 0x01;
        byte[] name = ("MTG" + serial).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, id, 2, Math.min(name.length, 8));
        return SmlFile.octets(id);
    }

    private static byte[] energy(int quantity, double wattHours) {
        return entry(
                quantity,
                8,
                SmlFile.unsigned(STATUS, 4),
                WATT_HOUR,
                SmlFile.signed((long) Math.floor(wattHours * 10), 8));
    }

    private static byte[] power(int quantity, double watts) {
        return entry(quantity, 7, SmlFile.absent(), WATT, SmlFile.signed(Math.round(watts * 10), 4));
    }

    private static byte[] entry(int quantity, int processing, byte[] status, int unit, byte[] value) {
        return SmlFile.list(
                SmlFile.octets((byte) 1, (byte) 0, (byte) quantity, (byte) processing, (byte) 0, (byte) 0xFF),
                status,
                SmlFile.absent(),
                SmlFile.unsigned(unit, 1),
                SmlFile.signed(-1, 1),
                value,
                SmlFile.absent());
    }

    private static byte[] text(int quantity, int processing, int tariff, String text) {
        return SmlFile.list(
                SmlFile.octets((byte) 1, (byte) 0, (byte) quantity, (byte) processing, (byte) tariff, (byte) 0xFF),
                SmlFile.absent(),
                SmlFile.absent(),
                SmlFile.absent(),
                SmlFile.absent(),
                SmlFile.octets(text.getBytes(StandardCharsets.US_ASCII)),
                SmlFile.absent());
    }
}
