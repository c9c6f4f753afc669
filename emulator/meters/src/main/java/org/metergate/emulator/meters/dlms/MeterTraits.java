package org.metergate.emulator.meters.dlms;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one meter does otherwise than another.
 *
 * @param security what client 1 has to do; empty: a password if the identity has one
 * @param publicReads what the public client may read
 * @param lists whether GET, SET and ACTION take lists
 * @param generalBlocks whether long answers go in general blocks to a client that proposes them
 * @param profile the load profile
 * @param securityFault what goes wrong with the protection of an answer; asked once for each
 * @param ledger remembers the counters of all clients, and locks out who repeats one; empty: the last of each decides alone
 */
public record MeterTraits(
        Optional<MeterSecurity> security,
        PublicReads publicReads,
        boolean lists,
        boolean generalBlocks,
        ProfileTraits profile,
        Supplier<SecurityFault> securityFault,
        Optional<CounterLedger> ledger) {

    /** What the public client may read. */
    public enum PublicReads {
        /** Everything. */
        EVERYTHING,
        /** Names, clock and invocation counter, as with meters that protect the rest. */
        IDENTITY
    }

    /** A meter without peculiarities. */
    public static final MeterTraits USUAL = new MeterTraits(
            Optional.empty(),
            PublicReads.EVERYTHING,
            true,
            false,
            ProfileTraits.USUAL,
            () -> SecurityFault.NONE,
            Optional.empty());

    /** @return the same, secured so */
    public MeterTraits with(MeterSecurity wanted) {
        return new MeterTraits(Optional.of(wanted), publicReads, lists, generalBlocks, profile, securityFault, ledger);
    }

    /** @return the same with such a load profile */
    public MeterTraits with(ProfileTraits wanted) {
        return new MeterTraits(security, publicReads, lists, generalBlocks, wanted, securityFault, ledger);
    }

    /** @return the same with such faults */
    public MeterTraits with(Supplier<SecurityFault> wanted) {
        return new MeterTraits(security, publicReads, lists, generalBlocks, profile, wanted, ledger);
    }

    /** @return the same, sending long answers in general blocks */
    public MeterTraits withGeneralBlocks() {
        return new MeterTraits(security, publicReads, lists, true, profile, securityFault, ledger);
    }

    /** @return the same, taking no lists */
    public MeterTraits withoutLists() {
        return new MeterTraits(security, publicReads, false, generalBlocks, profile, securityFault, ledger);
    }

    /** @return the same, with a memory for counters */
    public MeterTraits with(CounterLedger wanted) {
        return new MeterTraits(
                security, publicReads, lists, generalBlocks, profile, securityFault, Optional.of(wanted));
    }

    /** @return the same, showing the public client so much */
    public MeterTraits with(PublicReads wanted) {
        return new MeterTraits(security, wanted, lists, generalBlocks, profile, securityFault, ledger);
    }
}
