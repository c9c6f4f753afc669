package org.eclipse.kura;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the text of an exception out of its code and arguments. */
final class ErrorText {
    private ErrorText() {}

    /** The name of the code, then a colon and the arguments if there are any. */
    static String of(KuraErrorCode code, Object[] arguments) {
        String name = code == null ? "UNKNOWN" : code.name();
        if (arguments == null || arguments.length == 0) {
            return name;
        }
        return Stream.of(arguments).map(String::valueOf).collect(Collectors.joining(", ", name + ": ", ""));
    }
}
