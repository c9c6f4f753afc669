package org.metergate.emulator.itest;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** The gateway run as a whole comes up on the framework at hand. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RunIT {

    @Inject
    private BundleContext context;

    @Inject
    private ServiceComponentRuntime components;

    @Configuration
    public Option[] gateway() throws IOException {
        return new GatewayRun(Files.createTempDirectory("gateway")).options();
    }

    @Test
    public void everyBundleOfTheRunIsActive() {
        Set<String> active = Arrays.stream(context.getBundles())
                .filter(RunIT::runs)
                .map(Bundle::getSymbolicName)
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>(GatewayRun.names());
        missing.removeAll(active);
        assertEquals(Set.of(), missing);
    }

    @Test
    public void theMissingSnapshotIsOneLineInTheLog() throws Exception {
        LogFile log = new LogFile(context);
        assertEquals(1, log.await("snapshot", Duration.ofSeconds(10)).size());
    }

    @Test
    public void everyComponentHasWhatItNeeds() {
        List<String> waiting = components.getComponentDescriptionDTOs().stream()
                .flatMap(component -> components.getComponentConfigurationDTOs(component).stream())
                .filter(made -> made.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE)
                .map(made -> made.description.name + " lacks "
                        + Arrays.stream(made.unsatisfiedReferences)
                                .map(reference -> reference.name)
                                .toList())
                .sorted()
                .toList();
        assertEquals(List.of(), waiting);
    }

    @Test
    public void everyProtocolDecodesFramesForPeople() throws Exception {
        Map<String, Long> decoders = Arrays.stream(
                        context.getAllServiceReferences("org.metergate.model.frames.FrameDecoder", null))
                .collect(Collectors.groupingBy(
                        decoder -> decoder.getBundle().getSymbolicName(), Collectors.counting()));
        assertEquals(
                Map.of("org.metergate.mbus", 2L, "org.metergate.dlms", 1L, "org.metergate.iec62056p21", 3L), decoders);
    }

    /** A bundle that starts when its first class is needed runs as well. */
    private static boolean runs(Bundle bundle) {
        boolean lazy = "lazy".equals(bundle.getHeaders().get(Constants.BUNDLE_ACTIVATIONPOLICY));
        return bundle.getState() == Bundle.ACTIVE || lazy && bundle.getState() == Bundle.STARTING;
    }
}
