package org.metergate.dlms;

import gurux.dlms.GXDLMSClient;
import gurux.dlms.enums.Conformance;
import gurux.dlms.enums.InterfaceType;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/** One application association: what is said to establish it without ciphering. The request is made by
 * gurux.dlms. */
final class Acse {
    private final GXDLMSClient client;

    /** @param services 24 bits of conformance to propose */
    Acse(DlmsSettings settings, int services) {
        client = new GXDLMSClient(
                true,
                settings.client(),
                settings.logicalServer(),
                switch (settings.authentication()) {
                    case NONE -> gurux.dlms.enums.Authentication.NONE;
                    case LOW -> gurux.dlms.enums.Authentication.LOW;
                    default -> throw new IllegalArgumentException("high level security is made here");
                },
                settings.authentication() == DlmsSettings.Authentication.NONE ? null : settings.password(),
                InterfaceType.PDU);
        client.getProposedConformance().clear();
        // gurux.dlms counts the bits from the other end
        client.getProposedConformance().addAll(Conformance.forValue(Integer.reverse(services << 8)));
    }

    /** @return the request to associate, AARQ */
    byte[] request() {
        try {
            return client.aarqRequest()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make the request to associate: " + e.getMessage(), e);
        }
    }

    /**
     * Takes the answer.
     *
     * @param apdu AARE
     * @return what was agreed
     * @throws AssociationRefusedException if the meter refuses
     * @throws MalformedFrameException if the bytes are no AARE
     */
    Aare.Initiated agreed(byte[] apdu) throws MalformedFrameException, AssociationRefusedException {
        Aare aare = Aare.decode(apdu);
        if (!aare.accepted()) {
            String why = aare.initiateError().orElse(aare.diagnostic());
            throw new AssociationRefusedException(
                    why.startsWith("authentication-failure") ? Trouble.WRONG_PASSWORD : Trouble.ASSOCIATION_REFUSED,
                    aare.result() + ", " + why,
                    aare.incompatible());
        }
        if (aare.diagnostic().equals("authentication-required")) {
            throw new AssociationRefusedException(
                    Trouble.ASSOCIATION_REFUSED, "the meter asks this client for high level security");
        }
        Optional<Aare.Initiated> initiated = aare.initiated();
        if (initiated.isEmpty()) {
            throw new AssociationRefusedException(
                    Trouble.ASSOCIATION_REFUSED, "accepted, but without an answer to the xDLMS initiation");
        }
        return initiated.get();
    }
}
