package org.metergate.emulator.meters;

/**
 * A meter that runs and can be read. Registered as an OSGi service for as long as its port is open.
 *
 * @param name what people call it, such as {@code main}
 * @param protocol for people, such as {@code DLMS/COSEM over HDLC}
 * @param address where a driver finds it, {@code tcp://127.0.0.1:4059}
 */
public record EmulatedMeter(String name, String protocol, String address) {}
