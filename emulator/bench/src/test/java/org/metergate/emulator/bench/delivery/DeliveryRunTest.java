package org.metergate.emulator.bench.delivery;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryRunTest {

    /** The long form: {@code -Dmetergate.delivery.minutes=10}. */
    private static final int MINUTES = Integer.getInteger("metergate.delivery.minutes", 0);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "qos {0}")
    @ValueSource(ints = {1, 2})
    @Timeout(1800)
    void everyAcceptedReadingArrivesOnceByKey(int qos) throws Exception {
        assumeTrue(RealBroker.program().isPresent(), "mosquitto is not installed");
        boolean isLong = MINUTES > 0;
        DeliveryRun.Result result = new DeliveryRun(
                        folder,
                        qos,
                        isLong ? Duration.ofMinutes(MINUTES) : Duration.ofSeconds(12),
                        isLong ? 20 : 2,
                        isLong ? Duration.ofMinutes(5) : Duration.ofSeconds(3),
                        20,
                        new Random(qos))
                .result();
        assertTrue(result.isGood(), result.toString());
    }
}
