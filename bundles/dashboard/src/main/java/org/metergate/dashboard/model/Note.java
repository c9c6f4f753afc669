package org.metergate.dashboard.model;

import java.time.Instant;

/** What somebody wrote about a meter. */
public record Note(String id, String meter, String text, String author, Instant time) {}
