package org.metergate.emulator.cloud.eclipseiot;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.request.RequestHandler;
import org.eclipse.kura.cloudconnection.request.RequestHandlerContext;
import org.eclipse.kura.message.KuraPayload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a handler answer a request, and turns what it throws into an answer. */
final class RequestRunner {

    private static final Logger LOG = LoggerFactory.getLogger(RequestRunner.class);
    private static final String CODE = "response.code";
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int ERROR = 500;

    private RequestRunner() {}

    /**
     * Runs a handler.
     *
     * @param handler the application
     * @param request what is asked
     * @param payload comes with it
     * @return the answer
     * @throws RuntimeException if the handler does, other than IllegalArgumentException: as in Kura there is no answer
     */
    static KuraPayload answer(RequestHandler handler, Request request, KuraPayload payload) {
        payload.addMetric("request.id", request.id());
        KuraMessage message = new KuraMessage(payload, new HashMap<>(Map.of("args", List.copyOf(request.arguments()))));
        RequestHandlerContext context = new RequestHandlerContext(null, new HashMap<>());
        try {
            return switch (request.method()) {
                case "GET" -> handler.doGet(context, message).getPayload();
                case "PUT" -> handler.doPut(context, message).getPayload();
                case "POST" -> handler.doPost(context, message).getPayload();
                case "DEL" -> handler.doDel(context, message).getPayload();
                case "EXEC" -> handler.doExec(context, message).getPayload();
                default -> coded(BAD_REQUEST);
            };
        } catch (IllegalArgumentException e) {
            LOG.warn("bad request {}: {}", request, e.getMessage());
            return coded(BAD_REQUEST);
        } catch (KuraException e) {
            LOG.warn("request {} failed: {}", request, e.getMessage());
            return failed(e);
        }
    }

    /** @return the code of an answer, null if the handler gave none */
    static Object code(KuraPayload answer) {
        return answer.getMetric(CODE);
    }

    private static KuraPayload failed(KuraException e) {
        KuraPayload answer = coded(code(e.getCode()));
        StringWriter stack = new StringWriter();
        e.printStackTrace(new PrintWriter(stack, true));
        answer.addMetric("response.exception.message", e.getMessage());
        answer.addMetric("response.exception.stack", stack.toString());
        return answer;
    }

    private static int code(KuraErrorCode code) {
        if (code == KuraErrorCode.BAD_REQUEST) {
            return BAD_REQUEST;
        }
        return code == KuraErrorCode.NOT_FOUND ? NOT_FOUND : ERROR;
    }

    private static KuraPayload coded(int code) {
        KuraPayload answer = new KuraPayload();
        answer.addMetric(CODE, code);
        return answer;
    }
}
