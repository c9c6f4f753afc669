package org.metergate.transport.ports;

import com.fazecast.jSerialComm.SerialPort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;

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
