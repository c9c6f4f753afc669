/**
 * Forecasts of load series at their own step, hours to two days ahead, with intervals and a receipt.
 *
 * <p>{@link org.metergate.analysis.forecast.Forecaster} is fed one value after the other and can see no later one. It
 * knows its members' errors because each of them forecast, too, what it has been fed since.
 */
@Export
@Version("1.0.0")
package org.metergate.analysis.forecast;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
