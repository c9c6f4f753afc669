package org.metergate.dashboard.model;

import java.time.Instant;
import java.util.List;

/**
 * What a meter said at one instant.
 *
 * @param channels each name once
 */
public record Update(String meter, Instant time, List<Channel> channels) {

    public Update {
        channels = List.copyOf(channels);
    }
}
