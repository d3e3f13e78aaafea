/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.demarc.access.Printable;
import io.demarc.plugin.configuration.Triggers.EventBus;
import io.demarc.plugin.operations.Trigger;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.reconcile.KeptOpen;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Listens to CloudStack's events on RabbitMQ, through a queue of its own that goes with the connection. Messages aren't even read: that one
 * came with a routing key of a network's is the nudge. Routing keys are {@code source.category.event.resource.uuid}, with dashes for dots
 * (CloudStack's {@code RabbitMQEventBus}). Thread-safe.
 */
public final class EventBusListener implements Trigger {
    /** Each change of a network's state, and what people do to networks; the VLAN that a zone gets back. */
    private static final List<String> ROUTING_KEYS = List.of(
            "*.ResourceStateEvent.*.Network.*", "*.ActionEvent.*.Network.*", "*.ActionEvent.ZONE-VLAN-RELEASE.*.*");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);
    private static final int LARGEST_MESSAGE = 1 << 20;

    private final EventBus bus;
    private final Runnable nudge;
    private final AtomicLong messages = new AtomicLong();
    private final KeptOpen connection;

    /** @param nudge is run with each message, and after each time that messages can have been missed; must not block */
    public EventBusListener(EventBus bus, Surroundings surroundings, Runnable nudge) {
        this.bus = bus;
        this.nudge = nudge;
        this.connection = new KeptOpen(surroundings.timers(), "event bus on " + bus.address(), this::open);
    }

    @Override
    public void start() {
        connection.start();
    }

    private KeptOpen.Opened open(KeptOpen.Lost lost) {
        ConnectionFactory factory = factory();
        Connection opened = null;
        try {
            opened = factory.newConnection("demarc");
            opened.addShutdownListener(signal -> tell(lost, signal));
            consume(opened, lost);
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            if (opened != null) {
                opened.abort((int) PATIENCE.toMillis());
            }
            throw new ProblemException(problem(e), e);
        }
        nudge.run();
        Connection held = opened;
        return () -> held.abort((int) PATIENCE.toMillis());
    }

    private ConnectionFactory factory() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(bus.address().host());
        factory.setPort(bus.address().port());
        factory.setUsername(bus.user());
        factory.setPassword(bus.password().resolve().reveal());
        factory.setVirtualHost(bus.virtualHost());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout((int) PATIENCE.toMillis());
        factory.setHandshakeTimeout((int) PATIENCE.toMillis());
        factory.setChannelRpcTimeout((int) PATIENCE.toMillis());
        factory.setRequestedHeartbeat((int) HEARTBEAT.toSeconds());
        factory.setMaxInboundMessageBodySize(LARGEST_MESSAGE);
        if (bus.tls()) {
            factory.useSslProtocol(trust());
            factory.enableHostnameVerification();
        }
        return factory;
    }

    private SSLContext trust() {
        if (bus.caFile() != null) {
            return Authorities.of(bus.caFile(), "cloudstack.event-bus.ca-file");
        }
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private void consume(Connection opened, KeptOpen.Lost lost) throws IOException {
        Channel channel = opened.createChannel();
        String queue = channel.queueDeclare("", false, true, true, null).getQueue();
        for (String key : ROUTING_KEYS) {
            channel.queueBind(queue, bus.exchange(), key);
        }
        channel.addShutdownListener(signal -> tell(lost, signal));
        channel.basicConsume(queue, true, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                messages.incrementAndGet();
                nudge.run();
            }

            @Override
            public void handleCancel(String tag) {
                lost.because(unreachable("the broker ended Demarc's queue", "Look at the broker's log."));
            }
        });
    }

    private void tell(KeptOpen.Lost lost, ShutdownSignalException signal) {
        if (!signal.isInitiatedByApplication()) {
            lost.because(problem(signal));
        }
    }

    private Problem problem(Exception e) {
        if (e instanceof AuthenticationFailureException) {
            return unreachable(
                    "it refuses user " + bus.user() + " or the password",
                    "Check user and password under cloudstack.event-bus.");
        }
        if (e instanceof UnknownHostException) {
            return unreachable("its host name is unknown", "Check cloudstack.event-bus.address.");
        }
        if (e instanceof ConnectException) {
            return unreachable(
                    "nothing accepts connections there",
                    "Check that the broker runs, and cloudstack.event-bus.address.");
        }
        if (e instanceof SSLException) {
            return unreachable(
                    "TLS fails: " + words(e),
                    "Give the authority's certificate as cloudstack.event-bus.ca-file and the certificate's name in"
                            + " address; port 5671 is TLS, 5672 is not (tls: false).");
        }
        return told(e.getCause() instanceof ShutdownSignalException closed ? closed : e);
    }

    /** What the broker says when it closes a channel or a connection (AMQP 0-9-1, 1.1 of the reference). */
    private Problem told(Exception e) {
        String words = words(e);
        if (words.contains("NOT_FOUND - no exchange")) {
            return unreachable(
                    "it has no exchange '" + bus.exchange() + "' in virtual host '" + bus.virtualHost() + "'",
                    "CloudStack makes it with its first event; check exchange and virtual-host under"
                            + " cloudstack.event-bus if it has sent any.");
        }
        if (words.contains("ACCESS_REFUSED") || words.contains("NOT_ALLOWED")) {
            return unreachable(
                    "user " + bus.user() + " may not do what is needed: " + words,
                    "Grant it 'rabbitmqctl set_permissions -p VHOST " + bus.user()
                            + " \"^amq\\.gen-\" \"^amq\\.gen-\" \"^(amq\\.gen-.*|" + bus.exchange() + ")$\"'.");
        }
        return unreachable(
                "the connection broke: " + words,
                "Look at the broker's log; port 5671 is TLS, 5672 is not (tls: false).");
    }

    private static String words(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : Printable.of(message);
    }

    private Problem unreachable(String why, String fix) {
        return Problem.of(
                ProblemCode.CLOUDSTACK_UNREACHABLE,
                "CloudStack's event bus at " + bus.address() + " is not listened to: " + why + ".",
                fix);
    }

    @Override
    public Finding finding() {
        Optional<Problem> closed = connection.problem();
        return closed.map(problem -> new Finding(
                        "event bus",
                        "warning",
                        problem.summary() + " Networks are compared by the poll meanwhile.",
                        problem.fix()))
                .orElseGet(() -> new Finding(
                        "event bus",
                        "ok",
                        "listened to on " + bus.address() + ": " + messages + " events of networks",
                        ""));
    }

    @Override
    public void close() {
        connection.close();
    }
}
