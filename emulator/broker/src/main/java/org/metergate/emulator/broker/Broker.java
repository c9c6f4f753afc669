package org.metergate.emulator.broker;

/** A broker that accepts connections. The service is there exactly while it does. */
public interface Broker {

    /** @return where clients on this machine reach it, {@code mqtt://127.0.0.1:1883} */
    String address();
}
