package org.metergate.emulator.bench.iec62056p21;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import org.openjdk.jmh.infra.Blackhole;
import org.openmuc.j62056.DataMessage;
import org.openmuc.j62056.DataSet;
import org.openmuc.j62056.internal.IdentificationMessage;
import org.openmuc.jrxtx.SerialPort;

/** The decoders of j62056. They are not public: its users get at them through a serial port only. */
final class Peer {
    private static final MethodHandle READOUT =
            decoder("readModeAbcDataMessage", DataInputStream.class, IdentificationMessage.class);
    private static final MethodHandle TRANSMISSION =
            decoder("readModeDDataMessage", DataInputStream.class, IdentificationMessage.class, SerialPort.class);
    private static final SerialPort NO_PORT = (SerialPort) Proxy.newProxyInstance(
            Peer.class.getClassLoader(), new Class<?>[] {SerialPort.class}, (proxy, method, arguments) -> null);

    private Peer() {}

    private static MethodHandle decoder(String name, Class<?>... parameters) {
        try {
            return MethodHandles.privateLookupIn(DataMessage.class, MethodHandles.lookup())
                    .findStatic(DataMessage.class, name, MethodType.methodType(DataMessage.class, parameters));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of j62056 has no " + name, e);
        }
    }

    /** Modes A to C: the identification line and the data message with its block check. */
    static void readout(byte[] bytes, Blackhole values) throws Throwable {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        give((DataMessage) READOUT.invokeExact(in, new IdentificationMessage(in)), values);
    }

    /** Mode D: the identification line and the lines of data; nothing is checked. */
    static void transmission(byte[] bytes, Blackhole values) throws Throwable {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        give((DataMessage) TRANSMISSION.invokeExact(in, new IdentificationMessage(in), NO_PORT), values);
    }

    private static void give(DataMessage message, Blackhole values) {
        values.consume(message.getManufacturerId());
        for (DataSet set : message.getDataSets()) {
            values.consume(set.getAddress());
            values.consume(set.getValue());
            values.consume(set.getUnit());
        }
    }
}
