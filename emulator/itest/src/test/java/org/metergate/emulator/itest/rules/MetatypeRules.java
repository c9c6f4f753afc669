package org.metergate.emulator.itest.rules;

import static org.metergate.emulator.itest.rules.FinishedBundle.all;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** What a metatype file must be for Kura to find it and for its console to make a form: {@code contract.md}, 3. */
final class MetatypeRules {

    private static final Set<String> TYPES = Set.of(
            "String",
            "Long",
            "Double",
            "Float",
            "Integer",
            "Byte",
            "Char",
            "Character",
            "Boolean",
            "Short",
            "Password");
    private static final Set<String> NUMBERS = Set.of("Long", "Double", "Float", "Integer", "Byte", "Short");
    private static final Pattern BARE_COMMA = Pattern.compile("(?<!\\\\),");
    private static final Pattern SECRET = Pattern.compile("(^|[._-])(password|passphrase|secret|token|key)([._-]|$)");

    private MetatypeRules() {}

    /**
     * @param file name of the file, without its folder
     * @param components names of the bundle's components
     * @return what is wrong, in words; empty if nothing
     */
    static List<String> violations(String file, Element metadata, Set<String> components) {
        List<String> wrong = new ArrayList<>();
        String pid = file.replaceFirst("\\.xml$", "");
        List<Element> definitions = all(metadata, "OCD");
        List<Element> designates = all(metadata, "Designate");

        if (definitions.size() != 1 || !definitions.get(0).getAttribute("id").equals(pid)) {
            wrong.add("it must define exactly one OCD, and its id must be " + pid);
        }
        if (designates.size() != 1
                || !designates
                        .get(0)
                        .getAttribute("pid")
                        .concat(designates.get(0).getAttribute("factoryPid"))
                        .contains(pid)) {
            wrong.add("it must have exactly one Designate, for the PID " + pid);
        }
        designates.forEach(designate -> checkDesignate(pid, designate, wrong));
        if (!components.contains(pid)) {
            wrong.add("no component of the bundle has the name " + pid);
        }
        for (Element definition : definitions) {
            requireText(definition, "name", "its OCD", wrong);
            all(definition, "AD").forEach(attribute -> checkAttribute(attribute, wrong));
        }
        return wrong;
    }

    /** @return the attributes that hold a secret in clear text, in words; empty if none. What can be chosen is no secret */
    static List<String> openSecrets(Element metadata) {
        return all(metadata, "AD").stream()
                .filter(attribute -> !attribute.getAttribute("type").equals("Password"))
                .filter(attribute -> all(attribute, "Option").isEmpty())
                .map(attribute -> attribute.getAttribute("id"))
                .filter(id -> SECRET.matcher(id.toLowerCase(Locale.ROOT)).find())
                .map(id -> "attribute " + id + " holds a secret and must be of type Password")
                .toList();
    }

    private static void checkDesignate(String pid, Element designate, List<String> wrong) {
        for (String attribute : List.of("pid", "factoryPid")) {
            String value = designate.getAttribute(attribute);
            if (!value.isEmpty() && !value.equals(pid)) {
                wrong.add("its Designate says " + attribute + "=" + value);
            }
        }
        for (Element object : all(designate, "Object")) {
            if (!object.getAttribute("ocdref").equals(pid)) {
                wrong.add("its Designate refers to the OCD " + object.getAttribute("ocdref"));
            }
        }
    }

    private static void checkAttribute(Element attribute, List<String> wrong) {
        String id = attribute.getAttribute("id");
        String what = "attribute " + id;
        String type = attribute.getAttribute("type");
        List<String> options = all(attribute, "Option").stream()
                .map(option -> option.getAttribute("value"))
                .toList();
        requireText(attribute, "name", what, wrong);
        all(attribute, "Option").forEach(option -> requireText(option, "label", what + ", an option", wrong));

        if (!TYPES.contains(type)) {
            wrong.add(what + " has the type " + type + ", which Kura does not know");
        }
        if (NUMBERS.contains(type)
                && options.isEmpty()
                && (!attribute.hasAttribute("min") || !attribute.hasAttribute("max"))) {
            wrong.add(what + " is a number and needs min and max");
        }
        checkDefault(attribute, what, Set.copyOf(options), wrong);
    }

    private static void checkDefault(Element attribute, String what, Set<String> options, List<String> wrong) {
        String value = attribute.getAttribute("default");
        if (value.isEmpty()) {
            return;
        }
        String cardinality = attribute.getAttribute("cardinality");
        boolean single = Set.of("", "0", "1", "-1").contains(cardinality);
        if (single && BARE_COMMA.matcher(value).find()) {
            wrong.add(what + " has a comma in its default, of which Kura keeps the first piece only: write \\,");
        }
        if (single && !options.isEmpty() && !options.contains(value.replace("\\,", ","))) {
            wrong.add(what + " has the default " + value + ", which is none of its options "
                    + options.stream().sorted().collect(Collectors.joining(" ")));
        }
    }

    private static void requireText(Element element, String attribute, String what, List<String> wrong) {
        String text = element.getAttribute(attribute);
        if (text.isBlank()) {
            wrong.add(what + " has no " + attribute);
        } else if (text.startsWith("%")) {
            wrong.add(what + " has the " + attribute + " " + text + ", which Kura shows as it stands");
        }
    }
}
