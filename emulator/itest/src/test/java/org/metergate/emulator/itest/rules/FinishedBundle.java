package org.metergate.emulator.itest.rules;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.eclipse.osgi.util.ManifestElement;
import org.osgi.framework.BundleException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A bundle as it is shipped: its manifest, component and metatype descriptions.
 *
 * @param components file name to root element
 * @param metatypes file name to root element
 */
record FinishedBundle(
        String name, Attributes manifest, Map<String, Element> components, Map<String, Element> metatypes) {

    private static final String METATYPE = "OSGI-INF/metatype/";

    static FinishedBundle read(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            Map<String, Element> components = new TreeMap<>();
            for (ManifestElement listed : elements(manifest, "Service-Component")) {
                components.put(listed.getValue(), root(jar, jar.getJarEntry(listed.getValue())));
            }
            Map<String, Element> metatypes = new TreeMap<>();
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (entry.getName().startsWith(METATYPE) && entry.getName().endsWith(".xml")) {
                    metatypes.put(entry.getName().substring(METATYPE.length()), root(jar, entry));
                }
            }
            String name = elements(manifest, "Bundle-SymbolicName")[0].getValue();
            return new FinishedBundle(name, manifest, components, metatypes);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " is no bundle", e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    boolean isDeployed() {
        return !name.startsWith("org.metergate.emulator.");
    }

    ManifestElement[] imports() {
        return elements(manifest, "Import-Package");
    }

    ManifestElement[] exports() {
        return elements(manifest, "Export-Package");
    }

    static Element xml(byte[] content) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(content))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("no XML: " + e.getMessage(), e);
        }
    }

    /** @return the elements of that name below another, whatever their namespace */
    static List<Element> all(Element below, String name) {
        NodeList found = below.getElementsByTagNameNS("*", name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static Element root(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return xml(in.readAllBytes());
        }
    }

    static ManifestElement[] elements(Attributes manifest, String header) {
        try {
            ManifestElement[] parsed = ManifestElement.parseHeader(header, manifest.getValue(header));
            return parsed == null ? new ManifestElement[0] : parsed;
        } catch (BundleException e) {
            throw new IllegalArgumentException(header + " cannot be read: " + e.getMessage(), e);
        }
    }
}
