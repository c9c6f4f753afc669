package org.eclipse.kura.channel;

/** Whether an operation on a channel went well. */
public enum ChannelFlag {
    FAILURE,
    SUCCESS
}
