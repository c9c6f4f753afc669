package org.metergate.emulator.gateway.asset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.driver.ChannelDescriptor;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.driver.PreparedRead;
import org.eclipse.kura.type.TypedValue;

/** A driver that does with each record what a test says. */
class ScriptedDriver implements Driver {
    final CompletableFuture<ChannelListener> listener = new CompletableFuture<>();
    final CompletableFuture<String> readThread = new CompletableFuture<>();
    final CompletableFuture<String> descriptorThread = new CompletableFuture<>();
    final List<ChannelRecord> written = new ArrayList<>();
    private final Consumer<ChannelRecord> script;
    private final Object descriptor;

    ScriptedDriver(Consumer<ChannelRecord> script) {
        this(script, List.of());
    }

    ScriptedDriver(Consumer<ChannelRecord> script, Object descriptor) {
        this.script = script;
        this.descriptor = descriptor;
    }

    /** Answers with a value, at the time 1000. */
    static ScriptedDriver answering(TypedValue<?> value) {
        return new ScriptedDriver(record -> succeed(record, value));
    }

    static void succeed(ChannelRecord record, TypedValue<?> value) {
        record.setValue(value);
        record.setTimestamp(1000);
        record.setChannelStatus(new ChannelStatus(ChannelFlag.SUCCESS));
    }

    static void fail(ChannelRecord record, String message, Exception exception) {
        record.setTimestamp(1000);
        record.setChannelStatus(new ChannelStatus(ChannelFlag.FAILURE, message, exception));
    }

    @Override
    public void connect() {
        throw new IllegalStateException("nobody calls connect");
    }

    @Override
    public void disconnect() {
        throw new IllegalStateException("nobody calls disconnect");
    }

    @Override
    public void read(List<ChannelRecord> records) throws ConnectionException {
        readThread.complete(Thread.currentThread().getName());
        records.forEach(script);
    }

    @Override
    public void write(List<ChannelRecord> records) {
        written.addAll(records);
    }

    @Override
    public ChannelDescriptor getChannelDescriptor() {
        descriptorThread.complete(Thread.currentThread().getName());
        return () -> descriptor;
    }

    @Override
    public PreparedRead prepareRead(List<ChannelRecord> records) {
        return null;
    }

    @Override
    public void registerChannelListener(Map<String, Object> channel, ChannelListener given) {
        listener.complete(given);
    }

    @Override
    public void unregisterChannelListener(ChannelListener given) {
        // nothing is sent any more
    }
}
