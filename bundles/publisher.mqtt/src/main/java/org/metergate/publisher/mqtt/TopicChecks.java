package org.metergate.publisher.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.subscriber.listener.CloudSubscriberListener;
import org.metergate.publisher.outbox.BackOff;
import org.metergate.publisher.outbox.Delivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds topics that a broker silently refuses: MQTT 3.1.1 makes it confirm a message that it may not accept (3.3.5). The first
 * reading for a topic on a connection counts as delivered only when it comes back through a subscription; until then others
 * for that topic are held, which means left in the outbox without a confirmation. Safe for many threads.
 */
final class TopicChecks implements CloudSubscriberListener {

    /** What is to be done with a reading. */
    enum Verdict {
        SEND,
        ASK,
        HOLD
    }

    /**
     * What came of checks.
     *
     * @param delivered readings that came back
     * @param again whether what is held must come again
     */
    record Settled(List<Delivery> delivered, boolean again) {}

    private static final Logger LOG = LoggerFactory.getLogger(TopicChecks.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    /** Beyond it nothing is taken from the outbox, which would have to remember too much. */
    private static final int MOST_HELD = 10_000;
    /** A broker that hangs up so often when it is asked wants no questions. */
    private static final int MOST_LOSSES = 3;
    /** A broker that hangs up so often after it confirmed a reading does not want that. */
    private static final int MOST_HANG_UPS = 2;

    private final Runnable news;
    private final BackOff backOff;
    private final Map<String, TopicCheck> checks = new HashMap<>();
    private final Set<String> refused = new LinkedHashSet<>();
    private Optional<Long> askAgainAt = Optional.empty();
    private Optional<TopicTemplate> template = Optional.empty();
    private boolean wanted;
    private boolean subscribed;
    private boolean renewed;
    private boolean stray;
    private int held;
    private int losses;
    private int hangUps;

    /**
     * @param news is told when a reading came back, on the connection's thread
     * @param random numbers from 0 to less than 1, for pauses
     */
    TopicChecks(Runnable news, DoubleSupplier random) {
        this.news = news;
        this.backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random);
    }

    /**
     * Follows the settings.
     *
     * @param check whether topics are to be checked from now on
     * @param topics which they are
     */
    synchronized void want(boolean check, Optional<TopicTemplate> topics) {
        if (check != wanted || !topics.equals(template)) {
            wanted = check;
            template = topics;
            losses = 0;
            checks.clear();
            refused.clear();
            startOver();
        }
    }

    private boolean isOn() {
        return wanted && losses < MOST_LOSSES;
    }

    /**
     * Decides on a reading.
     *
     * @param topic of it; one that the gateway completes cannot be checked
     * @return what to do; HOLD counts it as held
     */
    synchronized Verdict of(String topic) {
        if (!isOn() || topic.contains("#")) {
            return Verdict.SEND;
        }
        TopicCheck check = checks.get(topic);
        if (check == null) {
            return Verdict.ASK;
        }
        if (check.state() == TopicCheck.State.PASSED) {
            return Verdict.SEND;
        }
        held++;
        return Verdict.HOLD;
    }

    /** Makes a reading the one that must come back. Waits for the broker; to be followed by its publication. */
    void ask(CloudEndpoint endpoint, String topic, Delivery delivery, byte[] body) {
        synchronized (this) {
            checks.put(topic, new TopicCheck(delivery, body));
            subscribed = true;
        }
        try {
            endpoint.registerSubscriber(Map.of("topic.filter", topic, "qos", 1), this);
        } catch (RuntimeException e) { // endpoints are strangers
            giveUp("the connection takes no subscription: " + e.getMessage());
        }
    }

    /**
     * The broker confirmed a reading.
     *
     * @param now ns
     * @return whether it is delivered thereby
     */
    synchronized boolean confirmed(String topic, Delivery delivery, long now) {
        if (!isOn() || topic.contains("#")) {
            return true;
        }
        TopicCheck check = checks.get(topic);
        if (check == null) {
            stray = true; // given to an earlier connection: it comes again to be asked with
            return false;
        }
        if (check.asking().equals(delivery)) {
            check.confirmed(now);
            if (check.concludes(now, PATIENCE.toNanos())) {
                conclude(topic, check, now);
                stray |= held > 0;
            }
        } else if (check.state() != TopicCheck.State.PASSED) {
            held++;
        }
        return check.state() == TopicCheck.State.PASSED;
    }

    /** The reading that was to come back could not be published. */
    synchronized void forget(String topic) {
        checks.remove(topic);
    }

    @Override
    public void onMessageArrived(KuraMessage message) {
        synchronized (this) {
            TopicCheck check = checks.get(String.valueOf(message.getProperties().get("topic")));
            if (check == null || check.state() != TopicCheck.State.ASKED) {
                return;
            }
            check.came(message.getPayload().getBody());
        }
        news.run();
    }

    /** Draws conclusions, and leaves the subscriptions when nothing is asked any more. */
    Settled settle(CloudEndpoint endpoint, long now) {
        List<Delivery> delivered = new ArrayList<>();
        boolean again;
        boolean leave;
        synchronized (this) {
            if (renewed && subscribed) {
                forgetAllButHangUps(); // asked before the subscriptions of the earlier connection were left
                stray = true;
            }
            checks.forEach((topic, check) -> {
                if (check.concludes(now, PATIENCE.toNanos())) {
                    conclude(topic, check, now).ifPresent(delivered::add);
                }
            });
            again = stray || held > 0 && (renewed || !delivered.isEmpty());
            stray = false;
            if (askAgainAt.isPresent() && now - askAgainAt.get() >= 0) {
                askAgainAt = Optional.empty();
                checks.values().removeIf(check -> check.state() == TopicCheck.State.REFUSED);
                again = true;
            }
            held = again ? 0 : held;
            leave = subscribed && (renewed || !isAsking());
            subscribed &= !leave;
            renewed = false;
        }
        if (leave) {
            leave(endpoint);
        }
        return new Settled(delivered, again);
    }

    private Optional<Delivery> conclude(String topic, TopicCheck check, long now) {
        if (check.state() == TopicCheck.State.PASSED) {
            refused.remove(topic);
            backOff.reset();
            losses = 0;
            hangUps = 0;
            return Optional.of(check.asking());
        }
        refuse(topic, now);
        return Optional.empty();
    }

    private void refuse(String topic, long now) {
        held++;
        refused.add(topic);
        if (askAgainAt.isEmpty()) {
            askAgainAt = Optional.of(now + backOff.next().toNanos());
        }
    }

    private boolean isAsking() {
        return checks.values().stream().anyMatch(check -> check.state() == TopicCheck.State.ASKED);
    }

    private void leave(CloudEndpoint endpoint) {
        try {
            endpoint.unregisterSubscriber(this);
        } catch (RuntimeException e) { // endpoints are strangers
            LOG.debug("the subscription is gone already", e);
        }
    }

    /** @return what there is to say of topics that are refused, the same until that changes */
    synchronized Optional<String> complaint() {
        return refused.stream()
                .findFirst()
                .map(topic -> "the broker confirms what it is given for " + topic + ", but passes none of it on; allow"
                        + " this user to publish there, and to read it; or set check.topics to false if it may publish"
                        + " but not read");
    }

    /** @return whether so many readings are held that no more may be taken */
    synchronized boolean isFull() {
        return held >= MOST_HELD;
    }

    /** A new connection may have other rights, and what an old one was given is given anew. */
    synchronized void connected() {
        startOver();
    }

    private void startOver() {
        forgetAllButHangUps();
        renewed = true;
        if (!isOn()) {
            checks.clear();
            refused.clear();
        }
        if (checks.isEmpty()) {
            askAgainAt = Optional.empty();
        }
    }

    private void forgetAllButHangUps() {
        checks.values().removeIf(check -> !check.costsTheConnection());
    }

    /**
     * The connection broke.
     *
     * @param now ns
     */
    void lost(long now) {
        boolean tooOften = false;
        synchronized (this) {
            boolean confirmed = checks.values().stream().anyMatch(TopicChecks::isConfirmedOnly);
            if (confirmed && ++hangUps >= MOST_HANG_UPS) {
                checks.forEach((topic, check) -> {
                    if (isConfirmedOnly(check)) {
                        check.hungUp();
                        refuse(topic, now);
                    }
                });
            } else if (!confirmed && isAsking()) {
                losses++;
                tooOften = losses == MOST_LOSSES;
            }
        }
        if (tooOften) {
            giveUp("the broker hangs up when it is asked to");
        }
    }

    private static boolean isConfirmedOnly(TopicCheck check) {
        return check.state() == TopicCheck.State.ASKED && check.isConfirmed();
    }

    private void giveUp(String why) {
        synchronized (this) {
            losses = MOST_LOSSES;
            startOver();
        }
        LOG.warn("topics are not checked for being passed on: {}", why);
    }
}
