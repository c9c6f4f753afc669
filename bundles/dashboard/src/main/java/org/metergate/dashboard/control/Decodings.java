package org.metergate.dashboard.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.Fault;
import org.metergate.model.frames.FrameDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks decoders what a frame says, for a bounded time. Any thread. */
final class Decodings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Decodings.class);

    private static final int AT_ONCE = 2;

    private final Duration patience;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "metergate-dashboard-decode");
                thread.setDaemon(true);
                return thread;
            });

    /** @param patience longest wait for all decoders together */
    Decodings(Duration patience) {
        this.patience = patience;
    }

    /**
     * What decoders say of one frame.
     *
     * @param kind of the one that fits best
     * @param tried what each says, by kind, in the order they were asked
     */
    record Decoding(String kind, Map<String, DecodedFrame> tried) {
        DecodedFrame best() {
            return tried.get(kind);
        }
    }

    /**
     * @param decoders at least one
     * @return what they say
     * @throws ProblemException if it takes too long, or too much is being decoded
     */
    Decoding decode(List<FrameDecoder> decoders, byte[] frame, Optional<byte[]> key) throws ProblemException {
        Future<Decoding> work;
        try {
            work = threads.submit(() -> decoded(decoders, frame, key));
        } catch (RejectedExecutionException e) {
            throw Problem.unavailable("other frames are being decoded: try again in a second")
                    .thrown();
        }
        try {
            return work.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            work.cancel(true);
            throw Problem.unavailable("this frame takes longer than " + patience.toSeconds() + " s to decode")
                    .thrown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the dashboard is ending").thrown();
        } catch (ExecutionException e) {
            LOG.error("a decoder failed on a frame of {} bytes", frame.length, e.getCause());
            throw Problem.internal().thrown();
        }
    }

    private static Decoding decoded(List<FrameDecoder> decoders, byte[] frame, Optional<byte[]> key) {
        Map<String, DecodedFrame> tried = new LinkedHashMap<>();
        List<FrameDecoder> sorted = new ArrayList<>(decoders);
        sorted.sort(Comparator.comparing(FrameDecoder::kind));
        for (FrameDecoder one : sorted) {
            tried.put(one.kind(), one.decode(frame.clone(), key.map(byte[]::clone)));
        }
        FrameDecoder best = sorted.stream()
                .max(Comparator.<FrameDecoder>comparingInt(one -> fit(tried.get(one.kind())))
                        .thenComparing(one -> one.beginsLike(frame))
                        .thenComparing(one -> tried.get(one.kind()).checksHeld())
                        .thenComparing(one -> tried.get(one.kind()).values().size())
                        .thenComparing(one -> reached(tried.get(one.kind()))))
                .orElseThrow();
        return new Decoding(best.kind(), tried);
    }

    /** Checks that hold are the best sign; data that need a key are recognised; without either it may be chance. */
    private static int fit(DecodedFrame frame) {
        boolean malformed =
                frame.fault().map(fault -> fault.kind() == Fault.Kind.MALFORMED).orElse(false);
        if (malformed) {
            return 0;
        }
        return frame.checksHeld() > 0 ? 3 : frame.fault().isPresent() ? 2 : 1;
    }

    private static int reached(DecodedFrame frame) {
        return frame.fault().map(Fault::offset).orElse(0);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
