package org.metergate.publisher.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTemplateTest {

    @ParameterizedTest
    @CsvSource({
        "metergate/{meter}, main, metergate/main",
        "a/{meter}/b/{meter}, x, a/x/b/x",
        "metergate/{meter}, Zähler 1, metergate/Zähler 1",
        "metergate/{meter}, a/b+c#d, metergate/a_b_c_d",
        "{meter}, {meter}, {meter}",
        "#account-name/#client-id/{meter}, m, #account-name/#client-id/m",
        "all, main, all"
    })
    void putsTheMetersNameIn(String template, String meter, String topic) {
        assertEquals(topic, TopicTemplate.of(template).topicOf(meter));
    }

    @Test
    void replacesControlCharacters() {
        assertEquals("m/a_b_c", TopicTemplate.of("m/{meter}").topicOf("a\0b\u0085c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/#", "a/+/b", "a/{channel}", "$SYS/{meter}", "#client-idea", "a\0b"})
    void refusesWhatCannotBePublishedTo(String template) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> TopicTemplate.of(template));
        assertTrue(refused.getMessage().contains("metergate/{meter}"), refused.getMessage());
    }

    @Test
    void refusesATopicThatIsTooLong() {
        TopicTemplate template = TopicTemplate.of("metergate/{meter}");
        assertThrows(IllegalArgumentException.class, () -> template.topicOf("ä".repeat(40_000)));
    }
}
