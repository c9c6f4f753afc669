/** The command line: emulated meters on a desk, decoders for captured frames, analysis of series. */
package org.metergate.emulator.workbench;
