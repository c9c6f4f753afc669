package org.metergate.driver.optical;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.metergate.iec62056p21.DataSet;
import org.metergate.iec62056p21.Push;
import org.metergate.iec62056p21.Registers;
import org.metergate.iec62056p21.SmlEntry;
import org.metergate.iec62056p21.SmlList;

/** What a meter shows at one time. */
sealed interface Shown {

    /**
     * Data sets of a readout or a telegram.
     *
     * @param registers found by address
     */
    record Text(Registers registers) implements Shown {
        @Override
        public Optional<Instant> clock(ZoneId zone) {
            return registers.time(zone);
        }

        @Override
        public List<String> addresses() {
            return registers.addresses();
        }
    }

    /**
     * The entries of an SML file.
     *
     * @param lists in the order of the meter
     */
    record Sml(List<SmlList> lists) implements Shown {
        @Override
        public Optional<Instant> clock(ZoneId zone) {
            return lists.stream()
                    .map(SmlList::sensorTime)
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        @Override
        public List<String> addresses() {
            return entries().stream().map(entry -> entry.name().toString()).toList();
        }

        /**
         * @param address as a person writes it; groups left out are filled in as in a readout
         * @return the entry; empty if there is none
         */
        Optional<SmlEntry> find(String address) {
            Registers names = new Registers(addresses().stream()
                    .map(name -> new DataSet(name, List.of(new DataSet.Value(""))))
                    .toList());
            return names.find(address).flatMap(found -> entries().stream()
                    .filter(entry -> entry.name().toString().equals(found.address()))
                    .findFirst());
        }

        private List<SmlEntry> entries() {
            return lists.stream().flatMap(list -> list.entries().stream()).toList();
        }
    }

    /**
     * @param push what the meter sent by itself
     * @return what it shows
     */
    static Shown of(Push push) {
        if (push instanceof Push.Sml sml) {
            return new Sml(sml.file().lists());
        }
        return new Text(new Registers(((Push.Text) push).telegram().dataSets()));
    }

    /**
     * @param zone that the meter's clock is set to
     * @return what the meter's clock shows; empty if nothing valid
     */
    Optional<Instant> clock(ZoneId zone);

    /** @return the addresses of all registers, as the meter writes them */
    List<String> addresses();
}
