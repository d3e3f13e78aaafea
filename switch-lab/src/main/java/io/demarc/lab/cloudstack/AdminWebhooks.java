/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Webhooks of the simulated CloudStack, with the recorded fields, headers and signatures. One caller at a time. */
final class AdminWebhooks {
    private static final List<String> FIELDS =
            List.of("name", "description", "state", "payloadurl", "secretkey", "scope");
    private static final String ALGORITHM = "HmacSHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final AdminTables tables;
    private final Map<String, Function<ApiRequest, ApiAnswer>> commands;

    AdminWebhooks(AdminTables tables, Map<String, Function<ApiRequest, ApiAnswer>> commands) {
        this.tables = tables;
        this.commands = commands;
    }

    void add() {
        commands.put("listWebhooks", request -> tables.list("listWebhooks", "webhook", request));
        commands.put("createWebhook", request -> {
            if (!isAllowed(request.value("payloadurl").orElse(""))) {
                return ApiAnswer.error("createWebhook", 431, "Illegal host specified in URL.");
            }
            JsonObject row = AdminTables.row("domainpath", "ROOT");
            row.addProperty("account", "admin");
            describe(row, request);
            return tables.add("createWebhook", "webhook", row);
        });
        commands.put(
                "updateWebhook",
                request -> tables.change("updateWebhook", "webhook", request, row -> describe(row, request)));
        commands.put("deleteWebhook", request -> tables.delete("deleteWebhook", "webhook", request));
    }

    private static boolean isAllowed(String url) {
        try {
            InetAddress host = InetAddress.getByName(URI.create(url).getHost());
            return !host.isLoopbackAddress() && !host.isLinkLocalAddress() && !host.isAnyLocalAddress();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static void describe(JsonObject row, ApiRequest request) {
        FIELDS.forEach(field -> request.value(field).ifPresent(value -> row.addProperty(field, value)));
        request.value("sslverification")
                .ifPresent(value -> row.add("sslverification", new JsonPrimitive(Boolean.parseBoolean(value))));
    }

    /** Status by status. */
    static List<Integer> deliver(Stream<JsonObject> webhooks, String event, Instant time) {
        JsonObject body = Recordings.json("deliveries/" + event + ".json");
        body.addProperty("eventDateTime", TIME.format(time));
        return webhooks.filter(row -> AdminTables.text(row, "state").equals("Enabled"))
                .map(row -> post(row, AdminTables.text(body, "event"), body.toString()))
                .toList();
    }

    private static int post(JsonObject webhook, String event, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(AdminTables.text(webhook, "payloadurl")))
                .timeout(LIMIT)
                .header("X-CS-Event-ID", UUID.randomUUID().toString())
                .header("X-CS-Event", event)
                .header("User-Agent", "CS-Hookshot/f8994962-908e-40ab-b90f-98ea291925c7")
                .header("X-CS-Signature", sign(AdminTables.text(webhook, "secretkey"), body))
                .header("Content-Type", "application/json; charset=UTF-8")
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String sign(String secret, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
