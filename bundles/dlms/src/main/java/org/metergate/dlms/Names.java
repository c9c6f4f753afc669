package org.metergate.dlms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.dlms.GetApdu.Result;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/** The services of an association, whichever way its objects are named. One thread at a time. */
interface Names {

    /**
     * Reads.
     *
     * @param selection for a single attribute
     * @return a result for each, in order
     */
    List<Result> get(Line line, List<CosemAttribute> attributes, Optional<Selection> selection)
            throws LineException, MalformedFrameException, LinkLostException;

    /** Writes. @return what the meter says to each, in order */
    List<DataAccessResult> set(Line line, Map<CosemAttribute, Data> values)
            throws LineException, MalformedFrameException, LinkLostException;

    /** Invokes a method. */
    Acted act(Line line, CosemMethod method, Optional<Data> parameter)
            throws LineException, MalformedFrameException, LinkLostException;

    /**
     * What came of a method.
     *
     * @param result success or why not
     * @param returned what it returned
     */
    record Acted(DataAccessResult result, Optional<Data> returned) {}
}
