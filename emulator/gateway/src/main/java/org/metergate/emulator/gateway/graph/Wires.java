package org.metergate.emulator.gateway.graph;

import static org.eclipse.kura.wire.graph.Constants.EMITTER_KURA_SERVICE_PID_PROP_NAME;
import static org.eclipse.kura.wire.graph.Constants.RECEIVER_KURA_SERVICE_PID_PROP_NAME;
import static org.eclipse.kura.wire.graph.Constants.WIRE_EMITTER_PORT_PROP_NAME;
import static org.eclipse.kura.wire.graph.Constants.WIRE_RECEIVER_PORT_PROP_NAME;
import static org.osgi.service.wireadmin.WireConstants.WIREADMIN_CONSUMER_PID;
import static org.osgi.service.wireadmin.WireConstants.WIREADMIN_PRODUCER_PID;

import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.kura.wire.graph.MultiportWireConfiguration;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.wireadmin.Wire;
import org.osgi.service.wireadmin.WireAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The graph's wires in the WireAdmin service, which connects them by service.pid. Other wires are left alone. */
final class Wires {
    private static final Logger LOG = LoggerFactory.getLogger(Wires.class);

    private final WireAdmin admin;

    Wires(WireAdmin admin) {
        this.admin = admin;
    }

    /**
     * Makes the wires whose both ends exist and which are not there yet.
     *
     * @param servicePid finds the service.pid of a component by its kura.service.pid
     */
    void connect(List<MultiportWireConfiguration> wanted, Function<String, Optional<String>> servicePid) {
        for (MultiportWireConfiguration wire : wanted) {
            Optional<String> emitter = servicePid.apply(wire.getEmitterPid());
            Optional<String> receiver = servicePid.apply(wire.getReceiverPid());
            if (emitter.isPresent() && receiver.isPresent() && !exists(wire, emitter.get(), receiver.get())) {
                LOG.info(
                        "Creating wire between {}/{} and {}/{}...",
                        wire.getEmitterPid(),
                        wire.getEmitterPort(),
                        wire.getReceiverPid(),
                        wire.getReceiverPort());
                wire.setWire(admin.createWire(emitter.get(), receiver.get(), properties(wire)));
            }
        }
    }

    void delete(Predicate<MultiportWireConfiguration> unwanted) {
        for (Wire wire : all().toList()) {
            configuration(wire).filter(unwanted).ifPresent(found -> {
                LOG.info("Removing wire between {} and {} ...", found.getEmitterPid(), found.getReceiverPid());
                admin.deleteWire(wire);
            });
        }
    }

    private boolean exists(MultiportWireConfiguration wanted, String emitter, String receiver) {
        return all().anyMatch(wire -> {
            Dictionary<?, ?> properties = wire.getProperties();
            return emitter.equals(properties.get(WIREADMIN_PRODUCER_PID))
                    && receiver.equals(properties.get(WIREADMIN_CONSUMER_PID))
                    && configuration(wire)
                            .filter(found -> found.getEmitterPort() == wanted.getEmitterPort()
                                    && found.getReceiverPort() == wanted.getReceiverPort())
                            .isPresent();
        });
    }

    private static Dictionary<String, Object> properties(MultiportWireConfiguration wire) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(WIRE_EMITTER_PORT_PROP_NAME.value(), wire.getEmitterPort());
        properties.put(WIRE_RECEIVER_PORT_PROP_NAME.value(), wire.getReceiverPort());
        properties.put(EMITTER_KURA_SERVICE_PID_PROP_NAME.value(), wire.getEmitterPid());
        properties.put(RECEIVER_KURA_SERVICE_PID_PROP_NAME.value(), wire.getReceiverPid());
        return properties;
    }

    private static Optional<MultiportWireConfiguration> configuration(Wire wire) {
        Dictionary<?, ?> properties = wire.getProperties();
        if (properties.get(EMITTER_KURA_SERVICE_PID_PROP_NAME.value()) instanceof String emitter
                && properties.get(RECEIVER_KURA_SERVICE_PID_PROP_NAME.value()) instanceof String receiver
                && properties.get(WIRE_EMITTER_PORT_PROP_NAME.value()) instanceof Integer emitterPort
                && properties.get(WIRE_RECEIVER_PORT_PROP_NAME.value()) instanceof Integer receiverPort) {
            return Optional.of(new MultiportWireConfiguration(emitter, receiver, emitterPort, receiverPort));
        }
        return Optional.empty();
    }

    private Stream<Wire> all() {
        try {
            Wire[] wires = admin.getWires(null);
            return wires == null ? Stream.empty() : Arrays.stream(wires);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter to be wrong
        }
    }
}
