package org.metergate.driver.mbus.scan;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.metergate.driver.channels.scan.ProposedChannel;
import org.metergate.driver.channels.scan.RunningScan;
import org.metergate.driver.channels.scan.ScannedMeter;
import org.metergate.driver.mbus.ProposedChannels;
import org.metergate.mbus.Answer;
import org.metergate.mbus.BusScan;
import org.metergate.mbus.FoundMeter;
import org.metergate.mbus.FrameCounts;
import org.metergate.mbus.Header;
import org.metergate.mbus.MBusSession;
import org.metergate.mbus.ScanResult;
import org.metergate.mbus.ScanWatch;
import org.metergate.mbus.Timing;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Echo;
import org.metergate.transport.LineException;
import org.metergate.transport.LineOptions;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.Lines;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.SerialSettings;

/** One scan of a bus: finds the meters, and then reads each once if its channels are wanted. */
final class MBusScan extends RunningScan implements Scan, ScanWatch {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int NO_RETRIES = 0;
    private static final int RETRIES = 2;
    /** Share of a scan that is the search; the rest is reading. */
    private static final double SEARCH = 0.8;
    /** Silence is the usual answer to a scan: no reason to open the line anew. */
    private static final LineOptions LINE = new LineOptions("M-Bus scan", Echo.KEEP, 0);

    private final ScanRequest request;
    private final boolean reads;
    private final Lines lines;
    private final List<FoundMeter> found = new CopyOnWriteArrayList<>();
    private double from;
    private double weight;
    private int requestsBefore;

    /** @param reads whether each meter that was found is read, so that channels can be proposed */
    MBusScan(String id, ScanRequest request, boolean reads, Lines lines) {
        super(id, ScanService.KIND, request.line().toString());
        this.request = request;
        this.reads = reads;
        this.lines = lines;
    }

    @Override
    public ScanRequest request() {
        return request;
    }

    @Override
    public List<FoundMeter> found() {
        return List.copyOf(found);
    }

    @Override
    protected Optional<String> scan() throws LineException {
        int speeds = request.speeds().size();
        double search = reads ? SEARCH : 1;
        for (int i = 0; i < speeds && !isCancelled(); i++) {
            from = search * i / speeds;
            weight = search / speeds;
            scanAt(request.speeds().get(i));
        }
        for (int i = 0; reads && i < found.size() && !isCancelled(); i++) {
            read(found.get(i));
            progress(SEARCH + (1 - SEARCH) * (i + 1) / found.size());
        }
        return Optional.empty();
    }

    private void scanAt(int baud) throws LineException {
        try (Claim claim = claim(baud)) {
            Timing timing = new Timing(baud, request.margin(), NO_RETRIES);
            BusScan scan = new BusScan(claim, timing, PATIENCE, this);
            boolean sweeps = request.speeds().size() > 1;
            if (sweeps && !scan.hearsAnybody()) {
                progress(1, 0);
                return;
            }
            double share = weight;
            if (request.way() == ScanRequest.Way.BOTH) {
                weight = share / 2;
            }
            if (request.way() != ScanRequest.Way.PRIMARY) {
                counted(scan.secondary(request.within(), request.thorough()));
            }
            if (request.way() == ScanRequest.Way.BOTH) {
                from += weight;
            }
            if (request.way() != ScanRequest.Way.SECONDARY && !isCancelled()) {
                counted(scan.primary(0, 250));
            }
        }
    }

    private Claim claim(int baud) {
        return lines.claim(request.line(), new SerialSettings(baud, 8, request.parity(), 1), LINE);
    }

    private void counted(ScanResult result) {
        requestsBefore += result.requests();
        requests(requestsBefore);
    }

    private void read(FoundMeter meter) throws LineException {
        if (meter.state() != FoundMeter.State.READABLE) {
            return;
        }
        Timing timing = new Timing(meter.baud(), request.margin(), RETRIES);
        try (Claim claim = claim(meter.baud());
                Conversation line = claim.converse(PATIENCE)) {
            Answer answer = new MBusSession(line, timing, new FrameCounts()).read(meter.address());
            if (answer instanceof Answer.Telegram telegram) {
                found(told(meter, ProposedChannels.of(meter.address(), telegram.records()), ""));
            } else {
                found(told(meter, List.of(), closed(answer)));
            }
        } catch (LineSilentException e) {
            found(told(meter, List.of(), e.getMessage()));
        } catch (MalformedFrameException e) {
            found(told(meter, List.of(), e.getMessage()));
        }
    }

    private static String closed(Answer answer) {
        return answer instanceof Answer.Encrypted encrypted
                ? "its answer is encrypted (" + encrypted.modeText() + "); give the driver its key"
                : "it answers with no records that a channel could read: "
                        + answer.getClass().getSimpleName();
    }

    private ScannedMeter told(FoundMeter meter, List<ProposedChannel> channels, String problem) {
        Map<String, String> settings = new HashMap<>();
        settings.put("line", request.line().toString());
        settings.put("baud", String.valueOf(meter.baud()));
        settings.put("parity", request.parity().name());
        Optional<Header> header = meter.header().filter(known -> !known.id().isEmpty());
        String description = header.map(
                        known -> (known.manufacturer() + " " + known.medium().text()).strip())
                .orElse("");
        String name = header.map(known -> known.medium().text().replaceAll("[(:].*", "") + " " + known.id())
                .orElse("mbus " + meter.address());
        return new ScannedMeter(
                meter.address().toString(), ScannedMeter.named(name), description, settings, channels, problem);
    }

    @Override
    public boolean goOn() {
        return !isCancelled();
    }

    @Override
    public void progress(double share, int sent) {
        progress(from + weight * share);
        requests(requestsBefore + sent);
    }

    @Override
    public void found(FoundMeter meter) {
        found.add(meter);
        found(told(
                meter,
                List.of(),
                switch (meter.state()) {
                    case READABLE -> "";
                    case ACKNOWLEDGES -> "it acknowledges, and gives no data that could be read";
                    case SEVERAL -> "several meters answer to this address; give each one of its own";
                }));
    }
}
