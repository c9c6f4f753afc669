package org.metergate.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metergate.guard.Finding.Standing;

class VerdictTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SOON = Verdict.ITS_OWN_FAULT;
    private static final Duration LATE = Verdict.FAULT_OF_ANOTHER;

    @Test
    void keepsWhatRunsAtOnce() {
        Verdict verdict =
                on(AT_ONCE, runs("a", Standing.FIRST), runs("b", Standing.CHANGED), runs("c", Standing.UNCHANGED));
        assertTrue(verdict.done());
        assertEquals(List.of("a", "b"), verdict.keep());
        assertEquals(List.of(), verdict.back());
    }

    @Test
    void putsBackWhatReplacedOneThatRanAndDoesNot() {
        Finding[] found = {idle("a", Standing.CHANGED), runs("b", Standing.UNCHANGED)};
        assertFalse(on(AT_ONCE, found).done());
        assertEquals(List.of("a"), on(SOON, found).back());
        assertEquals(List.of(), on(SOON, found).keep());
    }

    @Test // there is nothing to put back
    void leavesTheFirstOfItsName() {
        Finding[] found = {idle("a", Standing.FIRST), runs("b", Standing.FIRST)};
        assertFalse(on(AT_ONCE, found).done());
        assertEquals(List.of(), on(SOON, found).back());
        assertEquals(List.of("b"), on(SOON, found).keep());
    }

    @Test // what is put back is not put back again
    void leavesTheVeryFileThatRan() {
        assertEquals(List.of(), on(LATE, idle("a", Standing.UNCHANGED)).back());
        assertTrue(on(LATE, idle("a", Standing.UNCHANGED)).done());
    }

    @Test // its own new version may be on its way
    void givesTimeToAPackageThatAnotherOneStopped() {
        Finding[] found = {idle("driver", Standing.UNCHANGED), runs("base", Standing.CHANGED)};
        assertFalse(on(SOON, found).done());
        assertEquals(List.of("base"), on(LATE, found).back());
    }

    @Test // what never ran says nothing about the others
    void doesNotBlameAnUpdateForWhatNeverRan() {
        Finding[] found = {idle("broken", Standing.FIRST), runs("base", Standing.CHANGED)};
        assertEquals(List.of(), on(LATE, found).back());
        assertEquals(List.of("base"), on(LATE, found).keep());
    }

    @Test
    void waitsUntilAFileIsFiled() {
        assertFalse(on(AT_ONCE, runs("a", Standing.UNFILED)).done());
        assertEquals(List.of(), on(SOON, runs("a", Standing.UNFILED)).keep());
        assertTrue(on(SOON, runs("a", Standing.UNFILED)).done());
    }

    private static Verdict on(Duration steady, Finding... findings) {
        return Verdict.on(List.of(findings), steady);
    }

    private static Finding runs(String name, Standing standing) {
        return new Finding(name, standing, List.of());
    }

    private static Finding idle(String name, Standing standing) {
        return new Finding(name, standing, List.of(name + " does not start"));
    }
}
