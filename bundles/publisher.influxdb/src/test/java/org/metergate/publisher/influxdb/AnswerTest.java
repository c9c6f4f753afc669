package org.metergate.publisher.influxdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> LINES = List.of("a b=1 1", "c d=2 2", "e f=x 3");

    private static Answer of(int status, String body, String retryAfter, ApiVersion version) {
        return Answer.of(status, body, retryAfter, LINES, version, new ApiVersion.Target("metergate", "home", ""), NOW);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "401, V1, CREDENTIALS",
        "401, V2, CREDENTIALS",
        "403, V3, CREDENTIALS",
        "404, V1, NO_DATABASE",
        "404, V2, NO_DATABASE",
        "429, V2, BUSY",
        "500, V1, BUSY",
        "503, V3, BUSY",
        "301, V1, REFUSED"
    })
    void tellsWhyNothingIsTaken(int status, ApiVersion version, State state) {
        Answer.NotNow answer =
                assertInstanceOf(Answer.NotNow.class, of(status, "{\"error\":\"because\"}", "", version));
        assertEquals(state, answer.state());
        assertTrue(answer.message().contains("because"), answer.message());
        assertEquals(Optional.empty(), answer.retryAfter());
    }

    @ParameterizedTest(name = "Retry-After: {0}")
    @CsvSource({
        "30, 30",
        "'Sun, 01 Mar 2026 12:01:00 GMT', 60",
        "'Sun, 01 Mar 2026 11:00:00 GMT', -1",
        "soon, -1",
        "'', -1"
    })
    void takesTheTimeThatTheServerAsksFor(String header, int seconds) {
        Answer.NotNow answer = assertInstanceOf(Answer.NotNow.class, of(503, "", header, ApiVersion.V2));
        assertEquals(seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)), answer.retryAfter());
    }

    @Test
    void findsTheLinesThatVersion3Names() {
        Answer.Refused answer = assertInstanceOf(
                Answer.Refused.class,
                of(
                        400,
                        "{\"error\":\"partial write of line protocol occurred\",\"data\":[{\"original_line\":\"e f=x 3\","
                                + "\"line_number\":3,\"error_message\":\"invalid \\\"field\\\"\"}]}",
                        "",
                        ApiVersion.V3));
        assertEquals(Map.of(2, "invalid \"field\""), answer.lines());
        assertTrue(answer.restWritten());
    }

    @Test
    void findsTheLinesThatVersion1Quotes() {
        Answer.Refused answer = assertInstanceOf(
                Answer.Refused.class,
                of(400, "{\"error\":\"partial write: unable to parse 'e f=x 3': invalid number\"}", "", ApiVersion.V1));
        assertEquals(Map.of(2, "invalid number"), answer.lines());
        assertTrue(answer.restWritten());
    }

    @Test
    void knowsThatVersion2WroteNothingWhenItCouldNotRead() {
        Answer.Refused answer = assertInstanceOf(
                Answer.Refused.class,
                of(
                        400,
                        "{\"code\":\"invalid\",\"message\":\"unable to parse 'e f=x 3': invalid number\"}",
                        "",
                        ApiVersion.V2));
        assertEquals(Map.of(2, "invalid number"), answer.lines());
        assertEquals(false, answer.restWritten());
    }

    @Test
    void doesNotGuessWhichLinesWereDropped() {
        Answer.Refused answer = assertInstanceOf(
                Answer.Refused.class,
                of(
                        400,
                        "{\"error\":\"partial write: field type conflict: input field \\\"value\\\" dropped=1\"}",
                        "",
                        ApiVersion.V1));
        assertEquals(Map.of(), answer.lines());
        assertTrue(Answer.isAboutLines(answer.message()));
        assertEquals(false, Answer.isAboutLines("invalid precision"));
    }
}
