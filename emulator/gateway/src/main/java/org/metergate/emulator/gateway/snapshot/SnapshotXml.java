package org.metergate.emulator.gateway.snapshot;

import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.Password;
import org.eclipse.kura.crypto.CryptoService;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;
import org.metergate.emulator.gateway.metatype.XmlText;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Kura's snapshot as XML: {@code esf:configurations} with one {@code esf:configuration} for each component. Elements are
 * found by their qualified name, so the prefix must be {@code esf}, as Kura demands it too.
 *
 * <p>A password is written as the base64 text of what it holds (its ciphertext, normally) with {@code encrypted="true"}.
 * On reading, an encrypted value is first tried as ciphertext of the gateway's key and else taken as base64; with
 * {@code encrypted="false"} it is plain text. A property of an unknown type is left out.
 */
public final class SnapshotXml {
    private static final String ESF = "http://eurotech.com/esf/2.0";
    private static final String METATYPE = "http://www.osgi.org/xmlns/metatype/v1.2.0";
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private final CryptoService crypto;

    public SnapshotXml(CryptoService crypto) {
        this.crypto = crypto;
    }

    public List<ComponentConfiguration> read(String xml) throws MalformedSnapshotException {
        try {
            Document document = XmlText.documents().parse(new org.xml.sax.InputSource(new StringReader(xml)));
            List<ComponentConfiguration> configurations = new ArrayList<>();
            for (Element configuration : XmlText.named(document, "esf:configuration")) {
                configurations.add(configuration(configuration));
            }
            return configurations;
        } catch (SAXException | java.io.IOException | ParserConfigurationException e) {
            throw new MalformedSnapshotException(String.valueOf(e.getMessage()), e);
        }
    }

    public String write(List<ComponentConfiguration> configurations) {
        try {
            Document document = XmlText.documents().newDocument();
            document.setXmlStandalone(true);
            Element root = document.createElement("esf:configurations");
            root.setAttributeNS(XMLNS, "xmlns:esf", ESF);
            root.setAttributeNS(XMLNS, "xmlns:ocd", METATYPE);
            document.appendChild(root);
            for (ComponentConfiguration configuration : configurations) {
                root.appendChild(element(document, configuration));
            }
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.INDENT, "yes");
            StringWriter text = new StringWriter();
            transformer.transform(new DOMSource(document), new StreamResult(text));
            return text.toString();
        } catch (ParserConfigurationException | TransformerException e) {
            throw new IllegalStateException("this Java machine cannot write XML", e);
        }
    }

    private ComponentConfiguration configuration(Element element) throws MalformedSnapshotException {
        String pid = element.getAttribute("pid");
        Map<String, Object> properties = new HashMap<>();
        for (Element group : XmlText.children(element)) {
            for (Element property : XmlText.children(group)) {
                String name = property.getAttribute("name");
                try {
                    value(property).ifPresent(value -> properties.put(name, value));
                } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                    throw new MalformedSnapshotException(
                            "property " + name + " of " + pid + ": no " + property.getAttribute("type"), e);
                }
            }
        }
        return new InstanceConfiguration(pid, null, properties);
    }

    private Optional<Object> value(Element property) {
        boolean array = Boolean.parseBoolean(property.getAttribute("array"));
        boolean encrypted = Boolean.parseBoolean(property.getAttribute("encrypted"));
        return PropertyType.coded(property.getAttribute("type")).map(type -> {
            List<String> texts = XmlText.children(property).stream()
                    .map(Element::getTextContent)
                    .map(text -> type == PropertyType.PASSWORD && encrypted ? uncovered(text) : text)
                    .toList();
            return array ? type.many(texts) : type.one(texts.get(0));
        });
    }

    private String uncovered(String text) {
        try {
            return new String(crypto.decryptAes(text.toCharArray()));
        } catch (KuraException | RuntimeException e) { // plain text is refused in several ways
            return base64Decoded(text);
        }
    }

    private String base64Decoded(String text) {
        try {
            return crypto.decodeBase64(text);
        } catch (java.security.NoSuchAlgorithmException | java.io.UnsupportedEncodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Element element(Document document, ComponentConfiguration configuration) {
        Element element = document.createElement("esf:configuration");
        element.setAttribute("pid", configuration.getPid());
        Map<String, Object> properties = configuration.getConfigurationProperties();
        if (properties != null) {
            Element group = document.createElement("esf:properties");
            element.appendChild(group);
            new TreeMap<>(properties)
                    .forEach((name, value) -> property(document, name, value).ifPresent(group::appendChild));
        }
        return element;
    }

    private Optional<Element> property(Document document, String name, Object value) {
        if (value == null || (value.getClass().isArray() && Array.getLength(value) == 0)) {
            return Optional.empty(); // an empty array never gets into a snapshot
        }
        return PropertyType.of(value).map(type -> {
            Element property = document.createElement("esf:property");
            property.setAttribute("name", name);
            property.setAttribute("array", String.valueOf(value.getClass().isArray()));
            property.setAttribute("encrypted", String.valueOf(type == PropertyType.PASSWORD));
            property.setAttribute("type", type.code());
            for (Object one : members(value)) {
                Element text = document.createElement("esf:value");
                text.setTextContent(one == null ? "" : text(one));
                property.appendChild(text);
            }
            return property;
        });
    }

    private String text(Object value) {
        if (!(value instanceof Password)) {
            return value.toString();
        }
        try {
            return crypto.encodeBase64(value.toString());
        } catch (java.security.NoSuchAlgorithmException | java.io.UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object[] members(Object value) {
        return value instanceof Object[] array ? array : new Object[] {value};
    }
}
