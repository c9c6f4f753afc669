package org.metergate.mbus;

import java.util.List;

/** Manufacturers whose meters are met on buses, by their letters in the register of the FLAG association. */
final class Manufacturers {

    /** The order has no meaning. */
    static final List<String> COMMON = List.of(
            "ABB", "ACW", "AMT", "APA", "BMT", "BSE", "DME", "DWZ", "EFE", "ELS", "ELV", "EMH", "EMU", "ESY", "FIN",
            "GAV", "GWF", "HAG", "HYD", "INV", "ISK", "ITR", "KAM", "LGB", "LGZ", "LUG", "MAD", "MTR", "NZR", "PAD",
            "PII", "QDS", "RAM", "REL", "SAP", "SBC", "SEN", "SIE", "SLB", "SON", "SPX", "SVM", "TCH", "WEP", "WZG",
            "ZRI", "ZRM");

    private Manufacturers() {}
}
