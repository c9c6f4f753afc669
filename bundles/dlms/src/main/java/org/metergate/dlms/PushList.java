package org.metergate.dlms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.dlms.PushedValue.Scale;
import org.metergate.model.ObisCode;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;
import org.metergate.transport.MalformedFrameException;

/**
 * Gives names to what a notification holds. The styles, in the order in which they are looked for:
 *
 * <ol>
 *   <li>object definitions first (class, logical name, attribute, data index, as in push_object_list of IEC 62056-6-2,
 *       push setup), then a value for each
 *   <li>structures that each name themselves: logical name, value, maybe scaler and unit, in any nesting
 *   <li>one flat structure of logical name, value, maybe scaler and unit, with nothing, null-data or structures that name
 *       themselves in between
 *   <li>one flat structure without any name, whose places are defined by the maker: {@link PositionalLists}
 * </ol>
 */
final class PushList {
    private static final ObisCode CLOCK = new ObisCode(0, 0, 1, 0, 0, 255);
    private static final ObisCode LIST = new ObisCode(1, 1, 0, 2, 129, 255);
    private static final ObisCode IDENTITY = new ObisCode(0, 0, 96, 1, 0, 255);

    private final Scaling scaling;
    private final boolean anonymous;
    private final List<PushedValue> values = new ArrayList<>();
    private Optional<String> maker;

    private PushList(Notification notification) {
        List<String> texts = new ArrayList<>();
        texts(notification.body(), texts);
        this.maker = Scaling.maker(texts);
        this.scaling = Scaling.of(maker, texts);
        this.anonymous = texts.isEmpty();
    }

    /**
     * Names the values of a notification.
     *
     * @param notification what was pushed
     * @param systemTitle of the meter, for lists that do not say whose they are
     */
    static Named of(Notification notification, Optional<byte[]> systemTitle) throws MalformedFrameException {
        PushList list = new PushList(notification);
        if (notification.attribute().isPresent()) {
            CosemAttribute attribute = notification.attribute().get();
            list.add(attribute.object(), attribute.attribute(), notification.body(), Optional.empty());
        } else {
            list.read(notification.body(), systemTitle);
        }
        return new Named(list.maker, list.values);
    }

    /** The values, and whose list it is. */
    record Named(Optional<String> maker, List<PushedValue> values) {}

    private void read(Data body, Optional<byte[]> systemTitle) throws MalformedFrameException {
        if (!(body instanceof Data.Many many) || many.elements().isEmpty()) {
            return;
        }
        List<Data> elements = isSetup(many.elements().get(0))
                ? many.elements().subList(1, many.elements().size())
                : many.elements();
        if (elements.isEmpty() || defined(elements)) {
            return;
        }
        boolean flat = elements.stream().anyMatch(element -> obis(element).isPresent());
        if (flat && !self(elements)) {
            flat(elements);
        } else if (flat || elements.stream().anyMatch(Data.Many.class::isInstance)) {
            nested(elements);
        } else {
            positional(elements, systemTitle);
        }
    }

    /** The logical name of a push setup names the list, not the element behind it. */
    private static boolean isSetup(Data element) {
        return obis(element)
                .filter(object -> object.medium() == 0 && object.quantity() == 25 && object.processing() == 9)
                .isPresent();
    }

    /** A list of definitions, then the values; the list is its own first element if it defines itself. */
    private boolean defined(List<Data> elements) throws MalformedFrameException {
        if (!(elements.get(0) instanceof Data.Many first) || first.elements().isEmpty()) {
            return false;
        }
        List<Definition> definitions = new ArrayList<>();
        for (Data element : first.elements()) {
            Optional<Definition> definition = Definition.read(element);
            if (definition.isEmpty()) {
                return false;
            }
            definitions.add(definition.get());
        }
        int shift = elements.size() - definitions.size();
        if (shift != 0 && shift != 1) {
            return false;
        }
        for (int index = 1 - shift; index < definitions.size(); index++) {
            Definition definition = definitions.get(index);
            add(definition.object(), definition.attribute(), elements.get(index + shift), Optional.empty());
        }
        return true;
    }

    private record Definition(ObisCode object, int attribute) {
        static Optional<Definition> read(Data data) {
            if (data instanceof Data.Many many
                    && many.elements().size() >= 4
                    && many.elements().get(0) instanceof Data.Numeric classId
                    && classId.type() == DataType.LONG_UNSIGNED
                    && many.elements().get(2) instanceof Data.Numeric attribute
                    && attribute.type() == DataType.INTEGER) {
                return obis(many.elements().get(1))
                        .map(object -> new Definition(object, attribute.value().intValue()));
            }
            return Optional.empty();
        }

        /** Of a whole attribute: data index 0. */
        static boolean isWhole(Data data) {
            return read(data).isPresent()
                    && ((Data.Many) data).elements().get(3) instanceof Data.Numeric index
                    && index.type() == DataType.LONG_UNSIGNED
                    && index.value().signum() == 0;
        }
    }

    /** Looks for structures that name themselves, at any depth; definitions whose values are elsewhere are none. */
    private void nested(List<Data> elements) throws MalformedFrameException {
        if (elements.stream().allMatch(Definition::isWhole)) {
            return;
        }
        if (self(elements)) {
            self(elements, true);
            return;
        }
        for (Data element : elements) {
            if (element instanceof Data.Many inner) {
                nested(inner.elements());
            }
        }
    }

    private boolean self(List<Data> elements) throws MalformedFrameException {
        return self(elements, false);
    }

    /** One structure for one value: maybe a class, a logical name, maybe an attribute, a value, maybe scaler and unit. */
    private boolean self(List<Data> elements, boolean add) throws MalformedFrameException {
        int at = 0;
        if (elements.size() > 2
                && elements.get(0) instanceof Data.Numeric
                && obis(elements.get(1)).isPresent()) {
            at = 1;
        }
        Optional<ObisCode> object = at < elements.size() ? obis(elements.get(at)) : Optional.empty();
        if (object.isEmpty()) {
            return false;
        }
        int attribute = 2;
        at++;
        if (at + 1 < elements.size()
                && elements.get(at) instanceof Data.Numeric number
                && number.type() == DataType.INTEGER
                && scalerUnit(elements.get(at + 1)).isEmpty()) {
            attribute = number.value().intValue();
            at++;
        }
        if (at >= elements.size()) {
            return false;
        }
        Data value = elements.get(at);
        Optional<ScalerUnit> scaler = at + 1 < elements.size() ? scalerUnit(elements.get(at + 1)) : Optional.empty();
        if (at + 1 + (scaler.isPresent() ? 1 : 0) != elements.size() || value instanceof Data.Many) {
            return false;
        }
        if (add) {
            add(object.get(), attribute, value, scaler);
            if (scaler.isPresent() && maker.isEmpty() && anonymous) {
                maker = Optional.of("Aidon"); // whose lists tell scalers and units, and some of them no identity
            }
        }
        return true;
    }

    private void flat(List<Data> elements) throws MalformedFrameException {
        boolean named = false;
        for (int at = 0; at < elements.size(); at++) {
            Optional<ObisCode> object = obis(elements.get(at));
            if (elements.get(at) instanceof Data.Many inner) {
                nested(inner.elements());
                continue;
            }
            if (object.isEmpty()) {
                unnamed(elements.get(at), named);
                continue;
            }
            if (at + 1 == elements.size()) {
                break;
            }
            Data value = elements.get(++at);
            Optional<ScalerUnit> scaler =
                    at + 1 < elements.size() ? scalerUnit(elements.get(at + 1)) : Optional.empty();
            if (scaler.isPresent()) {
                at++;
            }
            add(object.get(), 2, value, scaler);
            named = true;
        }
    }

    /** Before the names come the list's version and the time, behind them the meter's number. */
    private void unnamed(Data element, boolean behind) throws MalformedFrameException {
        if (moment(element).isPresent()) {
            add(CLOCK, 2, element, Optional.empty());
        } else if (element instanceof Data.Text || element instanceof Data.Octets octets && printable(octets.bytes())) {
            add(behind ? IDENTITY : LIST, 2, element, Optional.empty());
        }
    }

    private void positional(List<Data> elements, Optional<byte[]> systemTitle) throws MalformedFrameException {
        Optional<PositionalLists.Layout> layout = PositionalLists.of(elements, maker, systemTitle);
        if (layout.isEmpty()) {
            return;
        }
        maker = Optional.of(layout.get().maker());
        for (int at = 0; at < elements.size(); at++) {
            PositionalLists.Place place = layout.get().places().get(at);
            if (place.object().isPresent()) {
                ObisCode object = place.object().get();
                values.add(new PushedValue(
                        object, 2, answer(object, elements.get(at), place.scaler()), scale(elements.get(at), true)));
            }
        }
    }

    private void add(ObisCode object, int attribute, Data value, Optional<ScalerUnit> told)
            throws MalformedFrameException {
        if (told.isPresent()) {
            CosemAttribute register = new CosemAttribute(3, object, attribute);
            values.add(new PushedValue(object, attribute, Answers.scaled(register, value, told.get()), Scale.TOLD));
            return;
        }
        Optional<Integer> listed = scaling.scaler(object);
        values.add(new PushedValue(
                object, attribute, answer(object, value, listed.orElse(0)), scale(value, listed.isPresent())));
    }

    private static Scale scale(Data value, boolean listed) {
        return !(value instanceof Data.Numeric) ? Scale.TOLD : listed ? Scale.LISTED : Scale.UNKNOWN;
    }

    private static Answer answer(ObisCode object, Data value, int scaler) throws MalformedFrameException {
        Optional<CosemDateTime> moment = moment(value);
        if (moment.isPresent()) {
            return new Answer.Moment(moment.get());
        }
        CosemAttribute attribute = new CosemAttribute(1, object, 2);
        if (value instanceof Data.Numeric numeric) {
            return new Answer.Measured(Quantity.scaled(
                    numeric.value(), scaler, ObisDictionary.unit(object).orElse(Unit.ONE)));
        }
        return Answers.plain(attribute, new GetApdu.Result.Value(value));
    }

    /** A time where twelve bytes make one; other strings of twelve bytes are left as they are. */
    private static Optional<CosemDateTime> moment(Data value) {
        if (value instanceof Data.Octets octets && octets.bytes().length == 12) {
            try {
                return CosemDateTime.decode(octets.bytes());
            } catch (MalformedFrameException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<ObisCode> obis(Data data) {
        return data instanceof Data.Octets octets
                        && octets.type() == DataType.OCTET_STRING
                        && octets.bytes().length == 6
                        && octets.bytes()[0] >= 0
                        && octets.bytes()[0] <= 9
                ? Optional.of(ObisCode.ofLogicalName(octets.bytes()))
                : Optional.empty();
    }

    private static Optional<ScalerUnit> scalerUnit(Data data) {
        return ScalerUnit.read(new GetApdu.Result.Value(data));
    }

    private static void texts(Data data, List<String> into) {
        if (data instanceof Data.Text text) {
            into.add(text.text());
        } else if (data instanceof Data.Octets octets && printable(octets.bytes())) {
            into.add(new String(octets.bytes(), StandardCharsets.US_ASCII));
        } else if (data instanceof Data.Many many) {
            many.elements().forEach(element -> texts(element, into));
        }
    }

    private static boolean printable(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet < 0x20 || octet > 0x7E) {
                return false;
            }
        }
        return bytes.length > 0;
    }
}
