package org.metergate.features.deploy;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metergate.features.deploy.KuraGateway.BundleState;
import org.metergate.features.deploy.PackageFile.Content;

/**
 * Installs packages one after the other and looks at their bundles, since a gateway calls a package installed whose
 * bundles do not even resolve. If one does not run, all that this deployment replaced is put back: a package may fail
 * because of another one.
 */
final class Deployment {

    /** Waits before looking again. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** How it ended. */
    enum Outcome {
        /** Everything that was wanted runs. */
        RUNS,
        /** Something did not run; what was there before is back and runs. */
        PUT_BACK,
        /** Something does not run, and nothing could be put back in its place. */
        BROKEN
    }

    /** On the gateway this one puts packages back by itself. */
    private static final String GUARD = "org.metergate.guard";

    /** Longest that the guard may take to begin and to end: it waits itself, and installs. */
    private static final Duration GUARD_TAKES = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(500);

    /** No package is called so: its removal does nothing but wait for its turn. */
    private static final String NOBODY = "org.metergate.deploy.nobody";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    private final KuraGateway gateway;
    private final Settings settings;
    private final KeptPackages kept;
    private final Clock clock;
    private final Pause pause;
    private final PrintStream out;

    /** What was there before, by package; empty if nothing was. */
    private final Map<PackageFile, Optional<String>> replaced = new LinkedHashMap<>();

    Deployment(KuraGateway gateway, Settings settings, KeptPackages kept, Clock clock, Pause pause, PrintStream out) {
        this.gateway = gateway;
        this.settings = settings;
        this.kept = kept;
        this.clock = clock;
        this.pause = pause;
        this.out = out;
    }

    /**
     * @param wanted in the order in which they are to be installed
     * @throws GatewayException if the gateway could not be used, or refused a package: then what it had runs on
     */
    Outcome deploy(List<PackageFile> wanted) throws GatewayException, IOException, InterruptedException {
        refuseWhatIsOwnedByOthers(wanted);
        Map<String, String> before = gateway.packages();
        for (PackageFile one : wanted) {
            PackageFile file = distinct(one, Optional.ofNullable(before.get(one.name())));
            install(file, Optional.ofNullable(before.get(one.name())));
            List<String> idle = idleAfterAWhile(file);
            if (!idle.isEmpty()) {
                out.printf("  does not run: %s%n", String.join(", ", idle));
                return goBack();
            }
        }
        if (!staysUp()) {
            return goBack();
        }
        for (PackageFile file : replaced.keySet()) {
            kept.keep(file);
            out.printf(
                    "%s %s runs: %d bundles active%n",
                    file.name(), file.version(), file.bundles().size());
        }
        return Outcome.RUNS;
    }

    private void refuseWhatIsOwnedByOthers(List<PackageFile> wanted) throws GatewayException, InterruptedException {
        for (Map.Entry<String, List<String>> installed :
                gateway.bundlesOfPackages().entrySet()) {
            for (PackageFile one : wanted) {
                Optional<Content> owned = one.bundles().stream()
                        .filter(bundle -> installed.getValue().contains(bundle.name()))
                        .findFirst();
                if (owned.isPresent() && !one.name().equals(installed.getKey())) {
                    throw new GatewayException(one.name() + " cannot be installed: its bundle "
                            + owned.get().name() + " belongs to package " + installed.getKey()
                            + " there. Remove that one in the console, or deploy it instead: -Dkura.packages="
                            + installed.getKey());
                }
            }
        }
    }

    /** A gateway changes no bundle whose version stays, so what is built again goes under a version of its own. */
    private PackageFile distinct(PackageFile file, Optional<String> installed) throws IOException {
        String release = file.version().getMajor() + "." + file.version().getMinor() + "."
                + file.version().getMicro();
        boolean sameRelease = installed
                .filter(version -> (version + ".").startsWith(release + "."))
                .isPresent();
        return sameRelease ? Restamp.copy(file, STAMP.format(clock.instant()), kept.scratch(file.name())) : file;
    }

    private void install(PackageFile file, Optional<String> before)
            throws GatewayException, IOException, InterruptedException {
        out.printf(
                "%s %s (%,d kB)%s%n",
                file.name(),
                file.version(),
                file.size() / 1000,
                before.map(version -> ", replaces " + version).orElse(""));
        replaced.put(file, before);
        gateway.upload(file.file());
        awaitItsTurn();
        String now = gateway.packages().getOrDefault(file.name(), "none");
        if (!now.equals(file.version().toString())) {
            replaced.remove(file);
            String refused = "the gateway refused " + file.name() + " " + file.version() + " and has "
                    + (now.equals("none") ? "none of that name" : "still " + now) + "; its log says why";
            if (!replaced.isEmpty()) {
                out.println("  " + refused);
                goBack();
            }
            throw new GatewayException(refused);
        }
    }

    /** Packages are installed and removed in turn: once a removal asked for afterwards is over, so is what was before. */
    private void awaitItsTurn() throws GatewayException, InterruptedException {
        Instant end = clock.instant().plus(settings.patience());
        gateway.uninstall(NOBODY);
        while (!gateway.uninstall(NOBODY)) {
            if (clock.instant().isAfter(end)) {
                throw new GatewayException("the gateway is not done after "
                        + settings.patience().toSeconds() + " s; see its log, or give it longer: -Dkura.timeout=600");
            }
            pause.of(LOOK);
        }
    }

    /** @return what still does not run when patience ends, each with its state */
    private List<String> idleAfterAWhile(PackageFile file) throws GatewayException, InterruptedException {
        // an unresolvable bundle stays so: what can still come is quick
        Instant end = clock.instant().plus(settings.watch());
        List<String> idle = idle(file);
        while (!idle.isEmpty() && clock.instant().isBefore(end)) {
            pause.of(LOOK);
            List<String> now = idle(file);
            if (replaced.containsKey(file) && wentBack(file, gateway.packages())) {
                return idle; // the states of the version before tell nothing of this one
            }
            idle = now;
        }
        return idle;
    }

    private boolean wentBack(PackageFile file, Map<String, String> now) {
        String version = now.getOrDefault(file.name(), "none");
        boolean itDid = !version.equals(file.version().toString());
        if (itDid) {
            out.printf("  %s: the gateway went back to %s by itself; its log says why%n", file.name(), version);
        }
        return itDid;
    }

    private boolean staysUp() throws GatewayException, InterruptedException {
        Instant end = clock.instant().plus(settings.watch());
        while (true) {
            Map<String, String> now = gateway.packages();
            for (PackageFile file : replaced.keySet()) {
                if (wentBack(file, now)) {
                    return false;
                }
                List<String> idle = idle(file);
                if (!idle.isEmpty()) {
                    out.printf("  %s ceased to run: %s%n", file.name(), String.join(", ", idle));
                    return false;
                }
            }
            if (!clock.instant().isBefore(end)) {
                return true;
            }
            pause.of(LOOK);
        }
    }

    private List<String> idle(PackageFile file) throws GatewayException, InterruptedException {
        List<BundleState> there = gateway.bundles();
        List<String> idle = new ArrayList<>();
        for (Content bundle : file.bundles()) {
            List<BundleState> named = there.stream()
                    .filter(found -> found.name().equals(bundle.name()))
                    .toList();
            if (named.stream().noneMatch(found -> runs(bundle, found))) {
                idle.add(bundle.name() + " "
                        + (named.isEmpty()
                                ? "is not there"
                                : named.stream()
                                        .map(found -> found.version() + " is " + found.state())
                                        .collect(Collectors.joining(" and "))));
            }
        }
        return idle;
    }

    private static boolean runs(Content wanted, BundleState found) {
        return found.version().equals(wanted.version().toString())
                && (found.state().equals("ACTIVE")
                        || !wanted.startsByItself()
                                && (found.state().equals("STARTING")
                                        || found.state().equals("RESOLVED")));
    }

    /** The gateway's guard first, if it has one; then what is kept here. */
    private Outcome goBack() throws GatewayException, IOException, InterruptedException {
        awaitTheGuard();
        Outcome outcome = Outcome.PUT_BACK;
        for (Map.Entry<PackageFile, Optional<String>> one : replaced.entrySet()) {
            outcome = goBack(one.getKey(), one.getValue()) ? outcome : Outcome.BROKEN;
        }
        return outcome;
    }

    private void awaitTheGuard() throws GatewayException, InterruptedException {
        boolean guarded = gateway.bundles().stream()
                .anyMatch(
                        bundle -> bundle.name().equals(GUARD) && bundle.state().equals("ACTIVE"));
        Instant end = clock.instant().plus(GUARD_TAKES);
        while (guarded && clock.instant().isBefore(end)) {
            Map<String, String> now = gateway.packages();
            boolean moved = replaced.entrySet().stream()
                    .anyMatch(one -> one.getValue().isPresent()
                            && one.getValue().get().equals(now.get(one.getKey().name())));
            if (moved) {
                awaitItsTurn();
                return;
            }
            pause.of(LOOK);
        }
    }

    private boolean goBack(PackageFile failed, Optional<String> before)
            throws GatewayException, IOException, InterruptedException {
        if (before.isEmpty()) {
            out.printf("%s %s stays: there was none before%n", failed.name(), failed.version());
            return idle(failed).isEmpty();
        }
        Optional<PackageFile> previous = kept.find(failed.name(), before.get());
        if (!before.get().equals(gateway.packages().get(failed.name()))) {
            if (previous.isEmpty()) {
                out.printf(
                        "%s %s stays: %s did not come from here, so that %s has no copy of it. Install it from the"
                                + " console.%n",
                        failed.name(), failed.version(), before.get(), kept.folder());
                return idle(failed).isEmpty();
            }
            gateway.upload(previous.get().file());
            awaitItsTurn();
        }
        List<String> idle = previous.isPresent() ? idleAfterAWhile(previous.get()) : List.of();
        out.printf(
                "%s %s is back%s%n",
                failed.name(),
                before.get(),
                idle.isEmpty() ? " and runs" : ", but does not run: " + String.join(", ", idle));
        return idle.isEmpty();
    }
}
