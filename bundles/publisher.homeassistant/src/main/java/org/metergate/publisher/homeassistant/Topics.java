package org.metergate.publisher.homeassistant;

/**
 * Where everything goes.
 *
 * @param prefix Home Assistant's discovery prefix
 * @param root first level of the meters' own topics
 * @param gateway id of this gateway: a level of its topics and the beginning of every unique id
 */
record Topics(String prefix, String root, String gateway) {

    /** @return the gateway's availability, and the topic of its connection's last will */
    String status() {
        return root + "/" + gateway + "/status";
    }

    /** @return what is wrong with the gateway's settings */
    String notices() {
        return root + "/" + gateway + "/notices";
    }

    /**
     * A topic of a meter.
     *
     * @param meter its name
     * @param what for, {@code state} for instance
     * @return the topic
     */
    String of(String meter, String what) {
        return root + "/" + gateway + "/meter/" + Id.of(meter) + "/" + what;
    }

    /** @return the beginning of the meter's unique ids, and the id of its device */
    String unique(String meter) {
        return gateway + "_" + Id.of(meter);
    }

    /** @return where a device is announced */
    String discovery(String device) {
        return prefix + "/device/" + device + "/config";
    }

    /** @return where Home Assistant says that it is there */
    String birth() {
        return prefix + "/status";
    }
}
