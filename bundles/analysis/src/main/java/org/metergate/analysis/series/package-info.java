/**
 * Series of values over time: regular grids with gaps, resampling, trend and seasons, and bounded storage on disk.
 *
 * <p>Times are UTC; calendars take a time zone. NaN is a gap, and only a gap.
 */
@Export
@Version("1.0.0")
package org.metergate.analysis.series;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
