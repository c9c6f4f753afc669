package org.metergate.transport;

/**
 * A serial port that is there.
 *
 * @param address that names it best: of an adapter by vendor, product and serial number, else the device
 * @param device its name now, such as {@code /dev/ttyUSB0}
 * @param description what the system calls it
 */
public record PortInfo(LineAddress address, String device, String description) {}
