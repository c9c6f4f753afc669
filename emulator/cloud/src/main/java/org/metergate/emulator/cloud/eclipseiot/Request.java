package org.metergate.emulator.cloud.eclipseiot;

import java.util.List;
import java.util.Optional;

/**
 * A request to an application on this gateway, as its topic tells:
 * {@code c/<account>/<device>/req/<id>/<application>/<METHOD>/<arguments…>}.
 *
 * @param id goes into the topic of the reply
 * @param application name that a handler is registered under
 * @param method GET, PUT, POST, DEL or EXEC
 * @param arguments what follows
 */
record Request(String id, String application, String method, List<String> arguments) {

    /** What to subscribe to. */
    static final String FILTER = "c/+/+/req/#";

    /**
     * Reads a topic.
     *
     * @param topic where a message arrived
     * @return the request, empty if the topic is no such one
     */
    static Optional<Request> of(String topic) {
        List<String> levels = List.of(topic.split("/"));
        if (levels.size() < 7 || !levels.get(0).equals("c") || !levels.get(3).equals("req")) {
            return Optional.empty();
        }
        return Optional.of(new Request(levels.get(4), levels.get(5), levels.get(6), levels.subList(7, levels.size())));
    }

    /** @return where the reply with that code goes; {@code null} in place of a number if a handler gave none */
    String replyTopic(Object code) {
        return "c///res/" + id + "/" + code;
    }
}
