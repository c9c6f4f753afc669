package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Where readings go: can be killed and started again, and asked for what it has. */
interface Receiver extends AutoCloseable {

    /**
     * Finds the kind of receiver that is asked for.
     *
     * @param qos 0 for InfluxDB, else the quality of service to a broker
     */
    static Receiver of(int qos, Path folder) throws IOException {
        return qos == 0 ? new InfluxReceiver(folder) : new BrokerReceiver(folder);
    }

    /** Starts it, or starts it again with what it has on its disk. */
    void start() throws IOException, InterruptedException;

    /** Ends it as a power cut would. */
    void kill() throws IOException, InterruptedException;

    /** @return where the gateway finds it */
    String address();

    /** @return what arrived: names of readings by key, which is meter, blank, time */
    Map<String, String> arrived() throws IOException;

    /** @return readings that arrived again with the same key and the same content */
    int repeated();

    /** @return what arrived under the key of another reading, or was no reading at all */
    int conflicts();

    @Override
    void close() throws IOException;
}
