/** The demonstration site: a small office building with a heat pump, a charging point and a roof full of solar panels. */
package org.metergate.emulator.meters.building;
