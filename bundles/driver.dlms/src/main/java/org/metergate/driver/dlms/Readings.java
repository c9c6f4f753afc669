package org.metergate.driver.dlms;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.kura.type.DataType;
import org.metergate.dlms.Answer;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.model.Quality;
import org.metergate.model.Quantity;
import org.metergate.model.Reading;
import org.metergate.model.Unit;
import org.metergate.model.Value;

/** Turns what a meter answers into readings. */
final class Readings {
    private final DlmsDriverSettings settings;
    private final DlmsDiagnosis diagnosis;

    /** @param settings of the meter */
    Readings(DlmsDriverSettings settings) {
        this.settings = settings;
        this.diagnosis = new DlmsDiagnosis(settings);
    }

    /**
     * @param answer of the meter
     * @param type that the channel has
     * @param time when it held
     * @return the reading, good or with the reason
     */
    Reading of(Answer answer, DataType type, Instant time) {
        if (answer instanceof Answer.Measured measured) {
            return Reading.good(new Value.Measured(measured.quantity()), time);
        }
        if (answer instanceof Answer.Text text) {
            return Reading.good(fitting(text.text(), type), time);
        }
        if (answer instanceof Answer.Moment moment) {
            return Reading.good(
                    new Value.Moment(moment.time().instant(settings.clock().zone())), time);
        }
        if (answer instanceof Answer.Raw raw) {
            return Reading.good(new Value.Raw(raw.bytes()), time);
        }
        if (answer instanceof Answer.Refused refused) {
            Diagnosis why = diagnosis.of(refused);
            return failed(why, time);
        }
        return Reading.failed(Quality.CORRUPT, settings.name() + ": " + ((Answer.Unfit) answer).reason(), time);
    }

    /**
     * @param why there is none
     * @param time when that was found
     * @return the reading without a value
     */
    Reading failed(Diagnosis why, Instant time) {
        return Reading.failed(why.quality(), settings.name() + ": " + why.sentence(), time);
    }

    /** A boolean comes in words; where a number or a switch is wanted, it is 1 or 0. */
    private static Value fitting(String text, DataType type) {
        boolean number = type != DataType.STRING && type != DataType.BYTE_ARRAY;
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> number ? one(BigDecimal.ONE) : new Value.Text(text);
            case "false" -> number ? one(BigDecimal.ZERO) : new Value.Text(text);
            default -> new Value.Text(text);
        };
    }

    private static Value one(BigDecimal number) {
        return new Value.Measured(new Quantity(number, Unit.ONE));
    }
}
