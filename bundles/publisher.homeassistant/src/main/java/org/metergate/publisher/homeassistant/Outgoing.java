package org.metergate.publisher.homeassistant;

/**
 * A message on its way to the broker.
 *
 * @param topic where to
 * @param payload text; empty to make the broker forget what it kept
 * @param qos MQTT quality of service. States go at most once: a repeated old one would make a counter jump back
 * @param retain whether the broker keeps it
 */
record Outgoing(String topic, String payload, int qos, boolean retain) {

    /** @return a message that must arrive and is kept */
    static Outgoing kept(String topic, String payload) {
        return new Outgoing(topic, payload, 1, true);
    }

    /** @return a state: kept, and overtaken by the next one if it is lost */
    static Outgoing state(String topic, String payload) {
        return new Outgoing(topic, payload, 0, true);
    }

    /** @return something that happened once */
    static Outgoing event(String topic, String payload) {
        return new Outgoing(topic, payload, 1, false);
    }
}
