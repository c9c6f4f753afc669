package org.metergate.dashboard.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.dashboard.OpenSecrets;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.Identity;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Insights;
import org.metergate.dashboard.model.Site;
import org.metergate.dashboard.model.Update;
import org.metergate.testkit.MovedClock;

/** The feed with threads and lines that go on when the test says so. */
class LiveFeedTest {

    @TempDir
    Path folder;

    private final MovedClock clock = MovedClock.at("2026-11-23T21:00:00Z");
    private final Site site = new Site(clock);
    private final Queue<Runnable> work = new ArrayDeque<>();
    private LiveFeed feed;
    private Identity who;

    @BeforeEach
    void open() throws Exception {
        Access access = new Access(folder, OpenSecrets.INSTANCE, clock, new SecureRandom(), 10);
        char[] password = access.begin().orElseThrow().toCharArray();
        who = access.login("admin", password, "192.0.2.7").identity();
        feed = new LiveFeed(site, new Insights(folder, new SecureRandom()), access, clock, work::add);
    }

    /** A line whose client takes a message when the test says so. */
    private static final class Line implements LiveFeed.Wire {
        private final List<JsonObject> messages = new ArrayList<>();
        private final List<Integer> closed = new ArrayList<>();
        private Runnable sent = () -> {};

        @Override
        public void send(String text, Runnable whenSent) {
            messages.add(JsonParser.parseString(text).getAsJsonObject());
            sent = whenSent;
        }

        @Override
        public void close(int code, String why) {
            closed.add(code);
        }

        private void take() {
            Runnable now = sent;
            sent = () -> {};
            now.run();
        }

        private List<String> types() {
            return messages.stream().map(one -> one.get("type").getAsString()).toList();
        }

        /** Value of the first channel of the first meter. */
        private double last() {
            return messages.get(messages.size() - 1)
                    .getAsJsonArray("meters")
                    .get(0)
                    .getAsJsonObject()
                    .getAsJsonArray("channels")
                    .get(0)
                    .getAsJsonObject()
                    .get("value")
                    .getAsDouble();
        }
    }

    private Line listening() {
        Line line = new Line();
        feed.open(who, line).orElseThrow().receive("{\"subscribe\":\"*\"}");
        return line;
    }

    private void says(double value) {
        assertTrue(site.accept(new Update(
                "main",
                clock.instant(),
                List.of(new Channel("P \"1\"", Optional.of(value), "W", clock.instant(), "")))));
    }

    private void work() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    @Test
    void keepsNobodyWaitingWhoReadsMeters() {
        Line line = listening();
        line.take();
        for (int i = 0; i < 100; i++) {
            says(i);
        }
        assertEquals(1, work.size());
        assertEquals(1, line.messages.size()); // the snapshot
        work();
        assertEquals(2, line.messages.size());
        assertEquals(99, line.last());
    }

    @Test
    void keepsForASlowClientTheLatestOnly() {
        Line slow = listening();
        Line quick = listening();
        slow.take();
        for (int i = 0; i < 100; i++) {
            says(i);
            work();
            quick.take();
        }
        assertEquals(2, slow.messages.size());
        assertEquals(0, slow.last());
        slow.take();
        assertEquals(3, slow.messages.size());
        assertEquals(99, slow.last());
        slow.take();
        assertEquals(3, slow.messages.size());
        assertEquals(99, quick.last());
        assertEquals(101, quick.messages.size());
    }

    @Test
    void hasTheLatestForWhoComesBackAfterABreak() {
        says(1);
        work();
        Line before = listening();
        before.take();
        assertEquals(1, before.last());
        says(2); // the client is gone, and nobody knows it yet
        work();
        Line after = listening();
        assertEquals("snapshot", after.messages.get(0).get("type").getAsString());
        assertEquals(2, after.last());
        says(3);
        work();
        after.take();
        assertEquals(3, after.last());
    }

    @Test
    void tellsThatAMeterIsNoMoreAndNothingOfItAfterThat() {
        says(1);
        work();
        Line line = listening();
        Line busy = listening();
        line.take();
        says(2);
        work(); // told to one, waiting for the other
        line.take();
        says(3); // under way
        site.forget("main");
        work();
        assertEquals(List.of("snapshot", "update", "deleted"), line.types());
        assertEquals("main", line.messages.get(2).get("meter").getAsString());
        busy.take();
        busy.take();
        assertEquals(List.of("snapshot", "deleted"), busy.types());
        line.take();
        says(4); // made again
        work();
        assertEquals(4, line.last());
    }

    @Test
    void tellsThatAMeterWasMadeBeforeItSaysAnything() {
        Line line = listening();
        line.take();
        site.expect("main");
        assertEquals(List.of("snapshot", "made"), line.types());
        JsonObject fresh =
                listening().messages.get(0).getAsJsonArray("meters").get(0).getAsJsonObject();
        assertEquals("NEW", fresh.get("state").getAsString());
        assertTrue(fresh.get("seen").isJsonNull());
        site.forget("main");
        site.expect("main"); // both while the client takes its time
        line.take();
        line.take();
        line.take();
        assertEquals(List.of("snapshot", "made", "deleted", "made"), line.types());
    }

    @Test
    void tellsWithEachUpdateWhenTheNextOneIsLate() {
        Line line = listening();
        line.take();
        for (int i = 0; i < 4; i++) {
            says(i);
            work();
            line.take();
            clock.move(Duration.ofSeconds(30));
        }
        JsonObject first = line.messages.get(1).getAsJsonArray("meters").get(0).getAsJsonObject();
        JsonObject last = line.messages.get(4).getAsJsonArray("meters").get(0).getAsJsonObject();
        assertTrue(first.get("interval").isJsonNull());
        assertEquals(180, first.get("patience").getAsDouble());
        assertEquals(30, last.get("interval").getAsDouble());
        assertEquals(90, last.get("patience").getAsDouble());
    }

    @Test
    void hasRoomForSoManyAndNoMore() {
        for (int i = 0; i < LiveFeed.CLIENTS; i++) {
            assertTrue(feed.open(who, new Line()).isPresent());
        }
        assertTrue(feed.open(who, new Line()).isEmpty());
    }
}
