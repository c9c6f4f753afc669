package org.metergate.emulator.workbench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.metergate.emulator.meters.EmulatedMeter;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.TcpStation;

/** Meters that run until they are closed. */
final class DemonstrationSite implements AutoCloseable {

    /**
     * A meter to start.
     *
     * @param name what people call it
     * @param protocol for people
     * @param port where it listens, and how its wire behaves
     * @param station the meter
     */
    record Meter(String name, String protocol, PortSettings port, Station station) {}

    private final List<TcpStation> open = new ArrayList<>();
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
                TcpStation station = TcpStation.open(meter.name(), meter.port(), meter.station());
                site.open.add(station);
                site.meters.add(new EmulatedMeter(meter.name(), meter.protocol(), station.address()));
            }
            return site;
        } catch (IOException e) {
            site.close();
            throw e;
        }
    }

    /** @return where each meter listens, in the order of starting */
    List<EmulatedMeter> meters() {
        return List.copyOf(meters);
    }

    /** Stops every meter. Closing twice does nothing. */
    @Override
    public void close() {
        open.forEach(TcpStation::close);
    }
}
