package org.metergate.features.deploy;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file as the one part {@code file} of a form, RFC 7578. */
record Multipart(BodyPublisher body) {

    /** Longer than anything in a compressed file is likely to be, and not random: there is one part. */
    private static final String BOUNDARY = "--------------metergate-deployment-package-b7c41e0f9d52";

    static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    /** @throws FileNotFoundException if the file is not there */
    static Multipart of(Path file) throws FileNotFoundException {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + file.getFileName() + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        String tail = "\r\n--" + BOUNDARY + "--\r\n";
        return new Multipart(BodyPublishers.concat(
                BodyPublishers.ofString(head, StandardCharsets.UTF_8),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString(tail, StandardCharsets.UTF_8)));
    }
}
