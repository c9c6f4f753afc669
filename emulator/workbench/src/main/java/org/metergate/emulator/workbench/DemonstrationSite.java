package org.metergate.emulator.workbench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.metergate.emulator.meters.EmulatedMeter;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.UdpStation;
import org.metergate.emulator.meters.dlms.Pusher;

/** Meters that run until they are closed. */
final class DemonstrationSite implements AutoCloseable {

    /**
     * A meter to start.
     *
     * @param name what people call it
     * @param protocol for people
     * @param port where it listens, and how its wire behaves
     * @param station the meter
     * @param datagrams whether it listens on UDP
     * @param pusher starts what it pushes with; empty if it does not
     */
    record Meter(
            String name,
            String protocol,
            PortSettings port,
            Station station,
            boolean datagrams,
            Optional<Supplier<Pusher>> pusher) {

        /** A meter on TCP that does not push. */
        Meter(String name, String protocol, PortSettings port, Station station) {
            this(name, protocol, port, station, false, Optional.empty());
        }
    }

    private final List<Runnable> closers = new ArrayList<>();
    private final List<EmulatedMeter> meters = new ArrayList<>();

    /**
     * Starts meters; all or none.
     *
     * @param wanted the meters
     * @return the site
     * @throws IOException if a port cannot be had, naming it and saying what to do
     */
    static DemonstrationSite open(List<Meter> wanted) throws IOException {
        DemonstrationSite site = new DemonstrationSite();
        try {
            for (Meter meter : wanted) {
                site.meters.add(new EmulatedMeter(meter.name(), meter.protocol(), site.listen(meter)));
            }
            for (Meter meter : wanted) {
                meter.pusher().map(Supplier::get).ifPresent(pusher -> site.closers.add(pusher::close));
            }
            return site;
        } catch (IOException e) {
            site.close();
            throw e;
        }
    }

    private String listen(Meter meter) throws IOException {
        if (meter.datagrams()) {
            UdpStation station = UdpStation.open(meter.name(), meter.port(), meter.station(), Fault.NONE);
            closers.add(station::close);
            return station.address();
        }
        TcpStation station = TcpStation.open(meter.name(), meter.port(), meter.station());
        closers.add(station::close);
        return station.address();
    }

    /** @return where each meter listens, in the order of starting */
    List<EmulatedMeter> meters() {
        return List.copyOf(meters);
    }

    /** Stops every meter. Closing twice does nothing. */
    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }
}
