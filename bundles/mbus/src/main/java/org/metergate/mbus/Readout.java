package org.metergate.mbus;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The telegrams of one readout, in their order, as they are collected. */
final class Readout {

    private final List<Answer.Telegram> telegrams = new ArrayList<>();

    void add(Answer.Telegram telegram) {
        telegrams.add(telegram);
    }

    int size() {
        return telegrams.size();
    }

    boolean goesOn() {
        return telegrams.get(telegrams.size() - 1).moreRecordsFollow();
    }

    /** @return one answer of them all; the records count on */
    Answer.Telegram joined() {
        Answer.Telegram first = telegrams.get(0);
        if (telegrams.size() == 1) {
            return first;
        }
        List<DataRecord> records = new ArrayList<>();
        ByteArrayOutputStream manufacturerData = new ByteArrayOutputStream();
        for (Answer.Telegram telegram : telegrams) {
            telegram.records().forEach(record -> records.add(record.at(records.size())));
            manufacturerData.writeBytes(telegram.manufacturerData());
        }
        return new Answer.Telegram(
                first.ci(),
                first.structure(),
                first.header(),
                List.copyOf(records),
                manufacturerData.toByteArray(),
                false,
                "");
    }
}
