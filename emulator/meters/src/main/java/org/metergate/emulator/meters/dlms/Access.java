package org.metergate.emulator.meters.dlms;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.metergate.emulator.meters.dlms.MeterSecurity.Level;
import org.metergate.model.ObisCode;

/**
 * Who may do what.
 *
 * @param publicClient client address that needs no authentication
 * @param management what client 1 has to do; empty if there is no such client
 * @param maxPdu longest APDU that the meter takes and sends, in bytes
 * @param traits what the meter does otherwise than others
 */
record Access(int publicClient, Optional<MeterSecurity> management, int maxPdu, MeterTraits traits) {
    static final int MANAGEMENT_CLIENT = 1;
    private static final int READER_BY_NAME = 0x001214;
    private static final int MANAGER_BY_NAME = 0x001E5D;
    private static final int READER_BY_SHORT_NAME = 0x101220;
    private static final int MANAGER_BY_SHORT_NAME = 0x181220;
    private static final int GENERAL_PROTECTION = 0x400000;
    static final int GENERAL_BLOCKS = 0x200000;
    static final int LISTS = 0x000200;

    boolean knows(int client) {
        return client == publicClient || client == MANAGEMENT_CLIENT && management.isPresent();
    }

    boolean manages(int client) {
        return client == MANAGEMENT_CLIENT && client != publicClient;
    }

    /** @return what a client has to do; empty if nothing */
    Optional<MeterSecurity> securityOf(int client) {
        return manages(client) ? management : Optional.empty();
    }

    /** The services that the meter has for a client. */
    int services(int client, boolean shortNames) {
        boolean manages = manages(client);
        int named = shortNames
                ? manages ? MANAGER_BY_SHORT_NAME : READER_BY_SHORT_NAME
                : manages ? MANAGER_BY_NAME : READER_BY_NAME;
        boolean keys = securityOf(client).map(MeterSecurity::hasKeys).orElse(false);
        int all = named | (keys ? GENERAL_PROTECTION : 0) | (traits.generalBlocks() ? GENERAL_BLOCKS : 0);
        return traits.lists() ? all : all & ~LISTS;
    }

    /** Says why a request is refused; empty if it is not. The proof of the higher levels comes later. */
    Optional<Integer> refusal(int client, Aarq request) {
        if (request.context() == 0) {
            return Optional.of(Aare.APPLICATION_CONTEXT_NOT_SUPPORTED);
        }
        if (!knows(client)) {
            return Optional.of(Aare.NO_REASON_GIVEN);
        }
        Optional<MeterSecurity> security = securityOf(client);
        boolean ciphers = security.map(MeterSecurity::hasKeys).orElse(false);
        boolean mustCipher =
                security.map(one -> one.policy() != MeterSecurity.Policy.NONE).orElse(false);
        if (request.ciphered() ? !ciphers : mustCipher) {
            return Optional.of(Aare.APPLICATION_CONTEXT_NOT_SUPPORTED);
        }
        if (security.isEmpty()) {
            return Optional.empty();
        }
        Level level = security.get().level();
        if (level != Level.NONE && request.mechanism() == 0) {
            return Optional.of(Aare.AUTHENTICATION_REQUIRED);
        }
        if (request.mechanism() != level.ordinal()) {
            return Optional.of(Aare.MECHANISM_NOT_RECOGNISED);
        }
        boolean titled = request.ciphered() || level.ordinal() >= Level.HIGH_GMAC.ordinal();
        if (titled && request.title().length != 8) {
            return Optional.of(Aare.CALLING_TITLE_NOT_RECOGNISED);
        }
        byte[] secret = security.get().secret().getBytes(StandardCharsets.US_ASCII);
        return level == Level.LOW && !Arrays.equals(secret, request.authentication())
                ? Optional.of(Aare.AUTHENTICATION_FAILURE)
                : Optional.empty();
    }

    /** Tells whether a client may read an object. */
    boolean reads(int client, ObisCode name) {
        return manages(client)
                || traits.publicReads() == MeterTraits.PublicReads.EVERYTHING
                || name.equals(ClockObject.NAME)
                || name.quantity() == 42
                || name.quantity() == 43
                || name.equals(CosemObjects.ASSOCIATION);
    }
}
