/** The command line: emulated meters on a desk, and decoders for captured frames. */
package org.metergate.emulator.workbench;
