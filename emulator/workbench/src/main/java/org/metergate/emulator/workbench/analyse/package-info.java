/**
 * {@code workbench analyse}: series of values from CSV files in, results as CSV or JSON out, drawn as SVG on request.
 *
 * <p>{@link org.metergate.emulator.workbench.analyse.CsvFile} reads row by row and checks every row,
 * {@link org.metergate.emulator.workbench.analyse.Table} holds a whole file,
 * {@link org.metergate.emulator.workbench.analyse.Printer} prints rows and a summary, and
 * {@link org.metergate.emulator.workbench.analyse.Plot} draws.
 */
package org.metergate.emulator.workbench.analyse;
