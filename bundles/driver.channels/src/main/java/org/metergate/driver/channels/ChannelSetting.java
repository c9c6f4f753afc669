package org.metergate.driver.channels;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.core.configuration.metatype.Toption;
import org.eclipse.kura.core.configuration.metatype.Tscalar;

/**
 * One column that a driver adds to the channel table of the web console. The gateway hands every channel setting to the
 * driver as text, so each one is declared as text here too: an asset whose settings have other types than the
 * descriptor vanishes from the console.
 *
 * @param id key in the channel's configuration; without {@code #}, and not starting with {@code +}
 * @param name column title, with the unit if there is one
 * @param description what to enter, with an example
 * @param initial what a new channel starts with; empty for nothing
 * @param required whether the gateway fills the default into channels that lack the key
 * @param choices the allowed values, empty if free
 */
public record ChannelSetting(
        String id, String name, String description, String initial, boolean required, List<Choice> choices) {

    /**
     * One allowed value.
     *
     * @param label what people read
     * @param value what is stored
     */
    public record Choice(String label, String value) {}

    /** @throws IllegalArgumentException if the id could not be told from the gateway's own keys */
    public ChannelSetting {
        if (id.isEmpty() || id.startsWith("+") || id.contains("#")) {
            throw new IllegalArgumentException("'" + id + "' cannot be a channel key");
        }
        choices = List.copyOf(choices);
    }

    /**
     * A setting with a free value that every channel must have.
     *
     * @param id key
     * @param name column title
     * @param description what to enter
     * @param initial what a new channel starts with
     * @return the setting
     */
    public static ChannelSetting required(String id, String name, String description, String initial) {
        return new ChannelSetting(id, name, description, initial, true, List.of());
    }

    /**
     * A setting that a channel may leave out.
     *
     * @param id key
     * @param name column title
     * @param description what to enter
     * @param initial what the driver takes if it is left out
     * @return the setting
     */
    public static ChannelSetting optional(String id, String name, String description, String initial) {
        return new ChannelSetting(id, name, description, initial, false, List.of());
    }

    /**
     * A setting with a few allowed values, which a channel may leave out.
     *
     * @param <E> the values
     * @param id key
     * @param name column title
     * @param description what to choose
     * @param initial what a new channel starts with, and what the driver takes if it is left out
     * @param label what people read for a value
     * @return the setting
     */
    public static <E extends Enum<E>> ChannelSetting choice(
            String id, String name, String description, E initial, Function<E, String> label) {
        List<Choice> choices = Arrays.stream(initial.getDeclaringClass().getEnumConstants())
                .map(value -> new Choice(label.apply(value), value.name()))
                .toList();
        return new ChannelSetting(id, name, description, initial.name(), false, choices);
    }

    /** @return the gateway's own form of it; the gateway accepts no other implementation of its interface */
    Tad descriptor() {
        Tad column = new Tad();
        column.setId(id);
        column.setName(name);
        column.setDescription(description);
        column.setType(Tscalar.STRING);
        column.setCardinality(0);
        column.setRequired(required);
        column.setDefault(initial);
        for (Choice choice : choices) {
            Toption option = new Toption();
            option.setLabel(choice.label());
            option.setValue(choice.value());
            column.getOption().add(option);
        }
        return column;
    }
}
