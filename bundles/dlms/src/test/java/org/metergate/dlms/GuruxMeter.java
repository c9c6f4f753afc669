package org.metergate.dlms;

import gurux.dlms.GXDLMSConnectionEventArgs;
import gurux.dlms.GXDateTime;
import gurux.dlms.ValueEventArgs;
import gurux.dlms.enums.AccessMode;
import gurux.dlms.enums.Authentication;
import gurux.dlms.enums.DataType;
import gurux.dlms.enums.InterfaceType;
import gurux.dlms.enums.MethodAccessMode;
import gurux.dlms.enums.ObjectType;
import gurux.dlms.enums.SourceDiagnostic;
import gurux.dlms.enums.Unit;
import gurux.dlms.objects.GXDLMSAssociationLogicalName;
import gurux.dlms.objects.GXDLMSAssociationShortName;
import gurux.dlms.objects.GXDLMSClock;
import gurux.dlms.objects.GXDLMSData;
import gurux.dlms.objects.GXDLMSDisconnectControl;
import gurux.dlms.objects.GXDLMSObject;
import gurux.dlms.objects.GXDLMSProfileGeneric;
import gurux.dlms.objects.GXDLMSRegister;
import gurux.dlms.objects.GXDLMSSecuritySetup;
import gurux.dlms.objects.enums.SecuritySuite;
import gurux.dlms.secure.GXDLMSSecureServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.GregorianCalendar;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TimeZone;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/** A meter made of the server of gurux.dlms, which shares nothing with the session but the standard. */
final class GuruxMeter implements Station {
    static final byte[] TITLE = "GRX00001".getBytes(StandardCharsets.US_ASCII);
    static final byte[] CLIENT_TITLE = "MGT00001".getBytes(StandardCharsets.US_ASCII);
    static final int REGISTERS = 20;
    static final long COUNTER = 4999;
    static final int ROWS = 193;
    static final Instant FIRST_ROW = Instant.parse("2026-01-01T00:00:00Z");

    /** What the meter asks of its clients. */
    record Access(
            InterfaceType transport,
            boolean logicalNames,
            Authentication authentication,
            String secret,
            int suite,
            Optional<Keys> keys,
            Optional<KeyPair> own,
            Optional<KeyPair> clients,
            int maxPdu) {}

    private final Access access;
    private volatile long invocationCounter = 1;

    GuruxMeter(Access access) {
        this.access = access;
    }

    @Override
    public void serve(Wire wire) throws IOException {
        Server server = new Server(access, invocationCounter);
        try {
            while (true) {
                OptionalInt octet = wire.read(Duration.ofSeconds(20));
                if (octet.isEmpty()) {
                    continue;
                }
                byte[] answer = server.handleRequest(new byte[] {(byte) octet.getAsInt()});
                if (answer != null) {
                    wire.write(answer);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } finally {
            invocationCounter = server.getCiphering().getInvocationCounter() + 1;
        }
    }

    private static final class Server extends GXDLMSSecureServer {
        private final Access access;

        Server(Access access, long counter) {
            super(access.logicalNames(), access.transport());
            this.access = access;
            setMaxReceivePDUSize(access.maxPdu());
            getCiphering().setSystemTitle(TITLE);
            getCiphering().setInvocationCounter(counter);
            getCiphering().setSecuritySuite(SecuritySuite.forValue(access.suite())); // before keys of its length
            access.keys().ifPresent(keys -> {
                getCiphering().setBlockCipherKey(keys.encryption());
                getCiphering().setAuthenticationKey(keys.authentication().orElseThrow());
            });
            access.own().ifPresent(own -> getCiphering()
                    .setSigningKeyPair(
                            new KeyPair(access.clients().orElseThrow().getPublic(), own.getPrivate())));
            objects();
            initialize();
        }

        private void objects() {
            for (int index = 1; index <= REGISTERS; index++) {
                GXDLMSRegister register = new GXDLMSRegister("1.0." + index + ".8.0.255");
                register.setUnit(Unit.ACTIVE_ENERGY);
                register.setScaler(0.1);
                register.setValue(1_000_000L + index);
                register.setDataType(2, DataType.UINT32);
                register.setMethodAccess(1, MethodAccessMode.ACCESS);
                getItems().add(register);
            }
            GXDLMSData name = new GXDLMSData("0.0.42.0.0.255");
            name.setValue("GRX0000100000001".getBytes(StandardCharsets.US_ASCII));
            name.setDataType(2, DataType.OCTET_STRING);
            getItems().add(name);
            GXDLMSData writable = new GXDLMSData("0.0.96.1.9.255");
            writable.setValue("before".getBytes(StandardCharsets.US_ASCII));
            writable.setAccess(2, AccessMode.READ_WRITE);
            getItems().add(writable);
            GXDLMSData counter = new GXDLMSData("0.0.43.1.0.255");
            counter.setValue(COUNTER);
            counter.setDataType(2, DataType.UINT32);
            getItems().add(counter);
            GXDLMSClock clock = new GXDLMSClock();
            getItems().add(clock);
            getItems().add(profile(clock));
            GXDLMSDisconnectControl control = new GXDLMSDisconnectControl("0.0.96.3.10.255");
            control.setOutputState(true);
            getItems().add(control);
            byte[] secret = access.secret().getBytes(StandardCharsets.US_ASCII);
            if (access.logicalNames()) {
                GXDLMSAssociationLogicalName association = new GXDLMSAssociationLogicalName("0.0.40.0.0.255");
                association.setSecret(secret);
                association.getAuthenticationMechanismName().setMechanismId(access.authentication());
                association.setMethodAccess(1, MethodAccessMode.ACCESS);
                association.setSecuritySetupReference("0.0.43.0.0.255");
                GXDLMSSecuritySetup setup = new GXDLMSSecuritySetup("0.0.43.0.0.255");
                setup.setSecuritySuite(SecuritySuite.forValue(access.suite()));
                setup.setServerSystemTitle(TITLE);
                setup.setClientSystemTitle(CLIENT_TITLE);
                getItems().add(setup);
                getItems().add(association);
            } else {
                GXDLMSAssociationShortName association = new GXDLMSAssociationShortName();
                association.setSecret(secret);
                getItems().add(association);
            }
        }

        /** Two days of quarters from the first of January 2026, UTC; the value is the number of the row. */
        private GXDLMSProfileGeneric profile(GXDLMSClock clock) {
            GXDLMSRegister counted = new GXDLMSRegister("1.0.99.8.0.255");
            GXDLMSProfileGeneric profile = new GXDLMSProfileGeneric("1.0.99.1.0.255");
            profile.setCapturePeriod(900);
            profile.addCaptureObject(clock, 2, 0);
            profile.addCaptureObject(counted, 2, 0);
            profile.setSortObject(clock);
            profile.setSortObjectAttributeIndex(2);
            profile.setProfileEntries(ROWS);
            for (int row = 0; row < ROWS; row++) {
                GregorianCalendar time = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
                time.setTimeInMillis(FIRST_ROW.plusSeconds(900L * row).toEpochMilli());
                profile.addRow(new Object[] {new GXDateTime(time), (long) row});
            }
            profile.setEntriesInUse(ROWS);
            return profile;
        }

        @Override
        protected boolean isTarget(int serverAddress, int clientAddress) {
            return true;
        }

        @Override
        protected SourceDiagnostic validateAuthentication(Authentication authentication, byte[] password) {
            if (authentication == Authentication.NONE) {
                return SourceDiagnostic.NONE; // the public client
            }
            if (authentication != access.authentication()) {
                return SourceDiagnostic.NOT_RECOGNISED;
            }
            boolean low = authentication == Authentication.LOW;
            return low && !new String(password, StandardCharsets.US_ASCII).equals(access.secret())
                    ? SourceDiagnostic.AUTHENTICATION_FAILURE
                    : SourceDiagnostic.NONE;
        }

        @Override
        protected GXDLMSObject onFindObject(ObjectType type, int shortName, String logicalName) {
            return null;
        }

        @Override
        public void read(ValueEventArgs[] arguments) {
            // the objects hold their values
        }

        @Override
        protected void write(ValueEventArgs[] arguments) {
            // the objects keep what they are told
        }

        @Override
        protected void connected(GXDLMSConnectionEventArgs connection) {
            // as it likes
        }

        @Override
        protected void invalidConnection(GXDLMSConnectionEventArgs connection) {
            // as it likes
        }

        @Override
        protected void disconnected(GXDLMSConnectionEventArgs connection) {
            // as it likes
        }

        @Override
        protected void action(ValueEventArgs[] arguments) {
            // the objects act
        }
    }
}
