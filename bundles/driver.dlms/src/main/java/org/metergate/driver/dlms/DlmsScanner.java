package org.metergate.driver.dlms;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.Security;
import org.metergate.driver.channels.Health;
import org.metergate.driver.channels.Listeners;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.driver.channels.scan.ScanOption;
import org.metergate.driver.channels.scan.ScanOption.Kind;
import org.metergate.driver.channels.scan.Wishes;
import org.metergate.iec62056p21.Pause;
import org.metergate.settings.Properties;
import org.metergate.transport.Lines;
import org.metergate.transport.SerialSettings.Parity;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans a meter that no driver reads yet, with settings that are a driver's own keys. Any thread may call. Passwords and
 * keys are kept for as long as the scan goes on and are in no answer.
 */
@Component(
        name = "org.metergate.driver.dlms.scanner",
        service = MeterScanner.class,
        property = "scan.kind=" + ScanService.KIND)
public final class DlmsScanner implements MeterScanner {
    private static final Logger LOG = LoggerFactory.getLogger(DlmsScanner.class);

    private static final List<ScanOption> OPTIONS = List.of(
            new ScanOption(
                    "transport",
                    "Link layer",
                    "WRAPPER over TCP and UDP, HDLC on serial lines and serial servers",
                    "WRAPPER",
                    Kind.CHOICE,
                    List.of("WRAPPER", "HDLC")),
            new ScanOption(
                    "start",
                    "Start",
                    "MODE_E: sign on at an optical port, then HDLC",
                    "DIRECT",
                    Kind.CHOICE,
                    List.of("DIRECT", "MODE_E")),
            number("client.address", "Client", "Who asks; 16 is the public client", "16"),
            number("server.logical", "Logical device", "Of the meter, mostly 1", "1"),
            number("server.physical", "Physical device", "Of the meter on its HDLC bus; 0 for none", "0"),
            ScanOption.of(Kind.TEXT, "server.serial", "Serial number", "Makes the physical address; empty: none", ""),
            ScanOption.choice("authentication", "Authentication", "Proof of who asks", Authentication.NONE),
            secret("password", "Password", "Of LOW and the HIGH levels with a secret"),
            number("security.suite", "Security suite", "0 to 2", "0"),
            ScanOption.choice(
                    "security.policy", "Security policy", "What is done to every request", Security.Policy.NONE),
            secret("key.encryption", "Encryption key", "Global key (GUEK), hexadecimal"),
            secret("key.authentication", "Authentication key", "GAK, hexadecimal"),
            secret("key.signing", "Signing key", "The client's private key, for HIGH_ECDSA"),
            ScanOption.of(Kind.TEXT, "meter.publickey", "Meter's public key", "For HIGH_ECDSA", ""),
            ScanOption.of(Kind.TEXT, "client.title", "Client's system title", "16 hexadecimal digits", ""),
            number("baud", "Speed (baud)", "Of a serial line", "9600"),
            ScanOption.choice("parity", "Parity", "Of a serial line", Parity.NONE),
            ScanOption.of(Kind.TEXT, "device.address", "Device address", "MODE_E: of the sign-on", ""),
            number("answer.timeout", "Answer timeout (ms)", "Longest silence while an answer is due", "2000"));

    private final ScanService scans;
    private final Lines lines;
    private final DlmsStore store;
    private final PushPorts ports;

    /**
     * @param scans that go on
     * @param lines the lines of the gateway
     * @param store remembers invocation counters, which a scan must not use twice either
     * @param ports that meters push to
     */
    @Activate
    public DlmsScanner(
            @Reference(name = "scans") ScanService scans,
            @Reference(name = "lines") Lines lines,
            @Reference(name = "store") DlmsStore store,
            @Reference(name = "ports") PushPorts ports) {
        this.scans = scans;
        this.lines = lines;
        this.store = store;
        this.ports = ports;
    }

    private static ScanOption number(String key, String name, String description, String initial) {
        return ScanOption.of(Kind.NUMBER, key, name, description, initial);
    }

    private static ScanOption secret(String key, String name, String description) {
        return ScanOption.of(Kind.SECRET, key, name, description, "");
    }

    @Override
    public DlmsScan start(String line, Map<String, String> options) {
        Properties wishes = Wishes.of(line, options, OPTIONS);
        Optional<DlmsDriverSettings> settings = DlmsDriverSettings.from(wishes);
        Optional<Credentials.Opened> opened = settings.flatMap(
                known -> known.credentials().open(secret -> secret.stored().toCharArray(), wishes, false));
        Wishes.demand(wishes);
        DlmsDriverSettings how = settings.orElseThrow();
        return scans.start(
                how.line().toString(),
                id -> new DlmsScan(id, "", meter(id, how, opened.orElseThrow()), true, told(how, options)));
    }

    private ConnectedMeter meter(String id, DlmsDriverSettings settings, Credentials.Opened opened) {
        ConnectedMeter.Surroundings around = new ConnectedMeter.Surroundings(
                id, lines, Clock.systemUTC(), Pause.SLEEP, store, ports, new Listeners(), new Health(LOG, id));
        try {
            return new ConnectedMeter(settings, opened, around);
        } catch (IOException e) {
            throw new IllegalStateException("the invocation counter cannot be kept: " + e.getMessage(), e);
        }
    }

    /** What was chosen, and nothing that must not be read. */
    private static Map<String, String> told(DlmsDriverSettings settings, Map<String, String> options) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("line", settings.line().toString());
        for (ScanOption option : OPTIONS) {
            String value = options.getOrDefault(option.key(), "").strip();
            if (!value.isEmpty() && option.kind() != Kind.SECRET) {
                told.put(option.key(), value);
            }
        }
        return told;
    }

    @Override
    public String kind() {
        return ScanService.KIND;
    }

    @Override
    public String driver() {
        return DlmsConfig.PID;
    }

    @Override
    public List<ScanOption> options() {
        return OPTIONS;
    }

    @Override
    public List<DlmsScan> scans() {
        return scans.running();
    }
}
