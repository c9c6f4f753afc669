package org.metergate.dlms;

import java.util.List;

/** The words of a confirmed-service-error: service, class of the error, error (IEC 62056-5-3, annex A, ServiceError). */
final class ServiceErrors {
    private static final List<String> SERVICES = List.of(
            "",
            "initiate-error",
            "get-status",
            "get-name-list",
            "get-variable-attribute",
            "read",
            "write",
            "get-data-set-attribute",
            "get-ti-attribute",
            "change-scope",
            "start",
            "stop",
            "resume",
            "make-usable",
            "initiate-load",
            "load-segment",
            "terminate-load",
            "initiate-up-load",
            "up-load-segment",
            "terminate-up-load");

    private static final List<String> CLASSES = List.of(
            "application-reference",
            "hardware-resource",
            "vde-state-error",
            "service",
            "definition",
            "access",
            "initiate",
            "load-data-set",
            "change-scope",
            "task",
            "other");

    private static final List<List<String>> ERRORS = List.of(
            List.of(
                    "other",
                    "time-elapsed",
                    "application-unreachable",
                    "application-reference-invalid",
                    "application-context-unsupported",
                    "provider-communication-error",
                    "deciphering-error"),
            List.of(
                    "other",
                    "memory-unavailable",
                    "processor-resource-unavailable",
                    "mass-storage-unavailable",
                    "other-resource-unavailable"),
            List.of("other", "no-dlms-context", "loading-data-set", "status-nochange", "status-inoperable"),
            List.of("other", "pdu-size-too-long", "service-unsupported"),
            List.of("other", "object-undefined", "object-class-inconsistent", "object-attribute-inconsistent"),
            List.of(
                    "other",
                    "scope-of-access-violated",
                    "object-access-violated",
                    "hardware-fault",
                    "object-unavailable"),
            List.of(
                    "other",
                    "dlms-version-too-low",
                    "incompatible-conformance",
                    "pdu-size-too-short",
                    "refused-by-the-VDE-handler"),
            List.of(
                    "other",
                    "primitive-out-of-sequence",
                    "not-loadable",
                    "dataset-size-too-large",
                    "not-awaited-segment",
                    "interpretation-failure",
                    "storage-failure",
                    "data-set-not-ready"),
            List.of("other"),
            List.of("other", "no-remote-control", "ti-stopped", "ti-running", "ti-unusable"),
            List.of("other"));

    private ServiceErrors() {}

    static boolean known(int service, int errorClass) {
        return service > 0 && service < SERVICES.size() && errorClass < CLASSES.size();
    }

    static String service(int code) {
        return SERVICES.get(code);
    }

    static String errorClass(int code) {
        return CLASSES.get(code);
    }

    /** @return the error's name; its number if the standard gives it none */
    static Object error(int errorClass, int code) {
        List<String> names = ERRORS.get(errorClass);
        return code < names.size() ? names.get(code) : (Object) code;
    }
}
