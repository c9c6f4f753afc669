package org.metergate.driver.dlms;

import java.time.Duration;
import java.util.Optional;
import org.metergate.dlms.DlmsSettings;
import org.metergate.dlms.DlmsSettings.Addressing;
import org.metergate.dlms.DlmsSettings.Hdlc;
import org.metergate.dlms.DlmsSettings.Services;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.driver.channels.LineChoice;
import org.metergate.driver.channels.MeterClock;
import org.metergate.iec62056p21.OptionSelect;
import org.metergate.iec62056p21.SessionSettings;
import org.metergate.iec62056p21.SessionSettings.ModeChoice;
import org.metergate.iec62056p21.WakeUp;
import org.metergate.settings.Properties;
import org.metergate.transport.SerialSettings;

/**
 * The settings of one driver instance.
 *
 * @param line where the meter is
 * @param serial speed and format of a serial line
 * @param start of the optical port in mode E; empty if the meter speaks HDLC or the wrapper from the first byte
 * @param addressing link layer and addresses
 * @param hdlc what is offered over HDLC
 * @param services what is proposed besides GET, SET and ACTION
 * @param answer longest silence while an answer is due
 * @param patience longest wait for others on the line
 * @param credentials how the meter is convinced
 * @param clock what the meter's clock is worth
 * @param setting when the meter's clock is set
 * @param push what the meter sends by itself
 * @param profileInterval how often listened profiles are read
 * @param profileDepth how far back they are read at first
 */
record DlmsDriverSettings(
        LineChoice line,
        SerialSettings serial,
        Optional<SessionSettings> start,
        Addressing addressing,
        Hdlc hdlc,
        Services services,
        Duration answer,
        Duration patience,
        Credentials credentials,
        MeterClock clock,
        ClockSetting setting,
        PushSettings push,
        Duration profileInterval,
        Duration profileDepth) {

    private static final int DAY = 86_400;

    /** How a conversation begins. */
    private enum Start {
        DIRECT,
        MODE_E
    }

    /**
     * Reads the settings; problems are noted in the properties. Nothing is deciphered.
     *
     * @param properties of the component
     * @return the settings; empty if one without which nothing works is wrong
     */
    static Optional<DlmsDriverSettings> from(Properties properties) {
        Optional<LineChoice> line = LineChoice.from(properties);
        SerialSettings serial = new SerialSettings(
                properties.integer("baud", 9600, 300, 921_600),
                properties.integer("data.bits", 8, 7, 8),
                properties.choice("parity", SerialSettings.Parity.NONE),
                properties.integer("stop.bits", 1, 1, 2));
        Transport transport = properties.choice("transport", Transport.WRAPPER);
        Optional<Addressing> addressing = addressing(properties, transport);
        Optional<SessionSettings> start = start(properties, transport);
        Hdlc hdlc = new Hdlc(
                properties.integer("max.information", 128, 128, 2030),
                properties.integer("window", 1, 1, 7),
                properties.integer("retries", 2, 0, 9));
        Services services =
                new Services(properties.flag("access.service", true), properties.integer("general.blocks", 0, 0, 63));
        Duration answer = Duration.ofMillis(properties.integer("answer.timeout", 2000, 100, 60_000));
        Duration patience = Duration.ofMillis(properties.integer("patience", 30_000, 0, 600_000));
        Credentials credentials = Credentials.from(properties);
        MeterClock clock = MeterClock.from(properties);
        ClockSetting setting = ClockSetting.from(properties);
        PushSettings push = PushSettings.from(properties);
        Duration interval = Duration.ofSeconds(properties.integer("profile.interval", 900, 1, DAY));
        Duration depth = Duration.ofHours(properties.integer("profile.depth", 24, 1, 24 * 400));
        if (line.isEmpty() || addressing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DlmsDriverSettings(
                line.get(),
                serial,
                start,
                addressing.get(),
                hdlc,
                services,
                answer,
                patience,
                credentials,
                clock,
                setting,
                push,
                interval,
                depth));
    }

    private static Optional<Addressing> addressing(Properties properties, Transport transport) {
        boolean hdlc = transport == Transport.HDLC;
        int client = properties.integer("client.address", 16, 1, hdlc ? 127 : 0xFFFF);
        int logical = properties.integer("server.logical", 1, 0, hdlc ? 0x3FFF : 0xFFFF);
        int physical = properties.integer("server.physical", 0, 0, 0x3FFF);
        int bytes = properties.integer("server.address.bytes", 0, 0, 4);
        String serialNumber = properties.text("server.serial", "");
        if (!serialNumber.isEmpty()) {
            if (!serialNumber.matches("\\d{1,18}")) {
                properties.note("server.serial", "is '" + serialNumber + "'; expected the digits of a serial number");
            } else {
                physical = DlmsSettings.physicalOfSerialNumber(Long.parseLong(serialNumber));
                bytes = bytes == 0 ? 4 : bytes;
            }
        }
        try {
            return Optional.of(new Addressing(transport, client, logical, physical, bytes));
        } catch (IllegalArgumentException e) {
            properties.note("server.address.bytes", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<SessionSettings> start(Properties properties, Transport transport) {
        Start start = properties.choice("start", Start.DIRECT);
        int initial = properties.integer("baud.initial", 300, 300, 115_200);
        int highest = properties.integer("baud.max", 9600, 300, 19_200);
        int reaction = properties.integer("reaction.timeout", 1500, 100, 60_000);
        String address = properties.text("device.address", "");
        if (start == Start.DIRECT) {
            return Optional.empty();
        }
        if (transport != Transport.HDLC) {
            properties.note("transport", "is WRAPPER; a start in mode E leads to HDLC");
        }
        try {
            return Optional.of(new SessionSettings(
                    address,
                    new SerialSettings(initial, 7, SerialSettings.Parity.EVEN, 1),
                    highest,
                    ModeChoice.AUTO,
                    2,
                    Duration.ofMillis(reaction),
                    SessionSettings.STANDARD.turnaround(),
                    WakeUp.NONE,
                    OptionSelect.READOUT));
        } catch (IllegalArgumentException e) {
            properties.note("device.address", e.getMessage());
            return Optional.empty();
        }
    }

    /** @return how a session with this meter is held */
    DlmsSettings session(Credentials.Opened opened) {
        return new DlmsSettings(addressing, opened.access(), hdlc, services, answer, patience);
    }

    /** @return which meter, for messages */
    String meter() {
        return "dlms meter "
                + (addressing.transport() == Transport.HDLC && addressing.physicalServer() != 0
                        ? addressing.logicalServer() + "/" + addressing.physicalServer()
                        : String.valueOf(addressing.logicalServer()));
    }

    /** @return which meter on which line, for messages */
    String name() {
        return meter() + " on " + line;
    }
}
