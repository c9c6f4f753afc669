package org.metergate.driver.channels;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraRuntimeException;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.driver.ChannelDescriptor;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.driver.PreparedRead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's driver contract, kept once for every driver that polls.
 *
 * <p>The gateway calls from several threads at once and never connects. So: each reading has records of its own, every
 * record leaves with status and time, and a failure is told in the records, because an exception
 * out of {@code read} would leave the consumers downstream with nothing at all.
 */
public abstract class PolledDriver implements Driver {

    private static final Logger LOG = LoggerFactory.getLogger(PolledDriver.class);

    private final Clock clock;

    /** @param clock time of the failures noticed here */
    protected PolledDriver(Clock clock) {
        this.clock = clock;
    }

    /**
     * Asks the meters. Any thread, several at once.
     *
     * @param records to be answered with {@link Records#fill} or {@link Records#fail}; what is left open is marked as
     *     failed afterwards
     */
    protected abstract void poll(List<ChannelRecord> records);

    /** @return the columns that this driver adds to the channel table */
    protected abstract List<ChannelSetting> channelSettings();

    @Override
    public final void read(List<ChannelRecord> records) {
        records.forEach(record -> Records.open(record, clock.instant()));
        try {
            poll(records);
        } catch (RuntimeException e) { // a defect of ours must not cost the neighbours their values
            LOG.error("reading {} channels failed", records.size(), e);
            for (ChannelRecord record : records) {
                if (Records.isOpen(record)) {
                    Records.fail(record, "the driver failed: " + e, clock.instant());
                }
            }
        }
    }

    /**
     * Prepares nothing.
     *
     * @param records of the asset
     * @return null, the gateway's word for it: every reading then comes with records of its own. Those of a prepared read
     *     are one set for all callers of the asset; a second trigger would empty them while the first caller still takes
     *     its values out
     */
    @Override
    public final PreparedRead prepareRead(List<ChannelRecord> records) {
        return null;
    }

    @Override
    public final ChannelDescriptor getChannelDescriptor() {
        List<Tad> columns =
                channelSettings().stream().map(ChannelSetting::descriptor).toList();
        return () -> columns;
    }

    /** Does nothing: the gateway never calls it, the line is opened by the first reading. */
    @Override
    public void connect() {}

    /** Does nothing: the line is closed when the component goes. */
    @Override
    public void disconnect() {}

    @Override
    public void write(List<ChannelRecord> records) {
        for (ChannelRecord record : records) {
            Records.fail(
                    record,
                    "channel " + record.getChannelName()
                            + ": this driver does not write; set the channel's type to READ",
                    clock.instant());
        }
    }

    @Override
    public void registerChannelListener(Map<String, Object> channelConfig, ChannelListener listener) {
        throw new KuraRuntimeException(KuraErrorCode.OPERATION_NOT_SUPPORTED, "listen");
    }

    @Override
    public void unregisterChannelListener(ChannelListener listener) {
        // none can be registered
    }
}
