package org.metergate.emulator.terminal;

/**
 * The newest reading of one channel, as it came over MQTT.
 *
 * @param meter name of the meter
 * @param channel name of the channel
 * @param value text, empty if there is none
 * @param unit empty if there is none
 * @param time the reading's own time
 * @param quality GOOD or BAD
 * @param error what is wrong, empty if good
 */
record Row(String meter, String channel, String value, String unit, String time, String quality, String error) {}
