package org.metergate.mbus;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Finds what a whole value information block means: table entry first, then what its VIFEs change (table 15). */
final class Meanings {

    private static final int PLAIN_TEXT = 0x7C;
    private static final int MANUFACTURER = 0x7F;

    private Meanings() {}

    /**
     * @param b where the block is: VIF with its plain text, if any, and VIFEs; its last byte has no extension bit
     * @param from index of the VIF
     * @param to index after the block
     * @param manufacturer three letters, for VIFs of its own; empty if not known
     * @return the meaning, one named unknown if no table has it
     */
    static Meaning of(byte[] b, int from, int to, String manufacturer) {
        int vif = b[from] & 0xFF;
        if (vif < PLAIN_TEXT || vif == 0x7D || vif == 0x7E) {
            return VifTable.PRIMARY.get(vif); // nearly always
        }
        if (to - from == 2 && vif == 0xFD) {
            return VifTable.FIRST_EXTENSION.get(b[from + 1]);
        }
        if (to - from == 2 && vif == 0xFB) {
            return VifTable.SECOND_EXTENSION.get(b[from + 1]);
        }
        byte[] vib = Arrays.copyOfRange(b, from, to);
        if ((vif & 0x7F) == MANUFACTURER && vib.length > 1) {
            return ManufacturerVifs.of(manufacturer, vib).orElseGet(() -> standard(vib));
        }
        return standard(vib);
    }

    private static Meaning standard(byte[] vib) {
        int vif = vib[0] & 0xFF;
        if ((vif & 0x7F) == PLAIN_TEXT) {
            int text = vib[1] & 0xFF;
            byte[] reversed = new byte[text];
            for (int i = 0; i < text; i++) {
                reversed[i] = vib[1 + text - i];
            }
            String name = new String(reversed, StandardCharsets.ISO_8859_1);
            return extended(Meaning.number(name, "-", BigDecimal.ONE), vib, 2 + text);
        }
        return switch (vif) {
            case 0xFB -> extended(VifTable.SECOND_EXTENSION.get(vib[1]), vib, 2);
            case 0xEF -> extended(VifSupplement.unknown(hex(vib)), vib, 2);
            case 0xFD -> (vib[1] & 0xFF) == 0xFD
                    ? extended(VifTable.SECOND_LEVEL.get(vib[2]), vib, 3)
                    : extended(VifTable.FIRST_EXTENSION.get(vib[1]), vib, 2);
            default -> extended(VifTable.PRIMARY.get(vif), vib, 1);
        };
    }

    private static Meaning extended(Meaning meaning, byte[] vib, int from) {
        Meaning changed = meaning;
        boolean second = false;
        for (int i = from; i < vib.length; i++) {
            int vife = vib[i] & 0x7F;
            if (vife == MANUFACTURER || meaning.quantity().equals("Manufacturer specific")) {
                byte[] rest = Arrays.copyOfRange(vib, i, vib.length);
                // all that follows, the data too, is the manufacturer's
                return changed.qualified("manufacturer " + hex(rest));
            }
            if (second) {
                changed = VifExtension.second(changed, vife);
                second = false;
            } else if (vife == 0x7C) {
                second = true;
            } else {
                changed = VifExtension.apply(changed, vife);
            }
        }
        return changed;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
