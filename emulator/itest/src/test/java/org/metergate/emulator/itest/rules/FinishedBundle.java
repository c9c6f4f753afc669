package org.metergate.emulator.itest.rules;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.eclipse.osgi.util.ManifestElement;
import org.osgi.framework.BundleException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A bundle as it is shipped: its manifest, component and metatype descriptions, and pictures.
 *
 * @param components file name to root element
 * @param metatypes file name to root element
 * @param pictures path in the bundle to the bytes of a PNG
 * @param files all paths in the bundle
 */
record FinishedBundle(
        String name,
        Attributes manifest,
        Map<String, Element> components,
        Map<String, Element> metatypes,
        Map<String, byte[]> pictures,
        Set<String> files) {

    private static final String METATYPE = "OSGI-INF/metatype/";

    static FinishedBundle read(Path path) {
        try {
            return read(path.toString(), Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FinishedBundle read(String where, byte[] jar) {
        try {
            Map<String, byte[]> entries = entries(jar);
            byte[] head = entries.get("META-INF/MANIFEST.MF");
            if (head == null) {
                throw new IllegalArgumentException(where + " has no manifest");
            }
            Attributes manifest = new Manifest(new ByteArrayInputStream(head)).getMainAttributes();
            Map<String, Element> components = new TreeMap<>();
            for (ManifestElement listed : elements(manifest, "Service-Component")) {
                components.put(listed.getValue(), xml(entries.get(listed.getValue())));
            }
            Map<String, Element> metatypes = new TreeMap<>();
            Map<String, byte[]> pictures = new TreeMap<>();
            entries.forEach((name, content) -> {
                if (name.startsWith(METATYPE) && name.endsWith(".xml")) {
                    metatypes.put(name.substring(METATYPE.length()), xml(content));
                } else if (name.endsWith(".png")) {
                    pictures.put(name, content);
                }
            });
            String name = elements(manifest, "Bundle-SymbolicName")[0].getValue();
            return new FinishedBundle(name, manifest, components, metatypes, pictures, Set.copyOf(entries.keySet()));
        } catch (IOException e) {
            throw new UncheckedIOException(where + " is no bundle", e);
        }
    }

    /** @return the files of a jar or package, in their order */
    static Map<String, byte[]> entries(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    @Override
    public String toString() {
        return name;
    }

    boolean isOurs() {
        return name.startsWith("org.metergate.");
    }

    ManifestElement[] imports() {
        return elements(manifest, "Import-Package");
    }

    /** @return what it requires of the framework; services, which nobody waits for when resolving, left out */
    List<ManifestElement> requirements() {
        return Arrays.stream(elements(manifest, "Require-Capability"))
                .filter(required -> !"active".equals(required.getDirective("effective")))
                .filter(required -> !"optional".equals(required.getDirective("resolution")))
                .toList();
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

    static ManifestElement[] elements(Attributes manifest, String header) {
        try {
            ManifestElement[] parsed = ManifestElement.parseHeader(header, manifest.getValue(header));
            return parsed == null ? new ManifestElement[0] : parsed;
        } catch (BundleException e) {
            throw new IllegalArgumentException(header + " cannot be read: " + e.getMessage(), e);
        }
    }
}
