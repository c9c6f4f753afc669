package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotesTest extends OverHttp {

    private static final String AT = "/meters/hall%2F1/notes";

    @BeforeEach
    void aMeter() {
        says("hall/1", "P", 5, "W", clock.instant());
    }

    private HttpResponse<String> write(String text, String by) throws Exception {
        JsonObject body = new JsonObject();
        body.addProperty("text", text);
        return ask("POST", AT, body.toString(), by);
    }

    private JsonArray notes() throws Exception {
        JsonObject all = got(AT);
        OpenApi.conforms(all, "Notes");
        return all.getAsJsonArray("notes");
    }

    @Test
    void haveAnAuthorAndATimeTheNewestFirst() throws Exception {
        HttpResponse<String> made = write("  CT 100/5 fitted\nby the installer ", user("olga", "operator"));
        assertEquals(201, made.statusCode());
        OpenApi.conforms(json(made), "Note");
        clock.move(Duration.ofMinutes(1));
        write("seal broken", token);
        JsonObject newest = notes().get(0).getAsJsonObject();
        assertEquals("seal broken", newest.get("text").getAsString());
        assertEquals("admin", newest.get("author").getAsString());
        assertEquals(clock.instant().toString(), newest.get("time").getAsString());
        JsonObject first = notes().get(1).getAsJsonObject();
        assertEquals("CT 100/5 fitted\nby the installer", first.get("text").getAsString());
        assertEquals("olga", first.get("author").getAsString());
    }

    @Test
    void outliveARestartUntilTheyAreDeleted() throws Exception {
        String id = json(write("one", token)).get("id").getAsString();
        write("two — été", token);
        JsonArray before = notes();
        restart();
        aMeter();
        assertEquals(before, notes());
        assertEquals(204, ask("DELETE", AT + "/" + id, "", token).statusCode());
        problem(404, ask("DELETE", AT + "/" + id, "", token));
        restart();
        aMeter();
        assertEquals(1, notes().size());
        assertTrue(got("/audit").toString().contains("delete note " + id + " on hall/1 by admin"));
    }

    @Test
    void areRefusedToReadersAndWithoutAText() throws Exception {
        String reader = user("rita", "reader");
        String id = json(write("one", token)).get("id").getAsString();
        problem(403, write("two", reader));
        problem(403, ask("DELETE", AT + "/" + id, "", reader));
        problem(400, write(" ", token));
        problem(400, write("x".repeat(2001), token));
        problem(404, ask("POST", "/meters/none/notes", "{\"text\":\"x\"}", token));
        problem(404, ask("DELETE", "/meters/other/notes/" + id, "", token));
        assertEquals(1, notes().size());
    }

    @Test
    void areKeptAsFarAsADamagedFileCanBeRead() throws Exception {
        write("one", token);
        dashboard.stop();
        String good = Files.readString(folder.resolve("notes.jsonl"));
        spoil("notes.jsonl", "{\"id\":1}\n" + good);
        begin();
        aMeter();
        assertEquals(1, notes().size());
        assertEquals(good, Files.readString(folder.resolve("notes.jsonl")));
        assertTrue(Files.exists(folder.resolve("notes.jsonl.bad")));
    }
}
