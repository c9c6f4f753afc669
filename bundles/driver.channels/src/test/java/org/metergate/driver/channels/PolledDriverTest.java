package org.metergate.driver.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.kura.KuraRuntimeException;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValues;
import org.junit.jupiter.api.Test;
import org.metergate.model.Quality;
import org.metergate.model.Quantity;
import org.metergate.model.Reading;
import org.metergate.model.Unit;
import org.metergate.model.Value;

class PolledDriverTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant METER_TIME = Instant.parse("2026-03-01T11:59:58Z");

    private static PolledDriver driver(Consumer<List<ChannelRecord>> poll) {
        return new PolledDriver(Clock.fixed(NOW, ZoneOffset.UTC)) {
            @Override
            protected void poll(List<ChannelRecord> records) {
                poll.accept(records);
            }

            @Override
            protected List<ChannelSetting> channelSettings() {
                return List.of(
                        ChannelSetting.required("object", "OBIS code", "such as 1-0:1.8.0*255", "1-0:1.8.0*255"),
                        new ChannelSetting(
                                "zone",
                                "Zone",
                                "of the meter",
                                "UTC",
                                false,
                                List.of(
                                        new ChannelSetting.Choice("UTC", "UTC"),
                                        new ChannelSetting.Choice("CET", "CET"))));
            }
        };
    }

    private static Reading energy(String value) {
        return Reading.good(new Value.Measured(new Quantity(new BigDecimal(value), Unit.WATT_HOUR)), METER_TIME);
    }

    private static ChannelRecord record(DataType type) {
        return ChannelRecord.createReadRecord("import", type);
    }

    @Test
    void aGoodReadingCarriesValueUnitAndTheMetersTime() {
        ChannelRecord record = record(DataType.DOUBLE);
        driver(records -> Records.fill(records.get(0), energy("1234.567"))).read(List.of(record));
        assertEquals(ChannelFlag.SUCCESS, record.getChannelStatus().getChannelFlag());
        assertEquals(TypedValues.newDoubleValue(1234.567), record.getValue());
        assertEquals("Wh", record.getUnit());
        assertEquals(METER_TIME.toEpochMilli(), record.getTimestamp());
    }

    @Test
    void aFailedReadingCarriesItsReason() {
        ChannelRecord record = record(DataType.DOUBLE);
        driver(records -> Records.fill(
                        records.get(0), Reading.failed(Quality.NO_ANSWER, "meter 5 is silent", METER_TIME)))
                .read(List.of(record));
        assertEquals(ChannelFlag.FAILURE, record.getChannelStatus().getChannelFlag());
        assertEquals("meter 5 is silent", record.getChannelStatus().getExceptionMessage());
        assertEquals(METER_TIME.toEpochMilli(), record.getTimestamp());
    }

    @Test
    void aValueThatDoesNotFitTheTypeIsAFailureAndNotRounded() {
        ChannelRecord record = record(DataType.INTEGER);
        driver(records -> Records.fill(records.get(0), energy("0.5"))).read(List.of(record));
        assertEquals(ChannelFlag.FAILURE, record.getChannelStatus().getChannelFlag());
        assertTrue(record.getChannelStatus().getExceptionMessage().contains("0.5 does not fit the value type INTEGER"));
    }

    @Test
    void aChannelLeftOpenIsAFailureWithATime() {
        ChannelRecord record = record(DataType.DOUBLE);
        driver(records -> {}).read(List.of(record));
        assertEquals(ChannelFlag.FAILURE, record.getChannelStatus().getChannelFlag());
        assertEquals(NOW.toEpochMilli(), record.getTimestamp());
    }

    @Test
    void aDefectCostsOnlyTheChannelsNotYetAnswered() {
        ChannelRecord answered = record(DataType.DOUBLE);
        ChannelRecord open = record(DataType.DOUBLE);
        driver(records -> {
                    Records.fill(records.get(0), energy("1"));
                    throw new IllegalStateException("defect");
                })
                .read(List.of(answered, open));
        assertEquals(ChannelFlag.SUCCESS, answered.getChannelStatus().getChannelFlag());
        assertEquals(ChannelFlag.FAILURE, open.getChannelStatus().getChannelFlag());
        assertTrue(open.getChannelStatus().getExceptionMessage().contains("defect"));
        assertNull(open.getChannelStatus().getException(), "the gateway would append it to the message");
    }

    @Test
    void twoCallersAtOnceNeverShareRecords() {
        assertNull(driver(records -> {}).prepareRead(List.of(record(DataType.DOUBLE))));
    }

    @Test
    void recordsUsedAgainForgetWhatTheLastReadingLeft() {
        List<ChannelRecord> records = List.of(record(DataType.DOUBLE));
        driver(asked -> Records.fill(asked.get(0), energy("7"))).read(records);
        assertEquals(ChannelFlag.SUCCESS, records.get(0).getChannelStatus().getChannelFlag());
        driver(asked -> {}).read(records);
        assertEquals(ChannelFlag.FAILURE, records.get(0).getChannelStatus().getChannelFlag());
    }

    @Test
    void theDescriptorIsAListOfTheGatewaysOwnClass() {
        List<?> columns = (List<?>) driver(records -> {}).getChannelDescriptor().getDescriptor();
        Tad object = (Tad) columns.get(0);
        assertEquals("object", object.getId());
        assertEquals("1-0:1.8.0*255", object.getDefault());
        assertTrue(object.isRequired());
        Tad zone = (Tad) columns.get(1);
        assertEquals(
                List.of("UTC", "CET"),
                zone.getOption().stream().map(option -> option.getValue()).toList());
    }

    @Test
    void writingIsRefusedRecordByRecord() {
        ChannelRecord record = ChannelRecord.createWriteRecord("limit", TypedValues.newDoubleValue(1));
        driver(records -> {}).write(List.of(record));
        assertEquals(ChannelFlag.FAILURE, record.getChannelStatus().getChannelFlag());
        assertTrue(record.getChannelStatus().getExceptionMessage().contains("does not write"));
    }

    @Test
    void listeningIsRefused() {
        PolledDriver driver = driver(records -> {});
        assertThrows(KuraRuntimeException.class, () -> driver.registerChannelListener(Map.of(), event -> {}));
    }
}
