package org.metergate.emulator.kuraapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.kura.KuraException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares every visible type of this module with the list of Kura's real signatures. Where the list is not at hand
 * the tests are skipped.
 */
class SignaturesTest {
    private static final String LIST = "shared/kura/kura-api-5.6.signatures.txt";
    private static final int MEMBER_MODIFIERS = Modifier.PUBLIC
            | Modifier.PROTECTED
            | Modifier.ABSTRACT
            | Modifier.STATIC
            | Modifier.FINAL
            | Modifier.SYNCHRONIZED
            | Modifier.NATIVE;

    private static Path list;
    /** Version by package. */
    private static final Map<String, String> versions = new TreeMap<>();
    /** Header line by type. */
    private static final Map<String, String> headers = new TreeMap<>();
    /** Member lines by type. */
    private static final Map<String, TreeSet<String>> members = new TreeMap<>();

    @BeforeAll
    static void readList() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve(LIST);
            if (Files.isRegularFile(candidate)) {
                list = candidate;
                break;
            }
        }
        if (list == null) {
            return;
        }
        Pattern packageLine = Pattern.compile("package (\\S+) version (\\S+) .*");
        Pattern typeLine = Pattern.compile("  [a-z ]*(?:class|interface) ([\\w.$]+).*");
        String type = null;
        for (String line : Files.readAllLines(list)) {
            Matcher packageMatcher = packageLine.matcher(line);
            Matcher typeMatcher = typeLine.matcher(line);
            if (packageMatcher.matches()) {
                versions.put(packageMatcher.group(1), packageMatcher.group(2));
            } else if (typeMatcher.matches()) {
                type = typeMatcher.group(1);
                headers.put(type, line.strip());
                members.put(type, new TreeSet<>());
            } else if (line.startsWith("    ")) {
                members.get(type).add(line.strip());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyTypeIsAsInTheList() throws Exception {
        assumeList();
        List<Class<?>> types = visibleTypes();
        assertTrue(types.size() > 100, "types found: " + types.size());
        return types.stream().map(type -> dynamicTest(type.getName(), () -> compare(type)));
    }

    @Test
    void everyPackageHasTheVersionOfTheList() throws Exception {
        assumeList();
        String exports;
        try (InputStream in = Files.newInputStream(classes().resolve("META-INF/MANIFEST.MF"))) {
            exports = new Manifest(in).getMainAttributes().getValue("Export-Package");
        }
        Map<String, String> actual = new TreeMap<>();
        Matcher clause = Pattern.compile("([\\w.]+);((?:[^,\"]|\"[^\"]*\")*)").matcher(exports);
        while (clause.find()) {
            Matcher version = Pattern.compile("version=\"([^\"]*)\"").matcher(clause.group(2));
            assertTrue(version.find(), clause.group());
            actual.put(clause.group(1), version.group(1));
        }
        Map<String, String> expected = new TreeMap<>();
        for (Class<?> type : visibleTypes()) {
            expected.put(type.getPackageName(), versions.get(type.getPackageName()));
        }
        assertEquals(expected, actual);
    }

    private static void assumeList() {
        Assumptions.assumeTrue(list != null, "No " + LIST + " in a folder above: signatures not compared");
    }

    private static void compare(Class<?> type) {
        assertNotNull(headers.get(type.getName()), "not in the list");
        TreeSet<String> actual = membersOf(type);
        TreeSet<String> missing = new TreeSet<>(members.get(type.getName()));
        missing.removeAll(actual);
        TreeSet<String> additional = new TreeSet<>(actual);
        additional.removeAll(members.get(type.getName()));
        assertEquals(headers.get(type.getName()), header(type));
        assertTrue(missing.isEmpty() && additional.isEmpty(), "missing " + missing + ", additional " + additional);
    }

    /** The public and protected types among the compiled classes. */
    private static List<Class<?>> visibleTypes() throws Exception {
        Path root = classes();
        List<String> names;
        try (Stream<Path> files = Files.walk(root)) {
            names = files.map(root::relativize)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .map(name -> name.substring(0, name.length() - 6)
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .sorted()
                    .toList();
        }
        List<Class<?>> types = new ArrayList<>();
        for (String name : names) {
            Class<?> type = Class.forName(name, false, SignaturesTest.class.getClassLoader());
            if (visible(type.getModifiers()) && !type.isSynthetic()) {
                types.add(type);
            }
        }
        assertFalse(types.isEmpty());
        return types;
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(KuraException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    // from here on: reflection written down as javap does it

    private static String header(Class<?> type) {
        StringBuilder text = new StringBuilder("public ");
        if (type.isInterface()) {
            text.append("interface ");
        } else {
            text.append(Modifier.isFinal(type.getModifiers()) ? "final " : "");
            text.append(Modifier.isAbstract(type.getModifiers()) ? "abstract " : "");
            text.append("class ");
        }
        text.append(type.getName())
                .append(typeParameters(type.getTypeParameters()).strip());
        Type parent = type.getGenericSuperclass();
        if (parent != null && parent != Object.class) {
            text.append(" extends ").append(parent.getTypeName());
        }
        Type[] interfaces = type.getGenericInterfaces();
        if (interfaces.length > 0) {
            text.append(type.isInterface() ? " extends " : " implements ");
            text.append(Arrays.stream(interfaces).map(Type::getTypeName).collect(Collectors.joining(",")));
        }
        return text.toString();
    }

    private static TreeSet<String> membersOf(Class<?> type) {
        TreeSet<String> lines = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            if (visible(field.getModifiers())) {
                lines.add(modifiers(field.getModifiers())
                        + field.getGenericType().getTypeName() + " " + field.getName() + constant(field) + ";");
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (visible(constructor.getModifiers())) {
                lines.add(modifiers(constructor.getModifiers())
                        + typeParameters(constructor.getTypeParameters())
                        + type.getName()
                        + parameters(constructor));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (visible(method.getModifiers())) {
                lines.add(modifiers(method.getModifiers())
                        + (method.isDefault() ? "default " : "")
                        + typeParameters(method.getTypeParameters())
                        + method.getGenericReturnType().getTypeName() + " " + method.getName()
                        + parameters(method));
            }
        }
        return lines;
    }

    private static boolean visible(int modifiers) {
        return (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
    }

    private static String modifiers(int modifiers) {
        String text = Modifier.toString(modifiers & MEMBER_MODIFIERS);
        return text.isEmpty() ? "" : text + " ";
    }

    private static String typeParameters(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables)
                .map(variable -> {
                    String bounds = Arrays.stream(variable.getBounds())
                            .filter(bound -> bound != Object.class)
                            .map(Type::getTypeName)
                            .collect(Collectors.joining(" & "));
                    return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
                })
                .collect(Collectors.joining(", ", "<", "> "));
    }

    private static String parameters(Executable executable) {
        List<String> types = new ArrayList<>();
        for (Type type : executable.getGenericParameterTypes()) {
            types.add(type.getTypeName());
        }
        if (executable.isVarArgs()) {
            int last = types.size() - 1;
            types.set(last, types.get(last).replaceFirst("\\[]$", "..."));
        }
        String exceptions = Arrays.stream(executable.getGenericExceptionTypes())
                .map(Type::getTypeName)
                .collect(Collectors.joining(", "));
        return "(" + String.join(", ", types) + ")" + (exceptions.isEmpty() ? "" : " throws " + exceptions) + ";";
    }

    /** The value of a constant; other fields have none. */
    private static String constant(Field field) {
        boolean simple = field.getType().isPrimitive() || field.getType() == String.class;
        if (!simple || !Modifier.isStatic(field.getModifiers()) || !Modifier.isFinal(field.getModifiers())) {
            return "";
        }
        try {
            Object value = field.get(null);
            return " = " + (value instanceof String ? "\"" + value + "\"" : value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
