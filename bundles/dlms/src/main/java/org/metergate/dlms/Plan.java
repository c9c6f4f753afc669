package org.metergate.dlms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.model.ObisCode;

/**
 * What was learnt of one meter and holds longer than an association: which services it refuses, and the scalers of its
 * registers. With every new association the first request also asks who answers; what another meter, or another
 * firmware, taught is forgotten. Any thread may call.
 */
public final class Plan {
    /** Serial number and firmware: when neither changed, scalers did not either. */
    static final List<CosemAttribute> IDENTITY = List.of(
            new CosemAttribute(1, new ObisCode(0, 0, 96, 1, 0, 255), 2),
            new CosemAttribute(1, new ObisCode(1, 0, 0, 2, 0, 255), 2));

    private final boolean lasting;
    private final Map<CosemAttribute, ScalerUnit> scalers = new HashMap<>();
    private boolean lists = true;
    private boolean access = true;
    private boolean usualServices;
    private boolean unsure;
    private Optional<String> identity = Optional.empty();

    /** Knows nothing yet, and keeps what it learns from one association to the next. */
    public Plan() {
        this(true);
    }

    private Plan(boolean lasting) {
        this.lasting = lasting;
    }

    /** Forgets with every association, and asks nobody who he is. */
    static Plan forOneAssociation() {
        return new Plan(false);
    }

    synchronized void associated() {
        unsure = lasting;
        if (!lasting) {
            forget();
        }
    }

    private void forget() {
        scalers.clear();
        lists = true;
        access = true;
    }

    /** @return whether it is open who answers */
    synchronized boolean unsure() {
        return unsure;
    }

    /**
     * Takes note of who answers.
     *
     * @param found what identifies meter and firmware
     * @return whether what was learnt before still holds
     */
    synchronized boolean meets(String found) {
        boolean same = identity.isEmpty() || identity.get().equals(found);
        if (!same) {
            forget();
        }
        identity = Optional.of(found);
        unsure = false;
        return same;
    }

    synchronized boolean takesLists() {
        return lists;
    }

    synchronized void refusesLists() {
        lists = false;
    }

    synchronized boolean takesAccess() {
        return access;
    }

    synchronized void refusesAccess() {
        access = false;
    }

    /** @return whether only what every meter knows may be proposed */
    synchronized boolean usualServices() {
        return usualServices;
    }

    synchronized void refusesMoreServices() {
        usualServices = true;
    }

    synchronized Optional<ScalerUnit> scaler(CosemAttribute attribute) {
        return Optional.ofNullable(scalers.get(attribute));
    }

    synchronized void learn(CosemAttribute attribute, ScalerUnit scaler) {
        scalers.put(attribute, scaler);
    }
}
