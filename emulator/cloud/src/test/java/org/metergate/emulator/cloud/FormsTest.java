package org.metergate.emulator.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.felix.metatype.MetaData;
import org.apache.felix.metatype.MetaDataReader;
import org.junit.jupiter.api.Test;

class FormsTest {
    private static final Path FORMS = Path.of("src/main/resources/OSGI-INF/metatype");

    @Test
    void areAcceptedByTheMetatypeServiceWithAndWithoutAttributes() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(FORMS)) {
            files = listed.toList();
        }
        assertTrue(files.size() >= 6, () -> "too few forms: " + files);
        for (Path file : files) {
            MetaData form = new MetaDataReader().parse(file.toUri().toURL());
            String pid = file.getFileName().toString().replaceFirst("\\.xml$", "");
            assertEquals(Set.of(pid), form.getObjectClassDefinitions().keySet(), pid);
        }
    }
}
