package org.metergate.emulator.cloud.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.kura.KuraConnectException;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.KuraNotConnectedException;
import org.eclipse.kura.KuraTimeoutException;
import org.eclipse.kura.KuraTooManyInflightMessagesException;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.crypto.CryptoService;
import org.eclipse.kura.data.DataTransportService;
import org.eclipse.kura.data.DataTransportToken;
import org.eclipse.kura.data.transport.listener.DataTransportListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to an MQTT broker. It connects when told to and never by itself; what it is told and what it reports is
 * Kura's contract. Listeners are called on the client library's thread, or on the connecting one.
 */
@Component(
        name = MqttDataTransport.PID,
        service = {DataTransportService.class, ConfigurableComponent.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "kura.ui.service.hide:Boolean=true")
public final class MqttDataTransport implements DataTransportService, ConfigurableComponent {

    /** Kura's factory PID for such a transport. */
    static final String PID = "org.eclipse.kura.core.data.transport.mqtt.MqttDataTransport";

    private static final Logger LOG = LoggerFactory.getLogger(MqttDataTransport.class);
    private static final long FORCED_MILLIS = 500;

    private final CryptoService crypto;
    private final List<DataTransportListener> listeners = new CopyOnWriteArrayList<>();
    private volatile TransportSettings settings;
    private volatile Session session;
    private int sessions;

    /**
     * @param crypto decrypts the password
     * @param properties see the form of {@value #PID}
     */
    @Activate
    public MqttDataTransport(@Reference CryptoService crypto, Map<String, Object> properties) {
        this.crypto = crypto;
        this.settings = read(properties);
        complain();
    }

    /** @param properties the changed configuration */
    @Modified
    public void modified(Map<String, Object> properties) {
        TransportSettings wanted = read(properties);
        if (wanted.equals(settings)) {
            return;
        }
        boolean wasConnected = isConnected();
        listeners.forEach(listener -> listener.onConfigurationUpdating(wasConnected));
        settings = wanted;
        complain();
        listeners.forEach(listener -> listener.onConfigurationUpdated(wasConnected));
    }

    /** Leaves the broker and ends the client's threads. */
    @Deactivate
    public void deactivate() {
        if (isConnected()) {
            disconnect(0);
        }
        discard();
    }

    @Override
    public synchronized void connect() throws KuraConnectException {
        if (isConnected()) {
            throw new IllegalStateException("already connected to " + getBrokerUrl());
        }
        TransportSettings now = settings;
        if (!now.problems().isEmpty()) {
            throw new KuraConnectException("wrong configuration " + now.problems());
        }
        boolean newSession;
        try {
            newSession = prepare(now) || now.cleanSession();
            session.client
                    .connect(options(now))
                    .waitForCompletion(3 * now.timeout().toMillis());
        } catch (MqttException | IllegalArgumentException e) {
            discard();
            throw new KuraConnectException(e, reason(e));
        }
        listeners.forEach(listener -> listener.onConnectionEstablished(newSession));
    }

    @Override
    public boolean isConnected() {
        Session now = session;
        return now != null && now.client.isConnected();
    }

    @Override
    public synchronized void disconnect(long quiesceTimeout) {
        Session now = session;
        if (now == null || !now.client.isConnected()) {
            return;
        }
        listeners.forEach(DataTransportListener::onDisconnecting);
        try {
            now.leave(quiesceTimeout)
                    .waitForCompletion(quiesceTimeout + settings.timeout().toMillis());
        } catch (MqttException e) {
            LOG.warn("disconnecting from {}: {}", getBrokerUrl(), reason(e));
        }
        listeners.forEach(DataTransportListener::onDisconnected);
    }

    @Override
    public void subscribe(String topic, int qos) throws KuraException {
        String resolved = settings.resolved(topic);
        try {
            complete(connected().client.subscribe(resolved, qos), "subscribe to " + resolved);
        } catch (MqttException e) {
            throw KuraException.internalError(e, "cannot subscribe to " + resolved);
        }
    }

    @Override
    public void unsubscribe(String topic) throws KuraException {
        String resolved = settings.resolved(topic);
        try {
            complete(connected().client.unsubscribe(resolved), "unsubscribe from " + resolved);
        } catch (MqttException e) {
            throw KuraException.internalError(e, "cannot unsubscribe from " + resolved);
        }
    }

    @Override
    public DataTransportToken publish(String topic, byte[] payload, int qos, boolean retain) throws KuraException {
        MqttMessage message = new MqttMessage(payload);
        message.setQos(qos);
        message.setRetained(retain);
        String resolved = settings.resolved(topic);
        try {
            Session now = connected();
            int id = now.client.publish(resolved, message).getMessageId();
            return qos == 0 ? null : new DataTransportToken(id, now.id);
        } catch (MqttException e) {
            switch (e.getReasonCode()) {
                case MqttException.REASON_CODE_MAX_INFLIGHT:
                    throw new KuraTooManyInflightMessagesException(e, "too many messages under way");
                case MqttException.REASON_CODE_CLIENT_NOT_CONNECTED:
                case MqttException.REASON_CODE_CLIENT_DISCONNECTING:
                case MqttException.REASON_CODE_CLIENT_CLOSED:
                case MqttException.REASON_CODE_CONNECTION_LOST:
                    throw new KuraNotConnectedException(e, "not connected");
                default:
                    throw KuraException.internalError(e, "cannot publish on " + resolved);
            }
        }
    }

    /** @return the address in use, empty if the configuration cannot be used */
    @Override
    public String getBrokerUrl() {
        return settings.problems().isEmpty() ? settings.broker().orElse("") : "";
    }

    @Override
    public String getAccountName() {
        return settings.account();
    }

    @Override
    public String getUsername() {
        return settings.username();
    }

    @Override
    public String getClientId() {
        return settings.client();
    }

    @Override
    public void addDataTransportListener(DataTransportListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeDataTransportListener(DataTransportListener listener) {
        listeners.remove(listener);
    }

    /**
     * Makes a client unless the present one fits. For a clean session none does: threads of the connection before may still
     * be ending in it, and what they have to say there goes before the next CONNECT or takes its place.
     *
     * @return whether it is a new one, which knows of no message under way
     */
    private boolean prepare(TransportSettings now) throws MqttException {
        String broker = now.broker().orElseThrow();
        if (session != null && !now.cleanSession() && session.isOf(broker, now.client())) {
            return false;
        }
        discard();
        session = new Session(new MqttAsyncClient(broker, now.client(), new MemoryPersistence()), ++sessions);
        return true;
    }

    private static MqttConnectOptions options(TransportSettings now) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(now.cleanSession());
        options.setKeepAliveInterval((int) now.keepAlive().toSeconds());
        options.setConnectionTimeout((int) now.timeout().toSeconds());
        options.setMqttVersion(now.version());
        options.setAutomaticReconnect(false);
        if (!now.username().isEmpty()) {
            options.setUserName(now.username());
        }
        if (!now.password().isEmpty()) {
            options.setPassword(now.password().toCharArray());
        }
        now.will()
                .ifPresent(will -> options.setWill(
                        now.resolved(will.topic()),
                        will.payload().getBytes(StandardCharsets.UTF_8),
                        will.qos(),
                        will.retain()));
        if (now.broker().orElse("").matches("(tcp|ws)://.*")) {
            options.setSocketFactory(new PromptSockets());
        }
        return options;
    }

    private Session connected() throws KuraNotConnectedException {
        Session now = session;
        if (now == null || !now.client.isConnected()) {
            throw new KuraNotConnectedException("not connected to " + getBrokerUrl());
        }
        return now;
    }

    private void complete(IMqttToken token, String what) throws MqttException, KuraTimeoutException {
        try {
            token.waitForCompletion(settings.timeout().toMillis());
        } catch (MqttException e) {
            if (e.getReasonCode() == MqttException.REASON_CODE_CLIENT_TIMEOUT) {
                throw new KuraTimeoutException("no answer from " + getBrokerUrl() + " to: " + what, e);
            }
            throw e;
        }
    }

    /** For tests. */
    String password() {
        return settings.password();
    }

    /** Closes the client's sockets and threads, whatever it is doing. */
    private void discard() {
        Session ended = session;
        session = null;
        if (ended == null) {
            return;
        }
        MqttAsyncClient old = ended.client;
        old.setCallback(null);
        try {
            old.disconnectForcibly(0, FORCED_MILLIS, false);
        } catch (MqttException e) {
            LOG.debug("the client was not connected", e);
        }
        try {
            old.close(true);
        } catch (MqttException e) {
            LOG.debug("the client was closed before", e);
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private TransportSettings read(Map<String, Object> properties) {
        return TransportSettings.from(properties, this::decrypted);
    }

    /** A password is plain if the instance was just created, and encrypted afterwards. */
    private String decrypted(String stored) {
        try {
            return stored.isEmpty() ? "" : new String(crypto.decryptAes(stored.toCharArray()));
        } catch (KuraException | RuntimeException e) { // plain text makes the gateway throw any of several kinds
            LOG.debug("the password is taken as plain text", e);
            return stored;
        }
    }

    private void complain() {
        if (!settings.problems().isEmpty()) {
            LOG.error("MQTT transport cannot connect: {}; correct the configuration", settings.problems());
        }
    }

    /** One client and what it hears. The numbers of its messages are its own, so its name tells it from the others. */
    private final class Session implements MqttCallback {

        private final MqttAsyncClient client;
        private final String id;

        Session(MqttAsyncClient client, int number) {
            this.client = client;
            this.id = client.getClientId() + "-" + client.getServerURI() + "-" + number;
            client.setCallback(this);
            client.setManualAcks(true);
        }

        boolean isOf(String broker, String clientId) {
            return client.getServerURI().equals(broker) && client.getClientId().equals(clientId);
        }

        synchronized IMqttToken leave(long quiesceTimeout) throws MqttException {
            return client.disconnect(quiesceTimeout);
        }

        /** MQTT 3.1.1, 3.14.4: after DISCONNECT nothing more is sent. */
        private synchronized void acknowledge(MqttMessage message) throws MqttException {
            if (client.isConnected()) {
                client.messageArrivedComplete(message.getId(), message.getQos());
            }
        }

        @Override
        public void connectionLost(Throwable cause) {
            listeners.forEach(listener -> listener.onConnectionLost(cause));
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) throws MqttException {
            listeners.forEach(listener ->
                    listener.onMessageArrived(topic, message.getPayload(), message.getQos(), message.isRetained()));
            acknowledge(message);
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            try {
                if (token.getMessage() != null && token.getMessage().getQos() == 0) {
                    return;
                }
            } catch (MqttException e) {
                LOG.debug("a delivered message cannot be looked at, so it is confirmed", e);
            }
            DataTransportToken confirmed = new DataTransportToken(token.getMessageId(), id);
            listeners.forEach(listener -> listener.onMessageConfirmed(confirmed));
        }
    }
}
