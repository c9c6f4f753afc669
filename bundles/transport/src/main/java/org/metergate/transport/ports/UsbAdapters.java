package org.metergate.transport.ports;

import com.fazecast.jSerialComm.SerialPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.PortInfo;

/** Finds a USB adapter under whatever name it has now. */
final class UsbAdapters {

    /**
     * A serial adapter that is plugged in.
     *
     * @param device its name now, such as {@code /dev/ttyUSB0}
     * @param vendor USB vendor number
     * @param product USB product number
     * @param serial its serial number; what the system says if it has none
     */
    record Adapter(String device, int vendor, int product, String serial) {
        @Override
        public String toString() {
            return String.format("usb:%04X:%04X:%s at %s", vendor, product, serial, device);
        }
    }

    private UsbAdapters() {}

    /** @return the adapters of this machine */
    static List<Adapter> plugged() {
        List<Adapter> adapters = new ArrayList<>();
        for (SerialPort port : SerialPort.getCommPorts()) {
            if (port.getVendorID() >= 0 && port.getProductID() >= 0) {
                adapters.add(new Adapter(
                        port.getSystemPortPath(),
                        port.getVendorID(),
                        port.getProductID(),
                        String.valueOf(port.getSerialNumber())));
            }
        }
        return adapters;
    }

    /** @return every serial port of this machine */
    static List<PortInfo> ports() {
        List<Adapter> adapters = plugged();
        List<PortInfo> ports = new ArrayList<>();
        for (SerialPort port : SerialPort.getCommPorts()) {
            String device = port.getSystemPortPath();
            LineAddress address = adapters.stream()
                    .filter(one -> one.device().equals(device))
                    .findFirst()
                    .map(one -> address(one, adapters))
                    .orElseGet(() -> new LineAddress.Serial(device));
            ports.add(new PortInfo(address, device, port.getDescriptivePortName()));
        }
        return List.copyOf(ports);
    }

    /** Without a serial number that parts them, several adapters of a kind are told apart by their devices only. */
    private static LineAddress address(Adapter adapter, List<Adapter> plugged) {
        List<Adapter> same = plugged.stream()
                .filter(one -> one.vendor() == adapter.vendor() && one.product() == adapter.product())
                .toList();
        long twins = same.stream()
                .filter(one -> one.serial().equals(adapter.serial()))
                .count();
        boolean known =
                adapter.serial().matches("[0-9A-Za-z]+") && !adapter.serial().equals("Unknown");
        if (known && twins == 1) {
            return new LineAddress.Usb(adapter.vendor(), adapter.product(), Optional.of(adapter.serial()));
        }
        return same.size() == 1
                ? new LineAddress.Usb(adapter.vendor(), adapter.product(), Optional.empty())
                : new LineAddress.Serial(adapter.device());
    }

    /**
     * @param wanted which adapter
     * @param plugged those that are there
     * @return the name of its device now
     * @throws LineException if it is not there, or several are meant
     */
    static String device(LineAddress.Usb wanted, List<Adapter> plugged) throws LineException {
        List<Adapter> found = plugged.stream()
                .filter(adapter -> adapter.vendor() == wanted.vendor() && adapter.product() == wanted.product())
                .filter(adapter -> wanted.serial().map(adapter.serial()::equals).orElse(true))
                .toList();
        if (found.size() == 1) {
            return found.get(0).device();
        }
        throw new LineException(
                LineCondition.UNREACHABLE,
                found.isEmpty()
                        ? wanted + ": no such adapter is plugged in; there " + list(plugged)
                        : wanted + ": several adapters are meant; add the serial number of one: " + list(found));
    }

    private static String list(List<Adapter> adapters) {
        return adapters.isEmpty()
                ? "is no USB serial adapter at all"
                : "are " + adapters.stream().map(Adapter::toString).collect(Collectors.joining(", "));
    }
}
