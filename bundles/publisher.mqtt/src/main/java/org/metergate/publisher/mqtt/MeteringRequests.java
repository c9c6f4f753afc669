package org.metergate.publisher.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.asset.Asset;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.request.RequestHandler;
import org.eclipse.kura.cloudconnection.request.RequestHandlerContext;
import org.eclipse.kura.cloudconnection.request.RequestHandlerRegistry;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.message.KuraResponsePayload;
import org.metergate.publisher.outbox.JsonTree;
import org.metergate.publisher.outbox.Outbox;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of the application {@value #APPLICATION} on every cloud connection that carries requests. Every
 * request gets an answer, within a minute: the connection itself gives none when a handler fails in its own way.
 */
@Component(
        name = "org.metergate.publisher.mqtt.requests",
        service = {},
        immediate = true)
public final class MeteringRequests implements RequestHandler {

    /** Id of the application, as it stands in topics. */
    static final String APPLICATION = "METERING-V1";

    private static final Logger LOG = LoggerFactory.getLogger(MeteringRequests.class);
    private static final int MOST_AT_ONCE = 4;
    private static final long PATIENCE_SECONDS = 60;
    private static final long IDLE_SECONDS = 10;

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();
    private final List<Function<Map<String, Object>, Map<String, Object>>> scanners = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor threads;
    private final long patienceMillis;
    private volatile Optional<Outbox> outbox = Optional.empty();

    /** For the gateway. */
    @Activate
    public MeteringRequests() {
        this(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }

    /** @param patienceMillis longest wait for what is asked for */
    public MeteringRequests(long patienceMillis) {
        this.patienceMillis = patienceMillis;
        this.threads = new ThreadPoolExecutor(
                0,
                MOST_AT_ONCE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> new Thread(work, "metergate-requests"));
    }

    /** Ends what is being answered. */
    @Deactivate
    public void deactivate() {
        threads.shutdownNow();
    }

    /** @param registry a cloud connection that carries requests */
    @Reference(
            name = "registry",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "leave")
    public void join(RequestHandlerRegistry registry) {
        try {
            registry.registerRequestHandler(APPLICATION, this);
        } catch (KuraException | RuntimeException e) { // registries are strangers
            LOG.error("{} cannot be offered on a cloud connection: {}", APPLICATION, e.getMessage());
        }
    }

    /** @param registry is going */
    public void leave(RequestHandlerRegistry registry) {
        try {
            registry.unregister(APPLICATION);
        } catch (KuraException | RuntimeException e) {
            LOG.debug("the cloud connection is gone already", e);
        }
    }

    /**
     * Adds a meter.
     *
     * @param asset that reads it
     * @param properties with its kura.service.pid
     */
    @Reference(
            name = "asset",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeAsset")
    public void addAsset(Asset asset, Map<String, Object> properties) {
        if (properties.get("kura.service.pid") instanceof String pid) {
            assets.put(pid, asset);
        }
    }

    void removeAsset(Asset asset, Map<String, Object> properties) {
        assets.values().remove(asset);
    }

    /** @param service knows the latest readings */
    @Reference(
            name = "outbox",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "unsetOutbox")
    public void setOutbox(Outbox service) {
        outbox = Optional.of(service);
    }

    void unsetOutbox(Outbox service) {
        outbox = outbox.filter(known -> known != service);
    }

    /** A service that scans: takes a map of wishes and gives a map to be written as JSON. */
    @Reference(
            name = "scanner",
            target = "(metering.request=scan)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeScanner")
    void addScanner(Function<Map<String, Object>, Map<String, Object>> scanner) {
        scanners.add(scanner);
    }

    void removeScanner(Function<Map<String, Object>, Map<String, Object>> scanner) {
        scanners.remove(scanner);
    }

    @Override
    public KuraMessage doGet(RequestHandlerContext context, KuraMessage request) {
        return answer("GET", request);
    }

    @Override
    public KuraMessage doExec(RequestHandlerContext context, KuraMessage request) {
        return answer("EXEC", request);
    }

    @Override
    public KuraMessage doPut(RequestHandlerContext context, KuraMessage request) {
        return answer("PUT", request);
    }

    @Override
    public KuraMessage doPost(RequestHandlerContext context, KuraMessage request) {
        return answer("POST", request);
    }

    @Override
    public KuraMessage doDel(RequestHandlerContext context, KuraMessage request) {
        return answer("DEL", request);
    }

    private KuraMessage answer(String method, KuraMessage request) {
        try {
            Future<Map<String, Object>> work =
                    threads.submit(() -> answers().to(method, arguments(request), metrics(request)));
            try {
                return message(KuraResponsePayload.RESPONSE_CODE_OK, work.get(patienceMillis, TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                work.cancel(true);
                return error(
                        KuraResponsePayload.RESPONSE_CODE_ERROR,
                        "no answer within " + patienceMillis / 1000
                                + " s; the meter's line may be busy: try again later");
            }
        } catch (RejectedExecutionException e) {
            return error(
                    KuraResponsePayload.RESPONSE_CODE_ERROR,
                    "busy with " + MOST_AT_ONCE + " other requests; try again later");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error(KuraResponsePayload.RESPONSE_CODE_ERROR, "the gateway is being stopped");
        } catch (ExecutionException e) {
            return failure(method, request, e.getCause());
        }
    }

    private static KuraMessage failure(String method, KuraMessage request, Throwable cause) {
        if (cause instanceof RequestException refused) {
            return error(refused.code(), refused.getMessage());
        }
        LOG.warn("{} {} of {} failed", method, request.getProperties().get("args"), APPLICATION, cause);
        return error(KuraResponsePayload.RESPONSE_CODE_ERROR, String.valueOf(cause.getMessage()));
    }

    private MeteringAnswers answers() {
        return new MeteringAnswers(assets, outbox, scanners);
    }

    private static List<String> arguments(KuraMessage request) {
        Map<String, Object> properties = request.getProperties();
        return properties != null && properties.get("args") instanceof List<?> parts
                ? parts.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, Object> metrics(KuraMessage request) {
        KuraPayload payload = request.getPayload();
        return payload == null ? Map.of() : payload.metrics();
    }

    private static KuraMessage error(int code, String text) {
        KuraMessage answer = message(code, Map.of("error", Map.of("code", code, "message", text)));
        answer.getPayload().addMetric(KuraResponsePayload.METRIC_EXCEPTION_MSG, text);
        return answer;
    }

    private static KuraMessage message(int code, Map<String, Object> json) {
        KuraResponsePayload payload = new KuraResponsePayload(code);
        payload.setBody(JsonTree.text(json).getBytes(StandardCharsets.UTF_8));
        return new KuraMessage(payload);
    }
}
