package org.metergate.emulator.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a class of JMH benchmarks a comparison: the method {@code metergate} is ours, every other {@code @Benchmark} of
 * the class does the same work with the peer it is named after. All run in average time mode.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Limit {

    /** @return the greatest ratio of our time to a peer's, in the same run, that is still good; 1.0 is "as fast" */
    double value() default 1.0;
}
