package org.metergate.emulator.itest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.metergate.emulator.itest.Telemetry.Message;
import org.metergate.emulator.itest.Telemetry.Sample;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Building.State;

/** What an ideal instrument would show for every channel of the demonstration site, and the step of the register. */
final class Expected {

    /** A channel: the model's value in the channel's unit, and the step of the meter's register in it. */
    record Channel(String unit, double step, ToDoubleFunction<State> model) {}

    private Expected() {}

    static final Map<String, Map<String, Channel>> SITE = Map.of(
            "main", electricity(0.1, 0.01, 1, 1),
            "workshop", electricity(0.1, 0.01, 1, 1),
            "optical", optical(),
            "heat", heat(),
            "water", water());

    private static Map<String, Channel> electricity(double volt, double ampere, double watt, double wattHour) {
        Map<String, Channel> channels = new TreeMap<>();
        for (int phase = 0; phase < 3; phase++) {
            int index = phase;
            String name = Integer.toString(phase + 1);
            channels.put(
                    "U" + name,
                    new Channel("V", volt, state -> state.phases().get(index).voltage()));
            channels.put(
                    "I" + name,
                    new Channel("A", ampere, state -> state.phases().get(index).current()));
            channels.put(
                    "P" + name,
                    new Channel("W", watt, state -> state.phases().get(index).activePower()));
            channels.put(
                    "Q" + name,
                    new Channel("var", watt, state -> state.phases().get(index).reactivePower()));
        }
        channels.put("P", new Channel("W", watt, State::activePower));
        channels.put("Q", new Channel("var", watt, State::reactivePower));
        channels.put("f", new Channel("Hz", 0.01, State::frequency));
        channels.put("import", new Channel("Wh", wattHour, State::activeImport));
        channels.put("export", new Channel("Wh", wattHour, State::activeExport));
        channels.put("import.reactive", new Channel("varh", wattHour, State::reactiveImport));
        channels.put("export.reactive", new Channel("varh", wattHour, State::reactiveExport));
        return channels;
    }

    private static Map<String, Channel> optical() {
        return electricity(0.1, 0.001, 1, 1);
    }

    private static Map<String, Channel> heat() {
        return Map.of(
                "energy", new Channel("Wh", 1, state -> state.heat().energy()),
                "volume", new Channel("m³", 0.001, state -> state.heat().volume()),
                "power", new Channel("W", 1, state -> state.heat().power()),
                "flow", new Channel("m³/h", 0.001, state -> state.heat().flow()),
                "flow.temperature",
                        new Channel("°C", 0.01, state -> state.heat().flowTemperature()),
                "return.temperature",
                        new Channel("°C", 0.01, state -> state.heat().returnTemperature()));
    }

    private static Map<String, Channel> water() {
        return Map.of(
                "volume", new Channel("m³", 0.001, state -> state.water().volume()),
                "flow", new Channel("m³/h", 0.001, state -> state.water().flow()));
    }

    /** Where a message differs from the model at its own timestamps by more than a step of the register. */
    static List<String> differences(String meter, Message message, Building building) {
        List<String> wrong = new ArrayList<>();
        SITE.get(meter).forEach((name, channel) -> {
            Sample sample = message.sample(name);
            double model = channel.model().applyAsDouble(building.at(sample.time()));
            String where = meter + "/" + name + " at " + sample.time();
            if (!channel.unit().equals(sample.unit())) {
                wrong.add(where + ": unit " + sample.unit() + ", not " + channel.unit());
            }
            if (Math.abs(sample.value() - model) > channel.step() * (1 + 1e-9)) {
                wrong.add(where + ": " + sample.value() + ", the model shows " + model);
            }
            if (Math.abs(Duration.between(sample.time(), message.arrived()).toSeconds()) > 20) {
                wrong.add(where + ": arrived at " + message.arrived());
            }
        });
        return wrong;
    }
}
