package org.metergate.dlms;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.metergate.dlms.GetApdu.Result;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;
import org.metergate.transport.MalformedFrameException;

/** Tells what a result of GET means for the attribute that was asked. */
final class Answers {
    private static final int CLOCK = 8;
    private static final int EXTENDED_REGISTER = 4;

    private Answers() {}

    /** The answer for a register, whose scaler and unit are asked for apart. */
    static Answer scaled(CosemAttribute attribute, Result value, Result scalerUnit) {
        if (value instanceof Result.Error error) {
            return refused(attribute, error);
        }
        if (scalerUnit instanceof Result.Error error) {
            return refused(ScalerUnit.of(attribute).orElse(attribute), error);
        }
        Data data = ((Result.Value) value).data();
        Optional<ScalerUnit> scaler = ScalerUnit.read(scalerUnit);
        if (scaler.isEmpty() && data instanceof Data.Numeric) {
            return new Answer.Unfit(attribute + " has a scaler_unit that is no structure of integer and enum");
        }
        return scaled(attribute, data, scaler.orElse(new ScalerUnit(0, 255)));
    }

    /** The answer for a value that came with its scaler and unit. */
    static Answer scaled(CosemAttribute attribute, Data data, ScalerUnit scaler) {
        if (data instanceof Data.Nothing) {
            return new Answer.Refused("null-data: the meter holds no value for " + attribute);
        }
        if (!(data instanceof Data.Numeric numeric)) {
            return new Answer.Unfit(attribute + " holds " + data.type() + " where a number is due");
        }
        return CosemUnit.ofCode(scaler.unitCode())
                .<Answer>map(unit -> new Answer.Measured(unit.quantity(numeric.value(), scaler.scaler())))
                .orElseGet(() -> new Answer.Unfit(
                        attribute + " is measured in unit " + scaler.unitCode() + ", which has no counterpart here"));
    }

    /** The answer for an attribute without scaler. */
    static Answer plain(CosemAttribute attribute, Result result) throws MalformedFrameException {
        if (result instanceof Result.Error error) {
            return refused(attribute, error);
        }
        Data data = ((Result.Value) result).data();
        if (data instanceof Data.Nothing) {
            return new Answer.Refused("null-data: the meter holds no value for " + attribute);
        }
        if (data instanceof Data.Numeric numeric) {
            return new Answer.Measured(new Quantity(numeric.value(), Unit.ONE));
        }
        if (data instanceof Data.Code code) {
            return new Answer.Measured(new Quantity(BigDecimal.valueOf(code.value()), Unit.ONE));
        }
        if (data instanceof Data.Bool bool) {
            return new Answer.Text(String.valueOf(bool.value()));
        }
        if (data instanceof Data.Text text) {
            return new Answer.Text(text.text());
        }
        if (data instanceof Data.Octets octets) {
            return octets(attribute, octets);
        }
        return new Answer.Unfit(attribute + " holds " + data.type() + ", which is no single value");
    }

    private static Answer octets(CosemAttribute attribute, Data.Octets octets) throws MalformedFrameException {
        boolean time = attribute.classId() == CLOCK && attribute.attribute() == 2
                || attribute.classId() == EXTENDED_REGISTER && attribute.attribute() == 5;
        if (octets.type() == DataType.DATE_TIME || time && octets.bytes().length == 12) {
            return CosemDateTime.decode(octets.bytes())
                    .<Answer>map(Answer.Moment::new)
                    .orElseGet(() -> new Answer.Unfit(attribute + " holds a time with wildcards"));
        }
        byte[] text = unpadded(octets.bytes());
        if (octets.type() == DataType.OCTET_STRING && printable(text)) {
            return new Answer.Text(new String(text, StandardCharsets.US_ASCII));
        }
        return new Answer.Raw(octets.bytes());
    }

    static Answer.Refused refused(CosemAttribute attribute, Result.Error error) {
        DataAccessResult reason = DataAccessResult.ofCode(error.code());
        return new Answer.Refused(reason.words() + " (" + error.code() + "): " + attribute, reason.trouble());
    }

    /** Some makers fill their texts up with zeros. */
    private static byte[] unpadded(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static boolean printable(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet < 0x20 || octet > 0x7E) {
                return false;
            }
        }
        return bytes.length > 0;
    }
}
