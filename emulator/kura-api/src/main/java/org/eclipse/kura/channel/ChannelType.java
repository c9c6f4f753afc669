package org.eclipse.kura.channel;

/** The direction of a channel. */
public enum ChannelType {
    READ,
    READ_WRITE,
    WRITE;

    /** The direction of that name, in upper or lower case. */
    public static ChannelType getChannelType(String name) {
        for (ChannelType type : values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("No channel type: " + name);
    }
}
