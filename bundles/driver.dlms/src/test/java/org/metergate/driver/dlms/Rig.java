package org.metergate.driver.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.Pacer;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.transport.ports.PortLines;

/** Lines, emulated meters and drivers of one test, closed together. */
final class Rig {
    static final Instant NOW = Instant.parse("2026-06-23T10:11:12.700Z");
    static final Instant SECOND = Instant.parse("2026-06-23T10:11:12Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final Building BUILDING = new SiteBuilding(Site.DEFAULT);
    static final String KEY = "000102030405060708090A0B0C0D0E0F";
    static final String TAG_KEY = "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF";

    /** A wire whose fault comes and goes. */
    static final class ChangingFault implements Fault {
        volatile Fault now = Fault.NONE;

        @Override
        public byte[] sent(byte[] answer) throws IOException {
            return now.sent(answer);
        }

        @Override
        public Passage passage(byte[] answer) throws IOException {
            return now.passage(answer);
        }

        @Override
        public byte[] echo(int heard) {
            return now.echo(heard);
        }
    }

    final PortLines lines = new PortLines();
    final ChangingFault wire = new ChangingFault();
    final PushPorts ports = new PushPorts();
    final ScanService scans = new ScanService();
    final DlmsStore store;
    final Clock clock;
    private final List<AutoCloseable> open = new ArrayList<>();

    Rig(Path folder, Clock clock) {
        this.store = new DlmsStore(Optional.of(folder));
        this.clock = clock;
    }

    Rig(Path folder) {
        this(folder, CLOCK);
    }

    TcpStation station(Station station, int port) throws IOException {
        TcpStation listening = TcpStation.open("meter", PortSettings.network(port), station, wire, Pacer.REAL);
        open.add(0, listening);
        return listening;
    }

    String meter(DlmsMeter.Identity identity, MeterTraits traits) throws IOException {
        return station(new DlmsMeter(BUILDING, clock, identity, traits, new Random(1)), 0)
                .address();
    }

    String meter(DlmsMeter.Transport transport) throws IOException {
        return meter(DlmsMeter.Identity.of(transport, "4711"), MeterTraits.USUAL);
    }

    DlmsDriver driver(String line, Object... more) {
        Map<String, Object> values = settings(line, more);
        DlmsDriver driver = new DlmsDriver(lines, PlainCrypto.CRYPTO, store, ports, scans, values, clock, length -> {});
        open.add(0, driver::stop);
        return driver;
    }

    /** Settings of a driver that waits long enough for a busy machine and not longer. */
    static Map<String, Object> settings(String line, Object... more) {
        Map<String, Object> values =
                new HashMap<>(Map.of("kura.service.pid", "meter", "line", line, "answer.timeout", 3000, "retries", 1));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i].toString(), more[i + 1]);
        }
        return values;
    }

    static ChannelRecord channel(String name, DataType type, String... settings) {
        ChannelRecord record = ChannelRecord.createReadRecord(name, type);
        record.setChannelConfig(config(name, type, settings));
        return record;
    }

    static Map<String, Object> config(String name, DataType type, String... settings) {
        Map<String, Object> config = new HashMap<>(Map.of("+name", name, "+value.type", type.name()));
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return config;
    }

    static ChannelRecord diagnosis() {
        return channel("why", DataType.STRING, "kind", "DIAGNOSIS");
    }

    static List<ChannelRecord> usual() {
        return new ArrayList<>(List.of(
                channel("import", DataType.DOUBLE, "object", "1-0:1.8.0*255"),
                channel("power", DataType.DOUBLE, "object", "16.7.0"),
                channel("voltage", DataType.DOUBLE, "object", "32.7.0")));
    }

    /** @param records of {@link #usual()}, read at {@link #NOW} */
    static void assertRight(List<ChannelRecord> records) {
        Building.State state = BUILDING.at(SECOND);
        double[] expected = {
            state.activeImport(), state.activePower(), state.phases().get(0).voltage()
        };
        double[] steps = {1, 1, 0.1};
        String[] units = {"Wh", "W", "V"};
        for (int i = 0; i < expected.length; i++) {
            ChannelRecord record = records.get(i);
            assertEquals(expected[i], number(record), steps[i], record.getChannelName());
            assertEquals(units[i], record.getUnit());
            assertEquals(SECOND, Instant.ofEpochMilli(record.getTimestamp()));
        }
    }

    static double number(ChannelRecord record) {
        return (Double) value(record);
    }

    static Object value(ChannelRecord record) {
        assertEquals(ChannelFlag.SUCCESS, record.getChannelStatus().getChannelFlag(), () -> reason(record));
        return record.getValue().getValue();
    }

    static String reason(ChannelRecord record) {
        return String.valueOf(record.getChannelStatus().getExceptionMessage());
    }

    static boolean isGood(ChannelRecord record) {
        return record.getChannelStatus().getChannelFlag() == ChannelFlag.SUCCESS;
    }

    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        ports.close();
        scans.stop();
        store.close();
        lines.close();
    }
}
