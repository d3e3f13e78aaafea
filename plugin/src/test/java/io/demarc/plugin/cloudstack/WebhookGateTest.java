/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.demarc.access.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** With deliveries that CloudStack 4.23 made and signed. */
class WebhookGateTest {
    private static final Path RECORDINGS = Path.of("src/test/resources/io/demarc/plugin/cloudstack/webhooks");
    /** Of the webhook that was recorded. */
    private static final String SECRET = "hooksecret";

    private Instant now = Instant.parse("2026-11-23T07:03:58Z");
    private int nudges;
    private final Admissions admissions = new Admissions("webhook deliveries", () -> now);
    private final WebhookGate gate = new WebhookGate(() -> new Secret(SECRET), () -> now, admissions, () -> nudges++);

    private record Delivery(String id, String signature, String body) {
        Delivery(String id, String body) {
            this(id, sign(SECRET, body), body);
        }

        static Delivery recorded(String name) {
            try {
                JsonObject file = JsonParser.parseString(Files.readString(RECORDINGS.resolve(name + ".json")))
                        .getAsJsonObject();
                return new Delivery(
                        file.getAsJsonObject("headers").get("X-CS-Event-ID").getAsString(),
                        file.getAsJsonObject("headers").get("X-CS-Signature").getAsString(),
                        file.get("raw").getAsString());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        Instant time() {
            String text = JsonParser.parseString(body)
                    .getAsJsonObject()
                    .get("eventDateTime")
                    .getAsString();
            return Instant.parse(text.replace(" +0000", "Z").replace(' ', 'T'));
        }
    }

    @Test
    void eachRecordedDeliveryIsGenuineAndThoseNudgeAfterWhichANetworkCanBeOtherwise() throws IOException {
        List<String> nudging = new ArrayList<>();
        for (String name : recordings()) {
            Delivery delivery = Delivery.recorded(name);
            now = delivery.time();
            int before = nudges;
            assertThat(admit(delivery)).as(name).isTrue();
            if (nudges > before) {
                nudging.add(name);
            }
        }

        assertThat(nudging)
                .containsExactly(
                        "NETWORK.CREATE.Completed",
                        "NETWORK.CREATE.failed-but-status-Completed",
                        "NETWORK.DELETE.Completed",
                        "NETWORK.DELETE.failed-but-says-success",
                        "NETWORK.RESTART.Completed",
                        "NETWORK.RESTART.failed-but-status-Completed",
                        "NETWORK.UPDATE.Completed",
                        "NETWORK.UPDATE.failed-but-status-Completed",
                        "VM.CREATE.Completed",
                        "VM.CREATE.failed-but-status-Completed",
                        "VPC.CREATE.Completed",
                        "VPC.CREATE.Created",
                        "VPC.DELETE.failed-but-status-Completed",
                        "ZONE.VLAN.ASSIGN.Completed",
                        "ZONE.VLAN.RELEASE.Completed");
    }

    @Test
    void withoutTheSecretNothingGoesThrough() {
        Delivery assign = assign();

        assertThat(gate.admit(assign.id(), null, bytes(assign.body()))).isFalse();
        assertThat(gate.admit(assign.id(), "", bytes(assign.body()))).isFalse();
        assertThat(gate.admit(assign.id(), "no Base64!", bytes(assign.body()))).isFalse();
        assertThat(gate.admit(assign.id(), sign("another", assign.body()), bytes(assign.body())))
                .isFalse();
        assertThat(gate.admit(assign.id(), assign.signature().substring(0, 40), bytes(assign.body())))
                .isFalse();

        assertThat(nudges).isZero();
        assertThat(admissions.inWords()).startsWith("0 accepted, 5 refused");
        assertThat(admissions.isAllRefused()).isTrue();
    }

    @Test
    void aSignatureIsOfEachByteOfTheBody() {
        Delivery assign = assign();
        Random random = new Random(15);
        String signature = assign.signature();
        for (int i = 0; i < 500; i++) {
            byte[] spoilt = bytes(assign.body());
            spoilt[random.nextInt(spoilt.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(gate.admit(assign.id(), signature, spoilt)).isFalse();
        }
        assertThat(nudges).isZero();
    }

    @Test
    void oneThatComesAgainNudgesOnceWhicheverEventIdStandsAboveIt() {
        Delivery assign = assign();

        assertThat(admit(assign)).isTrue();
        assertThat(admit(assign)).as("sent again because the answer was lost").isTrue();
        assertThat(admit(new Delivery("another", assign.body()))).isTrue();
        assertThat(admit(new Delivery("", assign.body()))).isTrue();

        assertThat(nudges).isOne();
        assertThat(admissions.inWords())
                .startsWith("1 accepted")
                .contains("3 refused (the last because it had come before)");
    }

    @Test
    void anotherBodyUnderAnEventIdThatWasSeenDoesNothing() {
        Delivery assign = assign();
        admit(assign);

        admit(new Delivery(
                assign.id(), Delivery.recorded("ZONE.VLAN.RELEASE.Completed").body()));

        assertThat(nudges).isOne();
    }

    @Test
    void oneThatIsTooOldOrOfTheFutureIsRefused() {
        Instant then = assign().time();
        now = then.plus(WebhookGate.TOLERANCE).plusSeconds(1);
        assertThat(admit(assign())).isFalse();
        now = then.minus(WebhookGate.TOLERANCE).minusSeconds(1);
        assertThat(admit(assign())).isFalse();
        assertThat(admissions.inWords()).contains("is more than 10 minutes from this machine's clock");

        now = then.plus(WebhookGate.TOLERANCE);
        assertThat(admit(assign())).isTrue();
        assertThat(nudges).isOne();
    }

    @Test
    void whatIsSignedAndNoEventIsRefused() {
        List.of(
                        "",
                        "no JSON",
                        "[]",
                        "{}",
                        "{\"eventDateTime\":\"yesterday\",\"event\":\"NETWORK.DELETE\"}",
                        "{\"eventDateTime\":{}}",
                        "{\"a\":" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5001),
                        "\u0000")
                .forEach(body ->
                        assertThat(admit(new Delivery("x", body))).as(body).isFalse());
        assertThat(nudges).isZero();
    }

    @Test
    void anEventWithoutAnIdOrWithOneThatIsLongIsTaken() {
        Delivery assign = assign();
        assertThat(gate.admit(null, assign.signature(), bytes(assign.body()))).isTrue();
        assertThat(admit(new Delivery(
                        "x".repeat(100_000),
                        Delivery.recorded("ZONE.VLAN.RELEASE.Completed").body())))
                .isTrue();
        assertThat(nudges).isEqualTo(2);
    }

    @Test
    void whatCameIsRememberedForAWhileAndWithinBounds() {
        RecentKeys keys = new RecentKeys(100, Duration.ofMinutes(20));
        for (int i = 0; i < 1000; i++) {
            assertThat(keys.add("key " + i, now)).isTrue();
            assertThat(keys.add("key " + i, now)).isFalse();
            assertThat(keys.size()).isLessThanOrEqualTo(100);
        }
        assertThat(keys.add("later", now.plus(Duration.ofMinutes(21)))).isTrue();
        assertThat(keys.size()).isOne();
    }

    private static Delivery assign() {
        return Delivery.recorded("ZONE.VLAN.ASSIGN.Completed");
    }

    private boolean admit(Delivery delivery) {
        return gate.admit(delivery.id(), delivery.signature(), bytes(delivery.body()));
    }

    private static List<String> recordings() throws IOException {
        try (Stream<Path> files = Files.list(RECORDINGS)) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
        }
    }

    private static String sign(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(bytes(body)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
