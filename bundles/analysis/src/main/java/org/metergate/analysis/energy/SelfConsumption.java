package org.metergate.analysis.energy;

import java.util.OptionalDouble;

/**
 * What a site made of its own production over some time; all in Wh, 0 or more.
 *
 * @param production of its own
 * @param imported from the grid
 * @param exported to the grid
 */
public record SelfConsumption(double production, double imported, double exported) {

    /** @throws IllegalArgumentException if a value is negative or no number */
    public SelfConsumption {
        if (!(production >= 0 && imported >= 0 && exported >= 0)
                || Double.isInfinite(production + imported + exported)) {
            throw new IllegalArgumentException("production " + production + ", import " + imported + ", export "
                    + exported + " Wh; expected 0 or more");
        }
    }

    /** @return production used on site; 0 where counters of different moments make it less */
    public double selfConsumed() {
        return Math.max(0, production - exported);
    }

    /** @return what the site used: import and production less export, 0 or more */
    public double consumption() {
        return imported + selfConsumed();
    }

    /** @return part of the production used on site, 0 to 1; empty without production */
    public OptionalDouble selfConsumptionRate() {
        return production == 0 ? OptionalDouble.empty() : OptionalDouble.of(selfConsumed() / production);
    }

    /** @return part of the consumption covered by the site's own production, 0 to 1; empty without consumption */
    public OptionalDouble selfSufficiency() {
        return consumption() == 0 ? OptionalDouble.empty() : OptionalDouble.of(selfConsumed() / consumption());
    }
}
