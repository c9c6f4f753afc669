package org.metergate.model.frames;

import java.util.List;
import java.util.Optional;

/**
 * What a frame says.
 *
 * @param layers from the link up; what could be read before a fault
 * @param values in the order of the frame; empty if there is a fault, since no value of a damaged frame can be trusted
 * @param fault why there are no values; empty if the frame is as the standard wants it
 */
public record DecodedFrame(List<Layer> layers, List<FrameValue> values, Optional<Fault> fault) {

    /** @throws IllegalArgumentException if there are values beside a fault */
    public DecodedFrame {
        layers = List.copyOf(layers);
        values = List.copyOf(values);
        if (fault.isPresent() && !values.isEmpty()) {
            throw new IllegalArgumentException("values of a frame that is wrong");
        }
    }

    /**
     * A whole frame.
     *
     * @param layers from the link up
     * @param values in the order of the frame
     * @return the frame
     */
    public static DecodedFrame of(List<Layer> layers, List<FrameValue> values) {
        return new DecodedFrame(layers, values, Optional.empty());
    }

    /**
     * A frame that gives no values.
     *
     * @param layers that could be read all the same
     * @param fault why
     * @return the frame
     */
    public static DecodedFrame wrong(List<Layer> layers, Fault fault) {
        return new DecodedFrame(layers, List.of(), Optional.of(fault));
    }

    /** @return how many checks of the frame held: checksums, CRCs, authentication tags */
    public long checksHeld() {
        return layers.stream()
                .flatMap(layer -> layer.fields().stream())
                .filter(field -> field.check() == Layer.Check.HOLDS)
                .count();
    }
}
