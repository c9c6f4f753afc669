package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.model.Note;
import org.metergate.dashboard.model.Notes;

/** What people wrote about a meter. */
final class NoteRoutes {

    private final KnownMeters meters;
    private final Notes notes;
    private final Access access;
    private final Clock clock;

    NoteRoutes(KnownMeters meters, Notes notes, Access access, Clock clock) {
        this.meters = meters;
        this.notes = notes;
        this.access = access;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/meters/{meter}/notes", Role.READER, this::notes),
                Route.write("POST", "/meters/{meter}/notes", Role.OPERATOR, this::add),
                Route.write("DELETE", "/meters/{meter}/notes/{note}", Role.OPERATOR, this::delete));
    }

    private Answer notes(Asked asked) throws ProblemException {
        JsonArray all = new JsonArray();
        notes.of(meters.of(asked).name()).forEach(one -> all.add(Notes.json(one)));
        JsonObject json = new JsonObject();
        json.add("notes", all);
        return Answer.json(200, json);
    }

    private Answer add(Asked asked) throws ProblemException, IOException {
        String meter = meters.of(asked).name();
        String text = Asked.text(asked.json(), "text", Notes.TEXT).strip();
        if (text.isEmpty()) {
            throw Problem.badRequest("\"text\" is empty").thrown();
        }
        Note made = notes.add(meter, text, asked.identity().user(), clock.instant());
        access.note(asked.identity(), asked.from(), "write note " + made.id() + " on " + meter, "done");
        return Answer.json(201, Notes.json(made));
    }

    /** Also of a meter that is no more. */
    private Answer delete(Asked asked) throws ProblemException, IOException {
        String meter = asked.path().get("meter");
        String id = asked.path().get("note");
        Note gone = notes.delete(meter, id)
                .orElseThrow(() -> Problem.notFound("there is no note " + id + " on " + meter)
                        .thrown());
        access.note(
                asked.identity(), asked.from(), "delete note " + id + " on " + meter + " by " + gone.author(), "done");
        return Answer.empty();
    }
}
