/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.demarc.lab.real.BrokerBench;
import io.demarc.plugin.cloudstack.EventBusListener;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.plugin.configuration.Triggers.EventBus;
import io.demarc.plugin.configuration.Triggers.HostPort;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.reconcile.ThreadTimers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real RabbitMQ, and what CloudStack 4.23 published to its event bus. */
class EventBusIT {
    private static final String EXCHANGE = "cloudstack-events";
    private static final Duration SOON = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init")
    private static BrokerBench broker;

    @TempDir
    Path directory;

    private final AtomicInteger nudges = new AtomicInteger();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private final Surroundings surroundings =
            new Surroundings(InstantSource.system(), new ThreadTimers(threads, threads), new Random(1));
    private final List<EventBusListener> listeners = new ArrayList<>();

    @BeforeAll
    static void open() {
        broker = BrokerBench.start();
    }

    @AfterAll
    static void end() {
        broker.close();
    }

    @AfterEach
    void close() {
        listeners.forEach(EventBusListener::close);
        threads.shutdownNow();
    }

    @Test
    void eachRecordedChangeOfANetworksStateNudgesAndNothingElseDoes() throws Exception {
        publish(EXCHANGE, List.of());
        EventBusListener listener = listen(EXCHANGE);
        assertThat(nudges).as("what was missed before").hasValue(1);
        List<Message> recorded = recorded();

        publish(
                EXCHANGE,
                List.of(
                        new Message("management-server.ResourceStateEvent.StartRequested.VirtualMachine.1", "{}"),
                        new Message("management-server.UsageEvent.NETWORK-OFFERING-ASSIGN.VirtualMachine.*", "{}"),
                        new Message("management-server.AsyncJobEvent.complete.Network.1", "{}")));
        publish(EXCHANGE, recorded);
        publish(
                EXCHANGE,
                List.of(
                        new Message("management-server.ActionEvent.NETWORK-UPDATE.Network.1", "no JSON"),
                        new Message("management-server.ActionEvent.ZONE-VLAN-RELEASE.Zone.1", "")));

        int expected = 1 + recorded.size() + 2;
        await().atMost(SOON).until(() -> nudges.get() >= expected);
        assertThat(nudges).hasValue(expected);
        assertThat(listener.finding())
                .isEqualTo(new Finding(
                        "event bus",
                        "ok",
                        "listened to on localhost:" + broker.tlsPort() + ": " + (expected - 1) + " events of networks",
                        ""));
    }

    @Test
    void aBrokerThatDiesIsToldAndListenedToAgainWhenItIsBack() throws Exception {
        publish(EXCHANGE, List.of());
        EventBusListener listener = listen(EXCHANGE);

        broker.kill();
        await().atMost(SOON).until(() -> listener.finding().verdict().equals("warning"));
        assertThat(listener.finding().message())
                .contains("localhost:" + broker.tlsPort())
                .endsWith("Networks are compared by the poll meanwhile.");
        broker.startAgain();

        await().atMost(Duration.ofSeconds(60)).until(() -> isListening(listener));
        assertThat(nudges).as("nudged for what was missed").hasValue(2);
        publish(EXCHANGE, recorded().subList(0, 1));
        await().atMost(SOON).until(() -> nudges.get() == 3);
    }

    @Test
    void anExchangeThatIsYetToComeIsWaitedFor() throws Exception {
        EventBusListener listener = start(bus("later", broker.tlsPort(), true, BrokerBench.PASSWORD));
        await().atMost(SOON)
                .until(() -> listener.finding().message().contains("it has no exchange 'later' in virtual host '/'"));

        publish("later", List.of());

        await().atMost(SOON).until(() -> isListening(listener));
    }

    @Test
    void whatIsWrongIsToldWithTheKeyThatMendsIt() throws Exception {
        EventBusListener wrongPassword = start(bus(EXCHANGE, broker.tlsPort(), true, "not-the-password"));
        EventBusListener noTls = start(bus(EXCHANGE, broker.plainPort(), true, BrokerBench.PASSWORD));
        EventBusListener noBroker = start(bus(EXCHANGE, broker.tlsPort() - 1, true, BrokerBench.PASSWORD));
        EventBusListener untrusted = start(new EventBus(
                new HostPort("localhost", broker.tlsPort()),
                BrokerBench.USER,
                secret(BrokerBench.PASSWORD),
                "/",
                EXCHANGE,
                true,
                null));

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(wrongPassword.finding().message()).contains("refuses user demarc or the password");
            assertThat(noTls.finding().fix()).contains("tls: false");
            assertThat(noBroker.finding().fix()).contains("cloudstack.event-bus.address");
            assertThat(untrusted.finding().fix()).contains("cloudstack.event-bus.ca-file");
        });
        assertThat(listeners)
                .allSatisfy(it ->
                        assertThat(it.finding().message()).doesNotContain(BrokerBench.PASSWORD, "not-the-password"));
    }

    @Test
    void theDocumentedPermissionsAreEnoughAndFewerAreTold() throws Exception {
        publish(EXCHANGE, List.of());
        broker.control("add_user", "reader", BrokerBench.PASSWORD);
        broker.control("set_permissions", "-p", "/", "reader", "^$", "^$", "^$");
        EventBusListener listener = start(new EventBus(
                new HostPort("localhost", broker.plainPort()),
                "reader",
                secret(BrokerBench.PASSWORD),
                "/",
                EXCHANGE,
                false,
                null));
        await().atMost(SOON)
                .until(() -> listener.finding().message().contains("user reader may not do what is needed"));
        String fix = listener.finding().fix();
        assertThat(fix).contains("rabbitmqctl set_permissions -p VHOST reader");

        String[] patterns =
                fix.substring(fix.indexOf('"') + 1, fix.lastIndexOf('"')).split("\" \"", -1);
        broker.control("set_permissions", "-p", "/", "reader", patterns[0], patterns[1], patterns[2]);

        await().atMost(SOON).until(() -> isListening(listener));
    }

    private EventBusListener listen(String exchange) throws IOException {
        EventBusListener listener = start(bus(exchange, broker.tlsPort(), true, BrokerBench.PASSWORD));
        await().atMost(SOON).until(() -> isListening(listener));
        return listener;
    }

    private static boolean isListening(EventBusListener listener) {
        return listener.finding().verdict().equals("ok");
    }

    private EventBusListener start(EventBus bus) {
        EventBusListener listener = new EventBusListener(bus, surroundings, nudges::incrementAndGet);
        listeners.add(listener);
        listener.start();
        return listener;
    }

    private EventBus bus(String exchange, int port, boolean tls, String password) throws IOException {
        @Nullable Path authority = tls ? broker.certificate() : null;
        return new EventBus(
                new HostPort("localhost", port), BrokerBench.USER, secret(password), "/", exchange, tls, authority);
    }

    private SecretReference secret(String value) throws IOException {
        Path file = Files.writeString(directory.resolve("secret-" + listeners.size()), value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return SecretReference.parse("${file:" + file + "}");
    }

    private record Message(String routingKey, String body) {}

    private static List<Message> recorded() {
        List<Message> messages = new ArrayList<>();
        for (JsonElement element : JsonParser.parseString(Recordings.text("events/network-state.json"))
                .getAsJsonArray()) {
            JsonObject event = element.getAsJsonObject();
            JsonObject description = event.getAsJsonObject("description");
            messages.add(new Message(
                    String.join(
                            ".",
                            "management-server",
                            event.get("category").getAsString(),
                            event.get("type").getAsString(),
                            description.get("resource").getAsString(),
                            description.get("id").getAsString()),
                    description.toString()));
        }
        return messages;
    }

    /** As CloudStack's RabbitMQEventBus does: the exchange is declared with each message. */
    private static void publish(String exchange, List<Message> messages) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(broker.plainPort());
        factory.setUsername(BrokerBench.USER);
        factory.setPassword(BrokerBench.PASSWORD);
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.exchangeDeclare(exchange, "topic", true);
            for (Message message : messages) {
                channel.basicPublish(
                        exchange,
                        message.routingKey(),
                        MessageProperties.PERSISTENT_TEXT_PLAIN,
                        message.body().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
