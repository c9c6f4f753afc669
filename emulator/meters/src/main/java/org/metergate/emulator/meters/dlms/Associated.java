package org.metergate.emulator.meters.dlms;

import java.util.Optional;

/** An association with one client, and how far it has got. One thread at a time. */
final class Associated {
    private static final int BLOCKS_OF_GET = 0x001000;
    /** What closing adds to an APDU at most. */
    private static final int CLOSED = 40;

    private final int client;
    private final Aarq request;
    private final Aarq.Initiate initiate;
    private final int services;
    private final int maxPdu;
    private Optional<Hls> unproved = Optional.empty();
    private long dedicatedSent;
    private long dedicatedHeard = -1;

    Associated(int client, Aarq request, Aarq.Initiate initiate, Access access) {
        this.client = client;
        this.request = request;
        this.initiate = initiate;
        this.services = initiate.conformance() & access.services(client, request.shortNames());
        this.maxPdu = initiate.maxPdu() == 0 ? access.maxPdu() : Math.min(access.maxPdu(), initiate.maxPdu());
    }

    int client() {
        return client;
    }

    byte[] title() {
        return request.title();
    }

    boolean shortNames() {
        return request.shortNames();
    }

    boolean ciphered() {
        return request.ciphered();
    }

    byte[] dedicatedKey() {
        return initiate.dedicatedKey();
    }

    int services() {
        return services;
    }

    boolean offers(int service) {
        return (services & service) != 0;
    }

    /** Waits for the proof of high level security. */
    void mustProve(Hls hls) {
        unproved = Optional.of(hls);
    }

    Optional<Hls> unproved() {
        return unproved;
    }

    void proved() {
        unproved = Optional.empty();
    }

    /** @return longest APDU that the meter sends, before it is closed */
    int room() {
        return Math.max(32, ciphered() ? maxPdu - CLOSED : maxPdu);
    }

    int maxPdu() {
        return maxPdu;
    }

    /** @return whether a longer answer goes in blocks of its own service */
    boolean inBlocks(byte[] answer) {
        return answer.length > room() && offers(BLOCKS_OF_GET) && !offers(Access.GENERAL_BLOCKS);
    }

    long nextDedicated() {
        return dedicatedSent++;
    }

    boolean takesDedicated(long counter) {
        if (counter <= dedicatedHeard) {
            return false;
        }
        dedicatedHeard = counter;
        return true;
    }
}
