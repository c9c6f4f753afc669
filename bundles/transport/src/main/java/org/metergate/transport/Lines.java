package org.metergate.transport;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The one owner of all physical lines of the gateway. Any thread may call. */
@ProviderType
public interface Lines {

    /**
     * Claims a share of a line. Nothing is opened yet: the first conversation does that, and the line stays open
     * between conversations until the last claim on its address is closed.
     *
     * @param address which line
     * @param settings speed and format every conversation of this claim starts with; without meaning over TCP
     * @return the claim, to be closed by the caller
     */
    Claim claim(LineAddress address, SerialSettings settings);

    /**
     * Claims a share of a line, as {@link #claim(LineAddress, SerialSettings)} does with {@link LineOptions#USUAL}.
     *
     * @param address which line
     * @param settings speed and format every conversation of this claim starts with; without meaning over TCP and UDP
     * @param options how this claim uses the line
     * @return the claim, to be closed by the caller
     */
    default Claim claim(LineAddress address, SerialSettings settings, LineOptions options) {
        return claim(address, settings);
    }

    /** @return every line that is claimed now, in the order of the addresses' texts */
    default List<LineStatus> status() {
        return List.of();
    }

    /**
     * Tells what was said on a line lately. Bounded: the last {@value #TRACE_ENTRIES} entries, of every frame the first
     * {@value #TRACE_BYTES} bytes. A line forgets with its last claim.
     *
     * @param address which line
     * @return what happened, oldest first; empty if nobody claims that line
     */
    default List<TraceEntry> trace(LineAddress address) {
        return List.of();
    }

    /**
     * Tells what was said on a line since an entry that is known already.
     *
     * @param address which line
     * @param after number of that entry; 0, or a number that the line has not reached, for all there are
     * @return what happened since, oldest first; what the line forgot meanwhile is missing, which its first number tells
     */
    default TraceSlice trace(LineAddress address, long after) {
        return new TraceSlice(1, trace(address));
    }

    /**
     * Tells who uses a line, and what its time goes to.
     *
     * @param address which line
     * @return its use now; empty if nobody claims that line
     */
    default Optional<LineUse> use(LineAddress address) {
        return Optional.empty();
    }

    /** @return the serial ports and USB adapters that this gateway has now; empty if that cannot be told */
    default List<PortInfo> ports() {
        return List.of();
    }

    /** How many entries the trace of a line holds. */
    int TRACE_ENTRIES = 200;

    /** How many bytes of a frame the trace holds. */
    int TRACE_BYTES = 512;
}
