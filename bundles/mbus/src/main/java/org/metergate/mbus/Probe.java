package org.metergate.mbus;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.Priority;

/**
 * One step of a scan: calls an address and looks at what is heard. Every step is a conversation of its own, so that
 * others get their turn on the line. One thread at a time.
 */
final class Probe {

    private static final int SND_NKE = 0x40;
    private static final int SND_UD = 0x53;
    private static final int REQ_UD2_FIRST = 0x7B;
    private static final int CI_SELECTION = 0x52;

    /** What is heard. */
    enum Kind {
        /** Nothing. */
        NOBODY,
        /** One good answer, confirmed by its own secondary address where it has one. */
        ONE,
        /** An acknowledgement, and no data. */
        NO_DATA,
        /** Bytes that form no good answer. */
        SEVERAL
    }

    /**
     * What was heard at an address.
     *
     * @param kind what
     * @param header of the one answer, if it tells
     * @param fabrication the meter's own fabrication number of 8 digits, if its answer has one
     */
    record Result(Kind kind, Optional<Header> header, Optional<String> fabrication) {
        static final Result NOBODY = new Result(Kind.NOBODY, Optional.empty(), Optional.empty());
        private static final Result SEVERAL = new Result(Kind.SEVERAL, Optional.empty(), Optional.empty());
    }

    private final Claim claim;
    private final Timing timing;
    private final Duration patience;
    private int requests;

    Probe(Claim claim, Timing timing, Duration patience) {
        this.claim = claim;
        this.timing = timing;
        this.patience = patience;
    }

    int requests() {
        return requests;
    }

    int baud() {
        return timing.baud();
    }

    Result at(int primary) throws LineException {
        LinkFrame reset = new LinkFrame.Short(SND_NKE, primary);
        return look(reset, primary, header -> true);
    }

    Result at(MeterAddress.Secondary wanted) throws LineException {
        return look(selection(wanted), LinkFrame.SELECTED, wanted::fits);
    }

    private interface Fit {
        boolean to(Header header);
    }

    /** Calls, and asks who is there if anybody answers. */
    private Result look(LinkFrame call, int address, Fit fit) throws LineException {
        try (Conversation conversation = claim.converse(patience, Priority.PERIODIC)) {
            Exchange exchange = new Exchange(conversation, timing, BusWatch.NONE);
            try {
                if (!acknowledged(exchange, call)) {
                    return Result.NOBODY;
                }
                Answer answer = data(exchange, address);
                Optional<Header> header = header(answer);
                if (header.isPresent()) {
                    boolean theOne = fit.to(header.get()) && isOne(exchange, call, header.get(), address);
                    return theOne ? new Result(Kind.ONE, header, fabrication(answer)) : Result.SEVERAL;
                }
                return new Result(answer instanceof Answer.NoData ? Kind.NO_DATA : Kind.ONE, header, Optional.empty());
            } catch (LineSilentException | BusFaultException spoilt) {
                return Result.SEVERAL;
            } catch (LineException broken) {
                conversation.hangUp();
                throw broken;
            }
        }
    }

    /** @return whether anything at all was heard; silence is believed at once, for it is the usual answer */
    private boolean acknowledged(Exchange exchange, LinkFrame call) throws LineException, BusFaultException {
        try {
            requests++;
            exchange.of(call, 0, frame -> frame);
            exchange.awaitQuiet(); // several acknowledgements may make more than one character
            return true;
        } catch (LineSilentException silent) {
            return false;
        } catch (BusFaultException spoilt) {
            return true; // several acknowledgements that do not begin together
        }
    }

    private Answer data(Exchange exchange, int address) throws LineException, BusFaultException {
        return exchange.of(new LinkFrame.Short(REQ_UD2_FIRST, address), 0, frame -> {
            requests++;
            if (frame instanceof LinkFrame.Long data && address != LinkFrame.SELECTED && data.address() != address) {
                throw new BusFaultException(BusFault.FOREIGN, 5, "address " + address, "address " + data.address());
            }
            return Telegrams.decode(frame, Keys.NONE, Formats.NONE);
        });
    }

    /**
     * Two answers on top of each other pass the checksum once in 256 times; nobody then answers to the identity in them.
     * A meter that knows no secondary address is asked for its data again.
     */
    private boolean isOne(Exchange exchange, LinkFrame call, Header header, int address)
            throws LineException, BusFaultException {
        LinkFrame own = selection(MeterAddress.Secondary.of(header));
        if (address == LinkFrame.SELECTED && Arrays.equals(own.encode(), call.encode())) {
            return true;
        }
        requests++;
        try {
            exchange.of(own, 0, frame -> frame);
            exchange.awaitQuiet();
            return true;
        } catch (LineSilentException nobody) {
            if (address == LinkFrame.SELECTED) {
                return false;
            }
            requests++;
            exchange.of(call, 0, frame -> frame);
            Optional<Header> again = header(data(exchange, address));
            return again.map(MeterAddress.Secondary::of).equals(Optional.of(MeterAddress.Secondary.of(header)));
        }
    }

    private static LinkFrame selection(MeterAddress.Secondary wanted) {
        return new LinkFrame.Long(SND_UD, LinkFrame.SELECTED, CI_SELECTION, wanted.selection());
    }

    private static Optional<String> fabrication(Answer answer) {
        if (!(answer instanceof Answer.Telegram telegram)) {
            return Optional.empty();
        }
        return telegram.records().stream()
                .filter(record -> record.quantity().equals("Fabrication No"))
                .map(DataRecord::valueText)
                .filter(text -> text.matches("[0-9A-F]{8}"))
                .findFirst();
    }

    private static Optional<Header> header(Answer answer) {
        Header header = answer.sender();
        return Optional.of(header).filter(known -> !known.id().isEmpty());
    }
}
