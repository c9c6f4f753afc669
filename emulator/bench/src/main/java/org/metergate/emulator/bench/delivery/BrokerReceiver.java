package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A Mosquitto, with somebody who counts at it and a network between it and the gateway. */
final class BrokerReceiver implements Receiver {

    private final RealBroker broker;
    private final Gate gate;
    private final Arrivals arrivals = new Arrivals();

    BrokerReceiver(Path folder) throws IOException {
        broker = new RealBroker(folder, "allow_anonymous true\nlog_type all\n");
        gate = new Gate(broker.port());
    }

    @Override
    public void start() throws IOException, InterruptedException {
        broker.start();
        arrivals.listen(broker.port());
        gate.open();
    }

    @Override
    public void kill() throws IOException, InterruptedException {
        broker.kill();
        gate.shut();
        arrivals.leave();
    }

    @Override
    public String address() {
        return "mqtt://127.0.0.1:" + gate.port();
    }

    @Override
    public Map<String, String> arrived() {
        return arrivals.names();
    }

    @Override
    public int repeated() {
        return arrivals.repeated();
    }

    @Override
    public int conflicts() {
        return arrivals.conflicts();
    }

    @Override
    public void close() throws IOException {
        broker.close();
        gate.close();
        arrivals.close();
    }
}
