package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metergate.dlms.GetApdu.Result;
import org.metergate.model.ObisCode;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;
import org.metergate.testkit.Hex;

class AnswersTest {
    private static final CosemAttribute REGISTER = new CosemAttribute(3, ObisCode.parse("1.8.0"), 2);

    private static Result result(String hex) throws Exception {
        return new Result.Value(Axdr.read(new Bytes(Hex.bytes(hex))));
    }

    @ParameterizedTest
    @CsvSource({
        "06 00BC614E, 00, 1E, 12345678, WATT_HOUR",
        "06 00003039, 03, 1E, 12345000, WATT_HOUR",
        "12 08FC, FF, 23, 230.0, VOLT",
        "10 FF38, FE, 21, -2.00, AMPERE",
        "12 1388, FE, 2C, 50.00, HERTZ",
        "06 0000007B, FD, 13, 0.000123, CUBIC_METRE",
        "12 0002, 00, 05, 7200, SECOND",
        "11 07, 00, FF, 7, ONE",
        "17 41480000, 00, 1B, 12.5, WATT"
    })
    void scalesExactly(String value, String scaler, String unit, BigDecimal expected, Unit inUnit) throws Exception {
        Answer answer = Answers.scaled(REGISTER, result(value), result("02 02 0F" + scaler + "16" + unit));
        Quantity quantity = assertInstanceOf(Answer.Measured.class, answer).quantity();
        assertEquals(inUnit, quantity.unit());
        assertEquals(0, expected.compareTo(quantity.value()), quantity::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "09 04 00BC614E, 02 02 0F00 161E", // bytes where a number is due
        "0A 03 313233, 02 02 0F00 161E", // digits as text
        "0D 12, 02 02 0F00 161E", // BCD
        "16 05, 02 02 0F00 161E", // a code
        "03 01, 02 02 0F00 161E",
        "06 00000001, 02 02 0F00 1630", // V²h: no such unit here
        "06 00000001, 02 02 1100 161E", // scaler of another type
        "06 00000001, 01 02 0F00 161E",
        "06 00000001, 02 01 0F00",
        "06 00000001, 00"
    })
    void makesNoNumberOfAnotherType(String value, String scalerUnit) throws Exception {
        assertInstanceOf(Answer.Unfit.class, Answers.scaled(REGISTER, result(value), result(scalerUnit)));
    }

    @Test
    void repeatsTheMetersReason() throws Exception {
        assertEquals(
                new Answer.Refused("read-write-denied (3): 1-0:1.8.0*255 class 3 attribute 2", Trouble.NOT_AUTHORISED),
                Answers.scaled(REGISTER, new Result.Error(3), result("02 02 0F00 161E")));
        assertEquals(
                new Answer.Refused("other-reason (77): 1-0:1.8.0*255 class 3 attribute 3"),
                Answers.scaled(REGISTER, result("06 00000001"), new Result.Error(77)));
        assertInstanceOf(Answer.Refused.class, Answers.scaled(REGISTER, result("00"), result("02 02 0F00 161E")));
    }

    @Test
    void readsTextsBytesAndTimes() throws Exception {
        CosemAttribute data = new CosemAttribute(1, ObisCode.parse("0-0:96.1.0*255"), 2);
        assertEquals(new Answer.Text("4711"), Answers.plain(data, result("09 04 34373131")));
        assertEquals(new Answer.Text("4711"), Answers.plain(data, result("0A 04 34373131")));
        assertInstanceOf(Answer.Raw.class, Answers.plain(data, result("09 02 01FF")));
        assertInstanceOf(Answer.Unfit.class, Answers.plain(data, result("01 00")));
        Answer clock = Answers.plain(CosemAttribute.CLOCK, result("09 0C 07EA0B17 01 15000300 0000 00"));
        assertEquals(
                "2026-11-23T21:00:03Z",
                assertInstanceOf(Answer.Moment.class, clock).time().toString());
    }
}
