/** Analyses. */
package org.metergate.emulator.bench.analysis;
