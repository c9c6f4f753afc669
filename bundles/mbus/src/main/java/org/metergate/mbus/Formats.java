package org.metergate.mbus;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Formats of compact frames (EN 13757-3:2018, annex G): the DIFs and VIFs that a compact frame leaves out. A receiver
 * remembers those of every full frame and finds them again by their signature, the CRC over them. Which meter sent it
 * does not matter, so that one full frame of any meter of a type serves all. Any thread may call.
 *
 * <p>A compact frame also carries the CRC of the full frame that it stands for, so that a wrong format gives no value.
 */
public final class Formats {

    /** More than meters of one site have; the one not used for longest makes room. */
    private static final int MOST = 512;

    /**
     * Formats of meters that are sold by the million, and that send a full frame only every few minutes or never: the
     * DIFs and VIFs that these meters are publicly known to send, by length within each line of meters.
     */
    private static final List<String> WELL_KNOWN = List.of(
            // Kamstrup Multical 21, flowIQ and 62
            "02FF2004134413",
            "02FF200413523B",
            "02FF2004134413615B5167",
            "02FF2004134413615B6167",
            "02FF2004134413A1015B8101E7FF0F",
            "02FF20041392013BA1015B8101E7FF0F",
            "02FF2004134413426C523B615B616751678101E7FF0F06FF1B",
            "04FF234413523B06FF1B426C61675167023B04138101E7FF0F",
            "04FF2304134413426C023B92013BA2013B06FF1BA1015B91015BA10167",
            // Kamstrup Multical 302, 303, 403, 603 and 803
            "030643060314426C022D01FF21",
            "030E430E0313426C022D01FF21",
            "0406041404FF0704FF080259025D023B02FF22026C44064414426C",
            "040604FF0704FF080414043B0259025D04FF22026C44064414426C",
            "02F9FF15040604EEFF0704EEFF0804148440148480401402FD17026C426C44064414C44014C4804014043B0259025D",
            "040F04FF0704FF08041484401484804014043B0259025D142D84100F84200F04FF22026C440F4414C44014C4804014426C",
            // Kamstrup Omnipower
            "040404843C042B04AB3C",
            // Kamstrup pressure sensor
            "22691269026905FF0905FF0A02FD17",
            // Carlo Gavazzi EM24
            "040504FB827504853C04FB82F53C01FD17",
            // Engelmann FAW
            "426C441301FD17840113C40113840213C40213840313C40313840413C40413840513C40513840613C40613840713C40713840813046D0413");

    /** Remembers nothing, for who reads one frame. */
    static final Formats NONE = new Formats(false);

    private final boolean remembers;
    private final Map<Integer, byte[]> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
            return size() > MOST;
        }
    };

    /** A store that holds nothing yet. */
    public Formats() {
        this(true);
    }

    private Formats(boolean remembers) {
        this.remembers = remembers;
    }

    /** @return whether it makes sense to tell a format */
    boolean remembers() {
        return remembers;
    }

    /** @return a new store that already holds the formats of some common meters */
    public static Formats wellKnown() {
        Formats formats = new Formats();
        WELL_KNOWN.forEach(format -> formats.remember(HexFormat.of().parseHex(format)));
        return formats;
    }

    /**
     * Remembers a format.
     *
     * @param format all DIFs, DIFEs, VIFs and VIFEs of a frame in their order
     */
    public synchronized void remember(byte[] format) {
        if (remembers) {
            remembered.put(Crc16.of(format), format.clone());
        }
    }

    /**
     * Finds a format.
     *
     * @param signature 0 to FFFF
     * @return the format, empty if no full frame with it was seen
     */
    public synchronized Optional<byte[]> of(int signature) {
        return Optional.ofNullable(remembered.get(signature)).map(byte[]::clone);
    }

    /** @return how many formats are remembered, 0 to 512 */
    public synchronized int size() {
        return remembered.size();
    }
}
