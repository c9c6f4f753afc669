package org.metergate.emulator.gateway.asset;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two workers of one asset: one reads and writes, the other attaches drivers. Both take one thing after the other
 * from a queue without bounds, side by side. Nobody's wait has a limit.
 */
final class AssetThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AssetThreads.class);
    private static final int IDLE_SECONDS = 60;

    private final ThreadPoolExecutor io;
    private final ThreadPoolExecutor configuration;

    AssetThreads(String pid) {
        io = worker("asset-" + pid + "-io");
        configuration = worker("asset-" + pid + "-configuration");
    }

    private static ThreadPoolExecutor worker(String name) {
        ThreadPoolExecutor worker = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, name));
        worker.allowCoreThreadTimeOut(true);
        return worker;
    }

    /**
     * Runs a task on the I/O worker and waits for it.
     *
     * @throws KuraException CONNECTION_FAILED with whatever the task threw as the cause
     */
    <T> T io(Callable<T> task) throws KuraException {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            io.execute(() -> {
                try {
                    result.complete(task.call());
                } catch (Exception e) { // the outermost frame of the worker: the caller gets it
                    result.completeExceptionally(e);
                }
            });
            return result.get();
        } catch (ExecutionException e) {
            throw new KuraException(
                    KuraErrorCode.CONNECTION_FAILED, e.getCause(), e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KuraException(KuraErrorCode.CONNECTION_FAILED, e, e.getMessage());
        } catch (RuntimeException e) { // the asset is closed
            throw new KuraException(KuraErrorCode.CONNECTION_FAILED, e, e.getMessage());
        }
    }

    void configuration(Runnable task) {
        configuration.execute(() -> {
            try {
                task.run();
            } catch (Exception e) { // the outermost frame of the worker
                LOG.warn("Asset task failed", e);
            }
        });
    }

    @Override
    public void close() {
        io.shutdown();
        configuration.shutdown();
    }
}
