package org.metergate.emulator.meters.building;

/**
 * What the building's registers have counted.
 *
 * @param activeImport in Wh
 * @param activeExport in Wh
 * @param reactiveImport in varh
 * @param reactiveExport in varh
 * @param heat in Wh
 * @param heatVolume in m³
 * @param water in m³
 */
record Counters(
        double activeImport,
        double activeExport,
        double reactiveImport,
        double reactiveExport,
        double heat,
        double heatVolume,
        double water) {

    static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0, 0);

    Counters plus(Counters other) {
        return new Counters(
                activeImport + other.activeImport,
                activeExport + other.activeExport,
                reactiveImport + other.reactiveImport,
                reactiveExport + other.reactiveExport,
                heat + other.heat,
                heatVolume + other.heatVolume,
                water + other.water);
    }

    Counters minus(Counters other) {
        return new Counters(
                activeImport - other.activeImport,
                activeExport - other.activeExport,
                reactiveImport - other.reactiveImport,
                reactiveExport - other.reactiveExport,
                heat - other.heat,
                heatVolume - other.heatVolume,
                water - other.water);
    }
}
