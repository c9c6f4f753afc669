package org.metergate.model.frames;

import java.math.BigDecimal;
import java.util.Optional;
import org.metergate.model.Quality;

/**
 * A value in a frame.
 *
 * @param name of the quantity, such as {@code Energy}; empty if only its address is known
 * @param address that tells it from others: an OBIS code, or storage, tariff and subunit; may be empty
 * @param number exact, in {@code unit}; empty for texts and times
 * @param text the same as text, or the text, or the bytes in hexadecimal digits
 * @param unit symbol; empty for none
 * @param quality {@link Quality#GOOD}, or {@link Quality#CORRUPT} for digits or dates that are none
 * @param note what else the frame says of it, or why it cannot be trusted; empty for nothing
 */
public record FrameValue(
        String name,
        String address,
        Optional<BigDecimal> number,
        String text,
        String unit,
        Quality quality,
        String note) {}
