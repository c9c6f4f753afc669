package org.metergate.mbus;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Finds what a whole value information block means: table entry first, then what its VIFEs change (table 15). */
final class Meanings {

    private Meanings() {}

    /**
     * @param vib VIF with its plain text, if any, and VIFEs; the last byte has no extension bit
     * @param manufacturer three letters, for VIFs of its own; empty if not known
     * @return the meaning, one named unknown if no table has it
     */
    static Meaning of(byte[] vib, String manufacturer) {
        int vif = vib[0] & 0x7F;
        if (vif == 0x7F && vib.length > 1) {
            return ManufacturerVifs.of(manufacturer, vib).orElseGet(() -> standard(vib, vif));
        }
        return standard(vib, vif);
    }

    private static Meaning standard(byte[] vib, int vif) {
        if (vif == 0x7C) {
            int text = vib[1] & 0xFF;
            byte[] reversed = new byte[text];
            for (int i = 0; i < text; i++) {
                reversed[i] = vib[1 + text - i];
            }
            String name = new String(reversed, StandardCharsets.ISO_8859_1);
            return extended(Meaning.number(name, "-", BigDecimal.ONE), vib, 2 + text);
        }
        boolean tableFollows = vib.length > 1 && (vib[0] == (byte) 0xFB || vib[0] == (byte) 0xFD);
        int vifes = tableFollows ? 2 : 1;
        return extended(entry(vib, vif, tableFollows), vib, vifes);
    }

    private static Meaning entry(byte[] vib, int vif, boolean tableFollows) {
        if (!tableFollows) {
            return VifSupplement.primary(vif)
                    .or(() -> VifDictionary.lookUp((byte) vif))
                    .orElseGet(() -> unknown(vib));
        }
        int vife = vib[1] & 0x7F;
        return (vif == 0x7D ? VifSupplement.firstExtension(vife) : VifSupplement.secondExtension(vife))
                .or(() -> VifDictionary.lookUp(vib[0], (byte) vife))
                .orElseGet(() -> unknown(vib));
    }

    private static Meaning extended(Meaning meaning, byte[] vib, int from) {
        Meaning changed = meaning;
        boolean phase = false;
        for (int i = from; i < vib.length; i++) {
            int vife = vib[i] & 0x7F;
            if (vife == 0x7F || meaning.quantity().equals("Manufacturer specific")) {
                byte[] rest = Arrays.copyOfRange(vib, i, vib.length);
                return changed.qualified("manufacturer " + hex(rest)); // all that follows is the manufacturer's
            }
            if (phase) {
                changed = changed.qualified(VifExtension.second(vife));
                phase = false;
            } else if (vife == 0x7C) {
                phase = true;
            } else {
                changed = VifExtension.apply(changed, vife);
            }
        }
        return changed;
    }

    private static Meaning unknown(byte[] vib) {
        return VifSupplement.unknown(hex(vib));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
