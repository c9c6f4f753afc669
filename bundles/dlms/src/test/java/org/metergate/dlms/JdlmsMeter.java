package org.metergate.dlms;

import java.io.IOException;
import java.net.ServerSocket;
import org.openmuc.jdlms.AttributeAccessMode;
import org.openmuc.jdlms.AuthenticationMechanism;
import org.openmuc.jdlms.CosemAttribute;
import org.openmuc.jdlms.CosemClass;
import org.openmuc.jdlms.CosemInterfaceObject;
import org.openmuc.jdlms.CosemMethod;
import org.openmuc.jdlms.DlmsServer;
import org.openmuc.jdlms.LogicalDevice;
import org.openmuc.jdlms.MethodAccessMode;
import org.openmuc.jdlms.SecuritySuite;
import org.openmuc.jdlms.datatypes.DataObject;

/** A meter made of the server of jDLMS: over the wrapper, clients 16 (no authentication), 1 (low), 2 (GMAC). */
final class JdlmsMeter implements AutoCloseable {
    static final byte[] KEY = "0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    static final byte[] AUTHENTICATION_KEY = "FEDCBA9876543210".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    static final String PASSWORD = "12345678";
    static final String TEXT = "0.0.96.1.9.255";
    static final String LONG = "0.0.96.1.8.255";
    /** Longer than an APDU: it goes in blocks. */
    static final int LENGTH = 80_000;

    static final String ENERGY = "1.0.1.8.0.255";

    private final DlmsServer server;
    private final int port;

    JdlmsMeter() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        LogicalDevice device = new LogicalDevice(1, "MGT1000000000001", "MGT", 1);
        device.setMasterKey(KEY);
        device.registerCosemObject(new Text(TEXT, new byte[] {'j'}), new Text(LONG, counting()), new Register());
        device.addRestriction(16, SecuritySuite.builder().build());
        device.addRestriction(
                1,
                SecuritySuite.builder()
                        .setAuthenticationMechanism(AuthenticationMechanism.LOW)
                        .setPassword(PASSWORD.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .build());
        device.addRestriction(
                2,
                SecuritySuite.builder()
                        .setAuthenticationMechanism(AuthenticationMechanism.HLS5_GMAC)
                        .setEncryptionMechanism(SecuritySuite.EncryptionMechanism.AES_GCM_128)
                        .setSecurityPolicy(SecuritySuite.SecurityPolicy.AUTHENTICATED_AND_ENCRYPTED)
                        .setGlobalUnicastEncryptionKey(KEY)
                        .setAuthenticationKey(AUTHENTICATION_KEY)
                        .build());
        server = DlmsServer.tcpServerBuilder(port).registerLogicalDevice(device).build();
    }

    static byte[] counting() {
        byte[] bytes = new byte[LENGTH];
        for (int index = 0; index < LENGTH; index++) {
            bytes[index] = (byte) (index * 31 >> 3);
        }
        return bytes;
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** Data, with a method that turns its bytes round. */
    @CosemClass(id = 1, version = 0)
    public static final class Text extends CosemInterfaceObject {
        @CosemAttribute(id = 2, type = DataObject.Type.OCTET_STRING, accessMode = AttributeAccessMode.READ_AND_WRITE)
        private DataObject value;

        Text(String name, byte[] bytes) {
            super(name);
            value = DataObject.newOctetStringData(bytes);
        }

        public DataObject getValue() {
            return value;
        }

        public void setValue(DataObject value) {
            this.value = value;
        }

        @CosemMethod(id = 1, consumes = DataObject.Type.OCTET_STRING, accessMode = MethodAccessMode.ACCESS)
        public DataObject turn(DataObject parameter) {
            byte[] bytes = parameter.getValue();
            byte[] turned = new byte[bytes.length];
            for (int index = 0; index < bytes.length; index++) {
                turned[index] = bytes[bytes.length - 1 - index];
            }
            return DataObject.newOctetStringData(turned);
        }
    }

    /** A register of energy. */
    @CosemClass(id = 3, version = 0)
    public static final class Register extends CosemInterfaceObject {
        @CosemAttribute(id = 2, type = DataObject.Type.DOUBLE_LONG_UNSIGNED, accessMode = AttributeAccessMode.READ_ONLY)
        private final DataObject value = DataObject.newUInteger32Data(123_456);

        @CosemAttribute(id = 3, type = DataObject.Type.STRUCTURE, accessMode = AttributeAccessMode.READ_ONLY)
        private final DataObject scalerUnit =
                DataObject.newStructureData(DataObject.newInteger8Data((byte) 1), DataObject.newEnumerateData(30));

        Register() {
            super(ENERGY);
        }

        public DataObject getValue() {
            return value;
        }

        public DataObject getScalerUnit() {
            return scalerUnit;
        }
    }
}
