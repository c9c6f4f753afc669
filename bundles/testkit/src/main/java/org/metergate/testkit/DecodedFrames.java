package org.metergate.testkit;

import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.Layer;

/** Looks into what a decoder said of a frame. */
public final class DecodedFrames {

    private DecodedFrames() {}

    /**
     * @param name of a field of any layer
     * @return the first that is called so
     * @throws AssertionError if there is none
     */
    public static Layer.Field field(DecodedFrame frame, String name) {
        return frame.layers().stream()
                .flatMap(layer -> layer.fields().stream())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + frame.layers()));
    }
}
