package org.metergate.driver.optical;

import java.time.Duration;

/** A named thread that does one thing again and again until it is stopped. Any thread may call. */
final class Worker {
    private static final long JOIN_MILLIS = 5_000;

    private final Thread thread;
    private boolean stopped;
    private boolean woken;
    private long wakes;

    /** What is done again and again. */
    @FunctionalInterface
    interface Work {
        /** @param worker to wait with */
        void run(Worker worker);
    }

    /**
     * @param name of the thread
     * @param work to be done; ends soon after {@link #isStopped} or an interruption
     */
    Worker(String name, Work work) {
        thread = new Thread(() -> work.run(this), name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** @return whether the work is to end */
    synchronized boolean isStopped() {
        return stopped;
    }

    /**
     * Waits, or until the worker is woken or stopped.
     *
     * @param length how long
     * @return whether to go on
     */
    synchronized boolean await(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        try {
            for (long left = length.toNanos(); left > 0 && !stopped && !woken; left = end - System.nanoTime()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        woken = false;
        return !stopped;
    }

    /**
     * Waits until nobody has woken the worker for a while, or it is stopped.
     *
     * @param quiet how long
     * @return whether to go on
     */
    synchronized boolean settle(Duration quiet) {
        long before;
        boolean goOn;
        do {
            woken = false;
            before = wakes;
            goOn = await(quiet);
        } while (goOn && wakes != before);
        return goOn;
    }

    /** Ends a wait before its time, or the next one if there is none. */
    synchronized void wake() {
        woken = true;
        wakes++;
        notifyAll();
    }

    /** Lets the work end, and waits for it. Whatever it blocks in must have been closed before. */
    void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        thread.interrupt();
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
