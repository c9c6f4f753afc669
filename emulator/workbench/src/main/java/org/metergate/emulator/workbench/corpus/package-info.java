/**
 * Compares what the decoders give with what a corpus of captures expects. Knows JSON and the corpus' rules, no protocol
 * and no decoder.
 */
package org.metergate.emulator.workbench.corpus;
