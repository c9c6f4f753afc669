package org.metergate.dashboard.control;

import java.util.List;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.model.Analyses;
import org.metergate.dashboard.model.Meter;
import org.metergate.dashboard.model.Quality;

/** What analyses found out about a meter: power quality, forecasts, spectra. */
final class AnalysisRoutes {

    private final KnownMeters meters;
    private final Analyses analyses;

    AnalysisRoutes(KnownMeters meters, Analyses analyses) {
        this.meters = meters;
        this.analyses = analyses;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/meters/{meter}/quality", Role.READER, this::quality),
                Route.get(
                        "/meters/{meter}/forecast",
                        Role.READER,
                        asked -> Answer.json(
                                200,
                                AnalysisJson.forecasts(
                                        analyses.forecasts(meters.of(asked).name())))),
                Route.get(
                        "/meters/{meter}/spectrum",
                        Role.READER,
                        asked -> Answer.json(
                                200,
                                AnalysisJson.spectra(
                                        analyses.spectra(meters.of(asked).name())))));
    }

    private Answer quality(Asked asked) throws ProblemException {
        Meter meter = meters.of(asked);
        return Answer.json(200, QualityJson.of(meter.name(), Quality.of(meter)));
    }
}
