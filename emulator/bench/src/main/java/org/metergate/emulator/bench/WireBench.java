package org.metergate.emulator.bench;

import java.util.List;

/**
 * Times whole readings of emulated meters against what the bytes need on the wire. Listed in {@code META-INF/services};
 * has a public constructor without parameters.
 */
public interface WireBench {

    /** @return one word or two, that the command line selects it by */
    String name();

    /**
     * Reads.
     *
     * @return one result for each speed, meter or way
     * @throws Exception if a reading fails or is not right: a fast wrong answer counts for nothing
     */
    List<WireTime> measure() throws Exception;
}
