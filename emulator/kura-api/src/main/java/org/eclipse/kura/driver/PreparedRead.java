package org.eclipse.kura.driver;

import java.util.List;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.driver.Driver.ConnectionException;
import org.osgi.annotation.versioning.ProviderType;

/** A read that is done again and again with the same records. */
@ProviderType
@SuppressWarnings("try")
public interface PreparedRead extends AutoCloseable {
    /** Reads; the answer is the list that the read was prepared with. */
    List<ChannelRecord> execute() throws ConnectionException, KuraException;

    List<ChannelRecord> getChannelRecords();
}
