package org.metergate.driver.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

class HealthTest {
    private final List<String> lines = new ArrayList<>();
    private final Logger log = (Logger) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Logger.class}, (self, method, arguments) -> {
                Object[] values = Arrays.copyOfRange(arguments, 1, arguments.length);
                lines.add(MessageFormatter.arrayFormat((String) arguments[0], values)
                        .getMessage());
                return null;
            });

    @Test
    void saysOnceThatAMeterIsIllAndWellAgainAndWhoReadsIt() {
        Health health = new Health(log, "cellar");
        health.well("the meter");
        health.ill("no answer");
        health.ill("no answer again");
        health.well("the meter");
        health.well("the meter");
        assertEquals(List.of("cellar: no answer", "cellar: the meter can be read again"), lines);
    }
}
