package org.metergate.dashboard.control;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.metergate.dashboard.access.Identity;

/** A client of the live feed on its WebSocket. Jetty calls it from one thread at a time. */
public final class LiveSocket implements Session.Listener.AutoDemanding {

    private final LiveFeed feed;
    private final Identity who;
    private volatile Optional<Session> session = Optional.empty();
    private volatile Optional<LiveFeed.Client> client = Optional.empty();

    LiveSocket(LiveFeed feed, Identity who) {
        this.feed = feed;
        this.who = who;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = Optional.of(opened);
        client = feed.open(who, new LiveFeed.Wire() {
            @Override
            public void send(String text, Runnable sent) {
                opened.sendText(text, Callback.from(sent, failed -> {
                    opened.disconnect();
                    sent.run();
                }));
            }

            @Override
            public void close(int code, String why) {
                opened.close(code, why, Callback.NOOP);
            }
        });
        if (client.isEmpty()) {
            opened.close(1013, "too many clients", Callback.NOOP);
        }
    }

    @Override
    public void onWebSocketText(String message) {
        client.ifPresent(one -> one.receive(message));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        session.ifPresent(one -> one.close(StatusCode.BAD_DATA, "this feed speaks JSON", Callback.NOOP));
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        client.ifPresent(LiveFeed.Client::closed);
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        client.ifPresent(LiveFeed.Client::closed);
    }
}
