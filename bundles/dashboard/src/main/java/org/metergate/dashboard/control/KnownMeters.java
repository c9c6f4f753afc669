package org.metergate.dashboard.control;

import java.util.Optional;
import org.eclipse.kura.asset.Asset;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Meter;
import org.metergate.dashboard.model.Site;

/** The meters that there are: those that have said something, and those of the gateway that have not yet. Any thread. */
final class KnownMeters {

    private final Site site;
    private final GatewayParts gateway;

    KnownMeters(Site site, GatewayParts gateway) {
        this.site = site;
        this.gateway = gateway;
    }

    /**
     * @return the meter that the path names, without channels if it has said nothing yet
     * @throws ProblemException if there is no such meter
     */
    Meter of(Asked asked) throws ProblemException {
        String name = asked.path().get("meter");
        return site.meter(name)
                .or(() -> asset(name).map(any -> Meter.unheard(name)))
                .orElseThrow(() -> Problem.notFound("there is no meter " + name).thrown());
    }

    /**
     * @return the unit of a channel; empty if it has none, or has said nothing yet
     * @throws ProblemException if the meter has no such channel
     */
    String unit(Meter meter, String channel) throws ProblemException {
        Optional<Channel> said = meter.channels().stream()
                .filter(one -> one.name().equals(channel))
                .findFirst();
        if (said.isEmpty()
                && asset(meter.name())
                        .filter(one -> AssetChannels.has(one, channel))
                        .isEmpty()) {
            throw Problem.notFound(meter.name() + " has no channel " + channel).thrown();
        }
        return said.map(Channel::unit).orElse("");
    }

    private Optional<Asset> asset(String name) {
        return Optional.ofNullable(gateway.assets().get(name));
    }
}
