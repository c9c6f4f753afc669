package org.metergate.dashboard.control;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections on which a request dribbles in: bytes come, so that they are not idle, and for all the patience no
 * head of a request got whole, or no body. Also ends handshakes that take as long.
 */
final class SlowSenders extends AbstractLifeCycle implements Connection.Listener {

    /** How far a connection was when it last got on. */
    private record Progress(long requests, long bytes, long nanos) {}

    private final ServerConnector connector;
    private final Duration patience;
    private final Map<Connection, Progress> open = new ConcurrentHashMap<>();
    private volatile Scheduler.Task next = () -> false;

    /** @param patience from the first byte to the last of a head, and of a body */
    SlowSenders(ServerConnector connector, Duration patience) {
        this.connector = connector;
        this.patience = patience;
    }

    @Override
    protected void doStart() {
        plan();
    }

    @Override
    protected void doStop() {
        next.cancel();
        open.clear();
    }

    private void plan() {
        next = connector.getScheduler().schedule(this::look, patience.toMillis() / 4, TimeUnit.MILLISECONDS);
    }

    /** Not what carries HTTP (TLS), nor what comes of it (a WebSocket). */
    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection) {
            open.put(connection, now(connection));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    private static Progress now(Connection connection) {
        return new Progress(connection.getMessagesIn(), connection.getBytesIn(), System.nanoTime());
    }

    private void look() {
        open.forEach((connection, before) -> {
            Progress now = now(connection);
            boolean rests = now.bytes == before.bytes && now.requests > 0;
            if (now.requests != before.requests || rests) {
                open.replace(connection, now);
            } else if (now.nanos - before.nanos > patience.toNanos()) {
                open.remove(connection);
                connection.getEndPoint().close();
            }
        });
        if (isRunning()) {
            plan();
        }
    }
}
