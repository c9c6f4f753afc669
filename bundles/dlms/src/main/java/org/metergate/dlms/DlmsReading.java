package org.metergate.dlms;

import java.util.List;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * What a meter answered for one attribute.
 *
 * @param attribute what was asked
 * @param answer what it said
 * @param data the value as it is on the wire; empty if there is none
 * @param time the meter's clock in the same answer; empty if it gave none. A meter that takes no lists is asked for its
 *     clock right after the attributes.
 */
public record DlmsReading(CosemAttribute attribute, Answer answer, Optional<Data> data, Optional<CosemDateTime> time) {

    /**
     * Takes one value out of structures and arrays; a scaler does not apply to it.
     *
     * @param path which element of the outermost, which of that one, and so on, from 1; empty for the answer itself
     * @return the element, or why it says nothing
     */
    public Answer element(List<Integer> path) {
        return path.isEmpty() || data.isEmpty() ? answer : element(attribute, data.get(), path);
    }

    /**
     * Takes one value out of structures and arrays.
     *
     * @param attribute which it belongs to, for messages
     * @param data the outermost
     * @param path which element of it, which of that one, and so on, from 1
     * @return the element, or why it says nothing
     */
    public static Answer element(CosemAttribute attribute, Data data, List<Integer> path) {
        Data found = data;
        StringBuilder at = new StringBuilder();
        for (int index : path) {
            if (!(found instanceof Data.Many many)) {
                return new Answer.Unfit(attribute + (at.isEmpty() ? "" : " element " + at) + " holds " + found.type()
                        + ", which has no elements");
            }
            if (index > many.elements().size()) {
                return new Answer.Unfit(attribute + (at.isEmpty() ? "" : " element " + at) + " has only "
                        + many.elements().size() + " elements, not " + index);
            }
            found = many.elements().get(index - 1);
            at.append(at.isEmpty() ? "" : ".").append(index);
        }
        try {
            return Answers.plain(attribute, new GetApdu.Result.Value(found));
        } catch (MalformedFrameException e) {
            return new Answer.Unfit(attribute + " element " + at + ": " + e.getMessage());
        }
    }
}
