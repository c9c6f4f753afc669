package org.metergate.dashboard.model;

import java.time.ZoneId;
import java.util.List;

/**
 * What energy costs.
 *
 * @param currency ISO 4217; empty if there is no tariff
 * @param zone of the hours, and of days that are asked for without a zone
 * @param tariffs in the order in which they were given
 */
public record Tariffs(String currency, ZoneId zone, List<Tariff> tariffs) {

    /** As long as nothing was set. */
    public static final Tariffs NONE = new Tariffs("", ZoneId.of("UTC"), List.of());

    public Tariffs {
        tariffs = List.copyOf(tariffs);
    }

    /**
     * One tariff.
     *
     * @param price of a kWh; negative for what is paid to the owner
     * @param register whose energy it is: the name of a counter, such as {@code import} or {@code import.HP}
     * @param hours in which it holds
     */
    public record Tariff(String name, double price, String register, Hours hours) {}
}
