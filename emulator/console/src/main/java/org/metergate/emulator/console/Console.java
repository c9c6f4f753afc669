package org.metergate.emulator.console;

/** The web console while it can be reached; the address is a service property as well, under {@value #ADDRESS}. */
public interface Console {

    String ADDRESS = "address";

    /** @return where a browser finds it, {@code http://127.0.0.1:8080/system/console} */
    String address();
}
