package org.metergate.mbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.metergate.transport.Claim;
import org.metergate.transport.LineException;

/**
 * Finds the meters of one bus. Nothing is shared between scans: every line may have one of its own at the same time.
 * Others get the line between any two steps. One thread at a time.
 *
 * <p>A meter may have lost its place in a readout of several telegrams afterwards: tell the {@link FrameCounts} of the
 * line with {@link FrameCounts#forgetAll}; a claim of its own does so by its epoch.
 */
public final class BusScan {

    private static final int LAST_PRIMARY = 250;

    private final Probe probe;
    private final ScanWatch watch;
    private final List<FoundMeter> found = new ArrayList<>();
    private final Set<String> makersSeen = new LinkedHashSet<>();
    private boolean thorough;
    private boolean brokenOff;
    private int before;
    private double done;

    /**
     * @param claim the line
     * @param timing waits; its retries are not used, silence is believed at once
     * @param patience longest wait for the line while others use it
     * @param watch follows the scan and may break it off
     */
    public BusScan(Claim claim, Timing timing, Duration patience, ScanWatch watch) {
        this.probe = new Probe(claim, timing, patience);
        this.watch = watch;
    }

    /**
     * Tells whether anybody is on the bus at this speed: one reset of every link with an answer (SND_NKE to 254), one
     * selection of every meter. A few requests instead of hundreds.
     *
     * @return false if nobody answers to either
     * @throws LineException if the line breaks
     */
    public boolean hearsAnybody() throws LineException {
        return probe.at(254).kind() != Probe.Kind.NOBODY
                || probe.at(new MeterAddress.Secondary("FFFFFFFF", "*", 255, 255))
                                .kind()
                        != Probe.Kind.NOBODY;
    }

    /**
     * Tries primary addresses one by one.
     *
     * @param from first one, 0 to 250
     * @param to last one, {@code from} to 250
     * @return what answers
     * @throws LineException if the line breaks
     */
    public ScanResult primary(int from, int to) throws LineException {
        if (from < 0 || to > LAST_PRIMARY || from > to) {
            throw new IllegalArgumentException("primary addresses " + from + " to " + to + "; they are 0 to 250");
        }
        begin();
        for (int address = from; address <= to; address++) {
            if (!watch.goOn()) {
                return result(false);
            }
            Probe.Result heard = probe.at(address);
            if (heard.kind() != Probe.Kind.NOBODY) {
                add(new FoundMeter(
                        new MeterAddress.Primary(address), heard.header(), state(heard.kind()), probe.baud()));
            }
            watch.progress((address - from + 1.0) / (to - from + 1), requests());
        }
        return result(true);
    }

    /**
     * Finds meters by their secondary addresses: selects with wildcards, and where several answer tries all values of
     * the next digit, then medium, version, fabrication number and manufacturer.
     *
     * @param within only meters that fit this address; its wildcards are what is tried
     * @param thorough whether meters with the digit F in their identification are looked for everywhere. F selects any
     *     digit, so that such a meter hides behind its neighbours; without this it is looked for only where somebody
     *     answered and was not found
     * @return what answers
     * @throws LineException if the line breaks
     */
    public ScanResult secondary(MeterAddress.Secondary within, boolean thorough) throws LineException {
        begin();
        this.thorough = thorough;
        explore(WildcardTree.Branch.of(within), 0, 1);
        return result(!brokenOff);
    }

    /**
     * @param from share of all addresses that is done before this branch
     * @param weight share of this branch
     * @return the addresses of the meters in it, also those that were found before
     */
    private Set<MeterAddress> explore(WildcardTree.Branch branch, double from, double weight) throws LineException {
        Set<MeterAddress> known = knownIn(branch.address());
        if (known.size() > 1) {
            return known; // several will answer, whoever else is there
        }
        Probe.Result heard = heard(branch.address());
        Set<MeterAddress> here =
                switch (heard.kind()) {
                    case NOBODY -> Set.of();
                    case ONE, NO_DATA -> heard.header().isPresent()
                            ? Set.of(one(branch, heard))
                            : parted(branch, heard, 1, from, weight);
                    case SEVERAL -> parted(branch, heard, 2, from, weight);
                };
        done = Math.max(done, from + weight);
        watch.progress(done, requests());
        return here;
    }

    /** Nobody is heard once the scan is broken off. */
    private Probe.Result heard(MeterAddress.Secondary address) throws LineException {
        brokenOff |= !watch.goOn();
        return brokenOff ? Probe.Result.NOBODY : probe.at(address);
    }

    /** Parts a group until as many are found as must be in it. */
    private Set<MeterAddress> parted(
            WildcardTree.Branch branch, Probe.Result heard, int atLeast, double from, double weight)
            throws LineException {
        Set<MeterAddress> here = knownIn(branch.address());
        boolean nothingToPart = atLeast == 1 && branch.isLast();
        boolean certain = false;
        for (WildcardTree.Refinement way :
                nothingToPart ? List.<WildcardTree.Refinement>of() : branch.refinements(makers())) {
            if (here.size() >= atLeast) {
                return withHidden(branch, here, from, weight);
            }
            if (way.silent().isPresent() && heard(way.silent().get()).kind() != Probe.Kind.NOBODY) {
                continue;
            }
            here.addAll(exploreAll(way.children(), from, weight));
            if (here.isEmpty() && !certain) {
                if (wasNoise(branch)) {
                    return here;
                }
                certain = true;
            }
        }
        if (here.isEmpty() && !certain && wasNoise(branch)) {
            return here;
        }
        if (!brokenOff && (here.isEmpty() || here.size() < atLeast && branch.isLast())) {
            FoundMeter group = new FoundMeter(branch.address(), heard.header(), state(heard.kind()), probe.baud());
            add(group);
            here.add(group.address());
        }
        return here;
    }

    /**
     * Looks for meters whose next digit is F, behind neighbours that are known: at other digits of the identification,
     * first where the neighbours differ most. Where they all differ nobody can hide.
     */
    private Set<MeterAddress> withHidden(
            WildcardTree.Branch branch, Set<MeterAddress> known, double from, double weight) throws LineException {
        if (!thorough || branch.isLast()) {
            return known;
        }
        Set<MeterAddress> here = new HashSet<>(known);
        for (WildcardTree.Look look : branch.behind(known)) {
            here.addAll(exploreAll(look.children(), from, weight));
            if (look.conclusive()) {
                break;
            }
        }
        return here;
    }

    private boolean wasNoise(WildcardTree.Branch branch) throws LineException {
        return heard(branch.address()).kind() == Probe.Kind.NOBODY;
    }

    private Set<MeterAddress> exploreAll(List<WildcardTree.Branch> children, double from, double weight)
            throws LineException {
        Set<MeterAddress> there = new HashSet<>();
        double each = weight / children.size();
        for (int i = 0; i < children.size(); i++) {
            there.addAll(explore(children.get(i), from + i * each, each));
        }
        return there;
    }

    private Set<MeterAddress> knownIn(MeterAddress.Secondary group) {
        Set<MeterAddress> known = new HashSet<>();
        for (FoundMeter meter : found) {
            boolean single =
                    meter.state() == FoundMeter.State.READABLE && meter.header().isPresent();
            if (single && group.fits(meter.header().get()) && fitsNumber(group, meter.address())) {
                known.add(meter.address());
            }
        }
        return known;
    }

    private static boolean fitsNumber(MeterAddress.Secondary group, MeterAddress meter) {
        String wanted = group.fabrication();
        String number = meter instanceof MeterAddress.Secondary secondary ? secondary.fabrication() : "";
        boolean fits = wanted.isEmpty() || wanted.length() == number.length();
        for (int i = 0; fits && i < wanted.length(); i++) {
            fits = wanted.charAt(i) == 'F' || wanted.charAt(i) == number.charAt(i);
        }
        return fits;
    }

    private MeterAddress one(WildcardTree.Branch branch, Probe.Result heard) {
        Header header = heard.header().orElseThrow();
        boolean byNumber = !branch.address().fabrication().isEmpty();
        MeterAddress.Secondary whole = MeterAddress.Secondary.of(header);
        MeterAddress.Secondary address = new MeterAddress.Secondary(
                whole.id(),
                whole.manufacturer(),
                whole.version(),
                whole.medium(),
                byNumber ? heard.fabrication().orElse(branch.address().fabrication()) : "");
        boolean known = found.stream().anyMatch(meter -> meter.address().equals(address));
        if (!known) {
            add(new FoundMeter(address, Optional.of(header), FoundMeter.State.READABLE, probe.baud()));
        }
        return address;
    }

    private List<String> makers() {
        List<String> makers = new ArrayList<>(makersSeen);
        Manufacturers.COMMON.stream()
                .filter(maker -> !makersSeen.contains(maker))
                .forEach(makers::add);
        return makers;
    }

    private void begin() {
        found.clear();
        before = probe.requests();
        brokenOff = false;
        done = 0;
    }

    private int requests() {
        return probe.requests() - before;
    }

    private void add(FoundMeter meter) {
        found.add(meter);
        meter.header().ifPresent(header -> {
            if (header.manufacturer().matches("[A-Z]{3}")) {
                makersSeen.add(header.manufacturer());
            }
        });
        watch.found(meter);
    }

    private ScanResult result(boolean complete) {
        return new ScanResult(List.copyOf(found), requests(), complete);
    }

    private static FoundMeter.State state(Probe.Kind kind) {
        return switch (kind) {
            case ONE -> FoundMeter.State.READABLE;
            case NO_DATA, NOBODY -> FoundMeter.State.ACKNOWLEDGES;
            case SEVERAL -> FoundMeter.State.SEVERAL;
        };
    }
}
