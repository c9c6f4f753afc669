package org.metergate.emulator.bench.kills;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.crypto.CryptoService;
import org.eclipse.kura.type.DataType;
import org.metergate.driver.dlms.DlmsDriver;
import org.metergate.driver.dlms.DlmsStore;
import org.metergate.driver.dlms.PushPorts;
import org.metergate.driver.dlms.ScanService;
import org.metergate.transport.ports.PortLines;
import org.osgi.framework.BundleContext;

/**
 * The driver, its store and its lines in a process of their own, to be killed: reads a protected meter without a pause and
 * prints the time and the value of each reading, or why there is none. Arguments: data folder, address of the meter, how
 * many readings (0: without end).
 */
public final class GatewayToKill {

    private GatewayToKill() {}

    /** @param arguments see the class */
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        DlmsDriver driver = new DlmsDriver(
                new PortLines(),
                plain(),
                new DlmsStore(framework(data)),
                new PushPorts(),
                new ScanService(),
                settings(arguments[1]));
        int most = Integer.parseInt(arguments[2]);
        for (int count = 0; most == 0 || count < most; count++) {
            ChannelRecord record = ChannelRecord.createReadRecord("import", DataType.DOUBLE);
            record.setChannelConfig(Map.of("+name", "import", "+value.type", "DOUBLE", "object", "1-0:1.8.0*255"));
            List<ChannelRecord> records = new ArrayList<>(List.of(record));
            driver.read(records);
            out.println(told(record));
        }
        System.exit(0); // what listens and waits ends with it
    }

    private static String told(ChannelRecord record) {
        return record.getChannelStatus().getChannelFlag() == ChannelFlag.SUCCESS
                ? "read " + record.getTimestamp() + " " + record.getValue().getValue()
                : "none " + record.getChannelStatus().getExceptionMessage();
    }

    private static Map<String, Object> settings(String address) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "kura.service.pid",
                "killed",
                "line",
                address,
                "client.address",
                1,
                "authentication",
                "HIGH_GMAC",
                "security.policy",
                "AUTHENTICATED_ENCRYPTED",
                "key.encryption",
                KillRun.ENCRYPTION_KEY,
                "key.authentication",
                KillRun.AUTHENTICATION_KEY));
        settings.put("answer.timeout", 5000);
        return settings;
    }

    /** The keys of an emulated meter are no secrets. */
    private static CryptoService plain() {
        return (CryptoService) Proxy.newProxyInstance(
                GatewayToKill.class.getClassLoader(),
                new Class<?>[] {CryptoService.class},
                (self, method, given) -> method.getName().startsWith("decrypt") ? given[0] : self.toString());
    }

    private static BundleContext framework(Path data) {
        return (BundleContext) Proxy.newProxyInstance(
                GatewayToKill.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (self, method, given) -> method.getName().equals("getProperty") && given[0].equals("kura.data")
                        ? data.toString()
                        : null);
    }
}
