package org.metergate.emulator.kuraapi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.KuraRuntimeException;
import org.eclipse.kura.KuraStoreCapacityReachedException;
import org.eclipse.kura.channel.Channel;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.channel.ChannelType;
import org.eclipse.kura.channel.ScaleOffsetType;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.request.RequestHandler;
import org.eclipse.kura.cloudconnection.request.RequestHandlerMessageConstants;
import org.eclipse.kura.configuration.metatype.Scalar;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.core.configuration.metatype.Tocd;
import org.eclipse.kura.core.configuration.metatype.Toption;
import org.eclipse.kura.core.configuration.metatype.Tscalar;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.message.KuraRequestPayload;
import org.eclipse.kura.message.KuraResponsePayload;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireEnvelope;
import org.eclipse.kura.wire.WireRecord;
import org.eclipse.kura.wire.graph.Constants;
import org.eclipse.kura.wire.graph.MultiportWireConfiguration;
import org.junit.jupiter.api.Test;

/** The classes do what the bundles rely on. */
class BehaviourTest {
    @Test
    void typedValuesAreParsed() {
        assertEquals(true, TypedValues.parseTypedValue(DataType.BOOLEAN, "TRUE").getValue());
        assertEquals(1.5, TypedValues.parseTypedValue(DataType.DOUBLE, "1.5").getValue());
        assertEquals(1.5f, TypedValues.parseTypedValue(DataType.FLOAT, "1.5").getValue());
        assertEquals(-3, TypedValues.parseTypedValue(DataType.INTEGER, "-3").getValue());
        assertEquals(9L, TypedValues.parseTypedValue(DataType.LONG, "9").getValue());
        assertEquals("x", TypedValues.parseTypedValue(DataType.STRING, "x").getValue());
        assertArrayEquals(new byte[] {1, 2}, (byte[])
                TypedValues.parseTypedValue(DataType.BYTE_ARRAY, "AQI=").getValue());
        assertThrows(IllegalArgumentException.class, () -> TypedValues.parseTypedValue(DataType.INTEGER, "3000000000"));
        assertThrows(IllegalArgumentException.class, () -> TypedValues.parseTypedValue(DataType.BYTE_ARRAY, "?"));
        assertThrows(NullPointerException.class, () -> TypedValues.parseTypedValue(DataType.STRING, null));
    }

    @Test
    void typedValuesAreMadeByClassAndCompared() {
        for (Object value : List.of(true, 1.0, 1.0f, 1, 1L, "1")) {
            TypedValue<?> typed = TypedValues.newTypedValue(value);
            assertEquals(value, typed.getValue());
            assertEquals(typed, TypedValues.newTypedValue(value));
            assertEquals(typed.hashCode(), TypedValues.newTypedValue(value).hashCode());
        }
        assertThrows(IllegalArgumentException.class, () -> TypedValues.newTypedValue((short) 1));
        assertThrows(IllegalArgumentException.class, () -> TypedValues.newTypedValue(null));
        assertNotEquals(TypedValues.newIntegerValue(1), TypedValues.newLongValue(1));
        assertNotEquals(TypedValues.newDoubleValue(0.0), TypedValues.newDoubleValue(-0.0));
        assertEquals("", TypedValues.newStringValue(null).getValue());
        assertEquals(TypedValues.newByteArrayValue(new byte[] {7}), TypedValues.newByteArrayValue(new byte[] {7}));
        assertTrue(TypedValues.newByteArrayValue(new byte[] {(byte) 0x80})
                        .compareTo(TypedValues.newByteArrayValue(new byte[] {0x7f, 1}))
                > 0);
        assertTrue(TypedValues.newDoubleValue(2).compareTo(TypedValues.newDoubleValue(10)) < 0);
    }

    @Test
    void channelRecordsHoldWhatTheirFactoryMethodGot() {
        ChannelRecord read = ChannelRecord.createReadRecord("a", DataType.DOUBLE);
        assertEquals("", read.getUnit());
        assertEquals(DataType.DOUBLE, read.getValueType());
        assertNull(read.getValue());
        assertNull(read.getChannelStatus());
        assertNull(read.getChannelConfig());
        assertEquals(0, read.getTimestamp());

        ChannelRecord write = ChannelRecord.createWriteRecord("a", TypedValues.newLongValue(5));
        assertEquals(DataType.LONG, write.getValueType());
        assertEquals(5L, write.getValue().getValue());

        ChannelStatus failure = new ChannelStatus(ChannelFlag.FAILURE, "no answer", null);
        ChannelRecord status = ChannelRecord.createStatusRecord("a", failure);
        assertSame(failure, status.getChannelStatus());
        assertNull(status.getValueType());

        Map<String, Object> config = new HashMap<>(Map.of("k", "v"));
        read.setChannelConfig(config);
        config.clear();
        assertEquals(Map.of("k", "v"), read.getChannelConfig());
        assertEquals(ChannelRecord.createReadRecord("a", DataType.DOUBLE), read);
        assertThrows(NullPointerException.class, () -> ChannelRecord.createReadRecord(null, DataType.LONG));
        assertThrows(NullPointerException.class, () -> read.setChannelStatus(null));
    }

    @Test
    void aChannelMakesItsRecords() {
        Channel channel = new Channel(
                "a",
                ChannelType.READ_WRITE,
                DataType.DOUBLE,
                ScaleOffsetType.DEFINED_BY_VALUE_TYPE,
                2,
                0.5,
                Map.of("k", "v"));
        channel.setUnit("kWh");
        ChannelRecord read = channel.createReadRecord();
        assertEquals("kWh", read.getUnit());
        assertEquals(Map.of("k", "v"), read.getChannelConfig());
        assertEquals(2, channel.getValueScaleAsNumber());
        assertTrue(channel.isEnabled());
        assertEquals(
                1.0,
                channel.createWriteRecord(TypedValues.newDoubleValue(1))
                        .getValue()
                        .getValue());
        TypedValue<?> wrong = TypedValues.newIntegerValue(1);
        assertThrows(IllegalArgumentException.class, () -> channel.createWriteRecord(wrong));
        assertThrows(UnsupportedOperationException.class, () -> channel.getConfiguration()
                .put("x", "y"));
        assertEquals(ChannelType.READ_WRITE, ChannelType.getChannelType("read_write"));
        assertThrows(IllegalArgumentException.class, () -> DataType.getDataType("short"));
    }

    @Test
    void recordsAndEnvelopesCannotBeModified() {
        WireRecord record = new WireRecord(Map.of("TIMER", TypedValues.newLongValue(1)));
        assertThrows(UnsupportedOperationException.class, () -> record.getProperties()
                .clear());
        WireEnvelope envelope = new WireEnvelope("emitter", List.of(record));
        assertEquals("emitter", envelope.getEmitterPid());
        assertEquals(List.of(record), envelope.getRecords());
        assertThrows(
                UnsupportedOperationException.class, () -> envelope.getRecords().clear());
        assertEquals(Constants.EMITTER_PORT_COUNT_PROP_NAME, Constants.fromValue("emitter.port.count"));
        assertEquals(new MultiportWireConfiguration("a", "b", 0, 1), new MultiportWireConfiguration("a", "b", 0, 1));
        assertNotEquals(new MultiportWireConfiguration("a", "b", 0, 1), new MultiportWireConfiguration("a", "b", 0, 0));
    }

    @Test
    void payloadsKeepTheirMetrics() throws ParseException {
        KuraPayload payload = new KuraPayload();
        payload.addMetric("a", 1);
        payload.addMetric("b", "x");
        payload.removeMetric("a");
        payload.setBody(new byte[] {1});
        assertEquals(Map.of("b", "x"), payload.metrics());
        assertThrows(
                UnsupportedOperationException.class, () -> payload.metricNames().clear());
        assertThrows(ParseException.class, () -> KuraRequestPayload.buildFromKuraPayload(payload));
        payload.addMetric("request.id", "7");
        KuraRequestPayload request = KuraRequestPayload.buildFromKuraPayload(payload);
        assertEquals("7", request.getRequestId());
        assertSame(payload.getBody(), request.getBody());

        KuraResponsePayload response = new KuraResponsePayload(new IllegalStateException("broken"));
        assertEquals(500, response.getMetric("response.code"));
        assertEquals(500, new KuraResponsePayload((KuraPayload) response).getResponseCode());
        assertEquals("broken", response.getExceptionMessage());
        assertTrue(response.getExceptionStack().contains("IllegalStateException"));

        Map<String, Object> properties = new HashMap<>();
        KuraMessage message = new KuraMessage(payload, properties);
        message.getProperties().put(RequestHandlerMessageConstants.ARGS_KEY.value(), List.of("x"));
        assertNotSame(properties, message.getProperties());
        assertEquals(Map.of("args", List.of("x")), message.getProperties());
    }

    @Test
    void aRequestHandlerRefusesWhatItDoesNotOverride() {
        RequestHandler handler = new RequestHandler() {};
        KuraException refusal = assertThrows(KuraException.class, () -> handler.doGet(null, null));
        assertEquals(KuraErrorCode.OPERATION_NOT_SUPPORTED, refusal.getCode());
    }

    @Test
    void exceptionsTellCodeAndArguments() {
        assertEquals("NOT_FOUND", new KuraException(KuraErrorCode.NOT_FOUND).getMessage());
        assertEquals(
                "INVALID_PARAMETER: a, 1",
                new KuraRuntimeException(KuraErrorCode.INVALID_PARAMETER, "a", 1).getMessage());
        Exception cause = new Exception("x");
        KuraException internal = KuraException.internalError(cause, "text");
        assertEquals("INTERNAL_ERROR: text", internal.getLocalizedMessage());
        assertSame(cause, internal.getCause());
        KuraException full = new KuraStoreCapacityReachedException("full");
        assertEquals("STORE_ERROR: full", full.getMessage());
        assertNull(full.getCause());
    }

    @Test
    void definitionsHaveTheDefaultsOfMetatypeFiles() {
        Tad ad = new Tad();
        assertTrue(ad.isRequired());
        assertEquals(0, ad.getCardinality());
        assertNull(ad.getDefault());
        assertTrue(ad.getOption().isEmpty());
        ad.setType(Tscalar.CHAR);
        ad.setRequired(false);
        Toption option = new Toption();
        option.setValue("1");
        ad.setOption(option);
        assertEquals(Scalar.CHAR, ad.getType());
        assertFalse(ad.isRequired());
        assertSame(option, ad.getOption().get(0));
        Tocd ocd = new Tocd();
        ocd.addAD(ad);
        ocd.getAD().clear();
        assertEquals(List.of(ad), ocd.getAD());
        assertEquals(Scalar.CHAR, Scalar.fromValue("Character"));
        for (Tscalar scalar : Tscalar.values()) {
            assertEquals(scalar, Tscalar.fromValue(scalar.value()));
            assertEquals(scalar.value(), Scalar.valueOf(scalar.name()).value());
        }
    }
}
