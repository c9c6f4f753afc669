package org.metergate.dlms;

import java.util.Optional;

/**
 * What a meter answered for one attribute.
 *
 * @param attribute what was asked
 * @param answer what it said
 * @param time the meter's clock in the same answer; empty if it gave none. A meter that takes no lists is asked for its
 *     clock right after the attributes.
 */
public record DlmsReading(CosemAttribute attribute, Answer answer, Optional<CosemDateTime> time) {}
