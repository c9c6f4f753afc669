package org.metergate.emulator.itest.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.osgi.util.ManifestElement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The rules themselves: each mistake that has broken an add-on in a real Kura is named. */
class RulesTest {

    private static Element xml(String text) {
        return FinishedBundle.xml(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertNamed(String part, List<String> violations) {
        assertTrue(violations.stream().anyMatch(said -> said.contains(part)), part + " not in " + violations);
    }

    @Nested
    class Components {

        private List<String> check(String level, String modified, String inside) {
            return ComponentRules.violations(
                    xml("<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v" + level + "' name='a.b'"
                            + " configuration-policy='require' " + modified + "><service>"
                            + "<provide interface='org.eclipse.kura.configuration.ConfigurableComponent'/>"
                            + "</service>" + inside + "</scr:component>"),
                    Set.of("a.b.xml"));
        }

        @Test
        void passAtLevel4WithoutPid() {
            assertEquals(List.of(), check("1.4.0", "modified='modified'", ""));
        }

        @Test
        void passAtLevel2WithPid() {
            assertEquals(
                    List.of(), check("1.2.0", "modified='modified'", "<property name='service.pid' value='a.b'/>"));
        }

        @Test
        void mustNotDeclareAPidAtLevel3() {
            assertNamed(
                    "declares service.pid",
                    check("1.3.0", "modified='modified'", "<property name='service.pid' value='a.b'/>"));
        }

        @Test
        void mustNotNeedMoreThanLevel4() {
            assertNamed("Kura 5.6 knows", check("1.5.0", "modified='modified'", ""));
        }

        @Test
        void needAModifiedMethod() {
            assertNamed("modified method", check("1.4.0", "", ""));
        }
    }

    @Nested
    class Forms {

        private List<String> check(String attribute) {
            return check("a.b", "a.b", attribute);
        }

        private List<String> check(String id, String factoryPid, String attribute) {
            return MetatypeRules.violations(
                    "a.b.xml",
                    xml("<m:MetaData xmlns:m='http://www.osgi.org/xmlns/metatype/v1.4.0'><OCD id='" + id
                            + "' name='A'>" + attribute + "</OCD><Designate factoryPid='" + factoryPid
                            + "'><Object ocdref='a.b'/></Designate></m:MetaData>"),
                    Set.of("a.b"));
        }

        @Test
        void passWithRangesOptionsAndEscapedCommas() {
            assertEquals(
                    List.of(),
                    check("<AD id='n' name='N (ms)' description='d' type='Integer' default='1' min='0' max='2'/>"
                            + "<AD id='l' name='L' description='d' type='String' default='a\\,b'/>"
                            + "<AD id='o' name='O' description='d' type='String' default='x'>"
                            + "<Option label='X' value='x'/></AD>"
                            + "<AD id='my.password' name='P' description='d' type='Password'/>"));
        }

        @Test
        void mustBeNamedLikeTheirPid() {
            assertNamed("its id must be a.b", check("other", "a.b", ""));
            assertNamed("its Designate says factoryPid=other", check("a.b", "other", ""));
        }

        @Test
        void loseADefaultAfterItsComma() {
            assertNamed(
                    "comma in its default", check("<AD id='l' name='L' description='d' type='String' default='a,b'/>"));
        }

        @Test
        void needRangesForNumbers() {
            assertNamed("needs min and max", check("<AD id='n' name='N' description='d' type='Long' min='0'/>"));
        }

        @Test
        void hideSecrets() {
            assertNamed(
                    "type Password",
                    MetatypeRules.openSecrets(xml("<OCD><AD id='user.password' name='P' type='String'/></OCD>")));
        }

        @Test
        void areNotTranslated() {
            assertNamed("%name", check("<AD id='x' name='%name' description='d' type='String'/>"));
        }

        @Test
        void offerTheirDefault() {
            assertNamed(
                    "none of its options",
                    check("<AD id='o' name='O' description='d' type='String' default='y'>"
                            + "<Option label='X' value='x'/></AD>"));
        }
    }

    @Nested
    class Imports {

        private List<String> check(String header) throws Exception {
            return new ImportRules(List.of()).violations(ManifestElement.parseHeader("Import-Package", header));
        }

        @Test
        void passIfBothLinesOfKuraHaveThem() throws Exception {
            assertEquals(
                    List.of(),
                    check("org.eclipse.kura.driver;version=\"[1.0,1.1)\",org.slf4j;version=\"[1.7,3)\",javax.crypto,"
                            + "nobody.has.it;resolution:=optional"));
        }

        @Test
        void mustNotShutOneLineOut() throws Exception {
            assertNamed("[1.3.0,2.0.0)", check("org.eclipse.kura.channel;version=\"[1.3,1.4)\""));
            assertNamed("what is there is 1.7.36", check("org.slf4j;version=\"[2.0,3)\""));
        }

        @Test
        void mustBeSomewhere() throws Exception {
            assertNamed("embed it", check("org.apache.commons.math3;version=\"[3.6,4)\""));
        }
    }

    @Nested
    class Console {

        private static final byte[] ICON = {
            (byte) 0x89,
            'P',
            'N',
            'G',
            '\r',
            '\n',
            0x1A,
            '\n',
            0,
            0,
            0,
            13,
            'I',
            'H',
            'D',
            'R',
            0,
            0,
            0,
            32,
            0,
            0,
            0,
            32,
            8
        };

        private List<String> form(String inside) {
            return form("OSGI-INF/icon.png", inside);
        }

        private List<String> form(String icon, String inside) {
            return ConsoleRules.formViolations(
                    xml("<MetaData><OCD id='a.b' name='A' description='d'>" + inside + "<Icon size='32' resource='"
                            + icon + "'/></OCD></MetaData>"),
                    Map.of("OSGI-INF/icon.png", ICON));
        }

        private List<String> place(String service, String properties) {
            return ConsoleRules.placeViolations(xml("<component name='a.b'><service><provide interface='" + service
                    + "'/></service>" + properties + "</component>"));
        }

        @Test
        void acceptsAFormThatSaysAll() {
            assertEquals(
                    List.of(),
                    form("<AD id='t' name='Timeout (ms)' description='d' type='Integer' default='5' min='0' max='9'/>"
                            + "<AD id='x.retries' name='Retries' description='d' type='Integer' default='0' min='0'/>"
                            + "<AD id='p' name='Password' description='d' type='Password' default=''/>"
                            + "<AD id='o' name='O' description='d' type='String' required='false' default=''/>"));
        }

        @Test
        void wantsAnIconThatIsThere() {
            assertNamed("no PNG", form("OSGI-INF/other.png", ""));
            assertNamed(
                    "one icon",
                    ConsoleRules.formViolations(xml("<MetaData><OCD description='d'/></MetaData>"), Map.of()));
        }

        @Test
        void wantsDescriptionsUnitsAndDefaults() {
            assertNamed("no description", form("<AD id='t' name='T' type='String' default='x'/>"));
            assertNamed(
                    "no unit", form("<AD id='timeout' name='Timeout' description='d' type='Integer' default='1'/>"));
            assertNamed("no default", form("<AD id='t' name='T' description='d' type='String'/>"));
            assertNamed(
                    "not between",
                    form("<AD id='t' name='T (s)' description='d' type='Long' default='0' min='1' max='9'/>"));
            assertNamed(
                    "everybody knows", form("<AD id='t' name='T' description='d' type='Password' default='12345'/>"));
        }

        @Test
        void missesKeysThatTheReadmeLeavesOut() {
            Element form = xml("<OCD><AD id='line'/><AD id='key.1'/><AD id='key.2'/><AD id='zone'/></OCD>");
            assertEquals(List.of("zone"), ConsoleRules.unpromised(form, "| `line` | `key.1` ... `key.16` | zone |"));
        }

        @Test
        void showsEveryKindInItsPlaceOnly() {
            assertNamed("Drivers and Assets", place("org.eclipse.kura.driver.Driver", ""));
            assertNamed(
                    "is no service",
                    place(
                            "org.eclipse.kura.wire.WireComponent",
                            "<property name='kura.ui.service.hide' type='String' value='true'/>"));
            assertNamed("a Producer", place("org.eclipse.kura.wire.WireEmitter", ""));
            assertNamed(
                    "under its cloud connection",
                    place("org.eclipse.kura.cloudconnection.publisher.CloudPublisher", ""));
        }
    }
}
