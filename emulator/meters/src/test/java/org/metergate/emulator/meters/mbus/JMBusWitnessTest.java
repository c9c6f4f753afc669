package org.metergate.emulator.meters.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openmuc.jmbus.DataRecord;
import org.openmuc.jmbus.DataRecord.Description;
import org.openmuc.jmbus.MBusMessage;
import org.openmuc.jmbus.VariableDataStructure;

/** What a library that knows neither side reads in the emulated meters' frames. */
class JMBusWitnessTest {
    private final Clock clock = Clock.fixed(FixedBuilding.LATCH, ZoneOffset.UTC);

    private static VariableDataStructure read(Registers meter) throws Exception {
        byte[] frame = Frames.longFrame(meter.telegrams(7).get(0));
        VariableDataStructure data = MBusMessage.decode(frame, frame.length).getVariableDataResponse();
        data.decode();
        return data;
    }

    private static List<String> numbers(VariableDataStructure data) {
        List<String> numbers = new ArrayList<>();
        for (DataRecord record : data.getDataRecords()) {
            if (record.getUnit() != null) {
                numbers.add(record.getDescription() + " " + record.getStorageNumber() + " " + record.getDataValue()
                        + "e" + record.getMultiplierExponent() + " "
                        + record.getUnit().getUnit());
            }
        }
        return numbers;
    }

    @Test
    void readsTheHeatMeter() throws Exception {
        VariableDataStructure data = read(new HeatMeter(new FixedBuilding(), clock, ZoneOffset.UTC, 10_000_001));
        assertEquals("10000001", data.getSecondaryAddress().getDeviceId().toString());
        assertEquals("MTG", data.getSecondaryAddress().getManufacturerId());
        assertEquals(7, data.getAccessNumber());
        assertEquals(
                List.of(
                        "ENERGY 0 1234567e0 Wh",
                        "VOLUME 0 12345e-3 m³",
                        "POWER 0 1500e0 W",
                        "VOLUME_FLOW 0 123e-3 m³/h",
                        "FLOW_TEMPERATURE 0 6513e-2 °C",
                        "RETURN_TEMPERATURE 0 4020e-2 °C",
                        "TEMPERATURE_DIFFERENCE 0 2493e-2 K",
                        "ENERGY 1 1000000e0 Wh"),
                numbers(data));
    }

    @Test
    void readsTheWaterMeter() throws Exception {
        VariableDataStructure data = read(new WaterMeter(new FixedBuilding(), clock, ZoneOffset.UTC, 10_000_002));
        assertEquals(List.of("VOLUME 0 00765432e-3 m³", "VOLUME_FLOW 0 42e-3 m³/h"), numbers(data));
        assertEquals(Description.FABRICATION_NO, data.getDataRecords().get(0).getDescription());
    }
}
