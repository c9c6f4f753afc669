package org.metergate.emulator.gateway.metatype;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.parsers.ParserConfigurationException;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.core.configuration.metatype.Tdesignate;
import org.eclipse.kura.core.configuration.metatype.Ticon;
import org.eclipse.kura.core.configuration.metatype.Tmetadata;
import org.eclipse.kura.core.configuration.metatype.Tobject;
import org.eclipse.kura.core.configuration.metatype.Tocd;
import org.eclipse.kura.core.configuration.metatype.Toption;
import org.eclipse.kura.core.configuration.metatype.Tscalar;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Reads a metatype file into Kura's classes. Namespaces are not looked at, texts starting with {@code %} are not looked
 * up, a blank attribute counts as absent: {@code default=""} means no default.
 */
public final class MetatypeXml {
    private MetatypeXml() {}

    public static Tmetadata read(InputStream xml) throws IOException, SAXException {
        Element root = root(xml);
        Tmetadata metadata = new Tmetadata();
        given(root, "localization", metadata::setLocalization);
        for (Element child : XmlText.children(root)) {
            switch (XmlText.localName(child)) {
                case "OCD" -> metadata.setOCD(definition(child));
                case "Designate" -> metadata.setDesignate(designate(child));
                default -> {
                    // extensions are of no interest here
                }
            }
        }
        return metadata;
    }

    private static Element root(InputStream xml) throws IOException, SAXException {
        try {
            return XmlText.documents().parse(xml).getDocumentElement();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java machine cannot read XML", e);
        }
    }

    private static Tocd definition(Element element) {
        Tocd definition = new Tocd();
        given(element, "id", definition::setId);
        given(element, "name", definition::setName);
        given(element, "description", definition::setDescription);
        for (Element child : XmlText.children(element)) {
            switch (XmlText.localName(child)) {
                case "AD" -> definition.addAD(attribute(child));
                case "Icon" -> definition.setIcon(icon(child));
                default -> {
                    // extensions are of no interest here
                }
            }
        }
        return definition;
    }

    private static Tad attribute(Element element) {
        Tad attribute = new Tad();
        given(element, "id", attribute::setId);
        given(element, "name", attribute::setName);
        given(element, "type", type -> attribute.setType(Tscalar.fromValue(type)));
        number(element, "cardinality").map(BigInteger::intValue).ifPresent(attribute::setCardinality);
        given(element, "required", required -> attribute.setRequired(Boolean.valueOf(required)));
        given(element, "default", attribute::setDefault);
        given(element, "description", attribute::setDescription);
        given(element, "min", attribute::setMin);
        given(element, "max", attribute::setMax);
        for (Element child : XmlText.children(element)) {
            if (XmlText.localName(child).equals("Option")) {
                Toption option = new Toption();
                given(child, "label", option::setLabel);
                given(child, "value", option::setValue);
                attribute.setOption(option);
            }
        }
        return attribute;
    }

    private static Ticon icon(Element element) {
        Ticon icon = new Ticon();
        given(element, "resource", icon::setResource);
        icon.setSize(number(element, "size").filter(size -> size.signum() >= 0).orElse(BigInteger.ZERO));
        return icon;
    }

    private static Tdesignate designate(Element element) {
        Tdesignate designate = new Tdesignate();
        given(element, "pid", designate::setPid);
        given(element, "factoryPid", designate::setFactoryPid);
        given(element, "bundle", designate::setBundle);
        designate.setOptional(Boolean.valueOf(element.getAttribute("optional")));
        designate.setMerge(Boolean.valueOf(element.getAttribute("merge")));
        for (Element child : XmlText.children(element)) {
            if (XmlText.localName(child).equals("Object")) {
                Tobject object = new Tobject();
                given(child, "ocdref", object::setOcdref);
                designate.setObject(object);
            }
        }
        return designate;
    }

    private static void given(Element element, String attribute, Consumer<String> then) {
        String value = element.getAttribute(attribute);
        if (!value.isBlank()) {
            then.accept(value);
        }
    }

    private static Optional<BigInteger> number(Element element, String attribute) {
        String value = element.getAttribute(attribute).trim();
        return value.matches("[+-]?[0-9]{1,9}") ? Optional.of(new BigInteger(value)) : Optional.empty();
    }
}
