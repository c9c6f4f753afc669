package org.metergate.mbus;

import java.util.List;

/**
 * What a scan found.
 *
 * @param meters in the order they were found
 * @param requests how many were sent, selections, resets and repetitions included
 * @param complete whether every address was tried; false if the scan was broken off
 */
public record ScanResult(List<FoundMeter> meters, int requests, boolean complete) {}
