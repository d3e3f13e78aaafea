/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SimulatedCloudStackIT {
    private static final String UUID_OF_A1 = "50f13157-b872-444a-a9c1-91f6f85a1dd0";
    private static final Instant NOW = Instant.parse("2026-11-23T07:00:00Z");

    private final SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.fixed(NOW));

    SimulatedCloudStackIT() {
        cloudStack.add(SimulatedNetwork.created(204, UUID_OF_A1, "a1", NetworkOwner.account("ROOT", "alice")));
        cloudStack.add(SimulatedNetwork.created(
                205, "0c3f0d1e-58c1-4b52-9d0b-0b7d5b1f4c11", "b1", NetworkOwner.project("ROOT/acme", "moon")));
    }

    @AfterEach
    void stop() {
        cloudStack.close();
    }

    @Test
    void findsNetworkByItsInternalId() throws Exception {
        cloudStack.implement(204, 193);
        JsonObject network = networks(cloudStack.adminKeys(), "id", "204", "listall", "true")
                .get(0)
                .getAsJsonObject();
        assertThat(network.get("id").getAsString()).isEqualTo(UUID_OF_A1);
        assertThat(network.get("account").getAsString()).isEqualTo("alice");
        assertThat(network.get("vlan").getAsString()).isEqualTo("193");
        assertThat(network.get("state").getAsString()).isEqualTo("Implemented");
        cloudStack.shutDown(204);
        assertThat(networks(cloudStack.adminKeys(), "id", "204")
                        .get(0)
                        .getAsJsonObject()
                        .has("vlan"))
                .isFalse();
        cloudStack.delete(204);
        assertThat(networks(cloudStack.adminKeys(), "id", "204", "listall", "true"))
                .isEmpty();
    }

    @Test
    void showsNetworksOfProjectsOnlyWhenAskedTo() throws Exception {
        assertThat(networks(cloudStack.adminKeys(), "listall", "true")).hasSize(1);
        assertThat(networks(cloudStack.adminKeys(), "listall", "true", "projectid", "-1"))
                .hasSize(2);
        JsonObject network =
                networks(cloudStack.adminKeys(), "projectid", "-1").get(0).getAsJsonObject();
        assertThat(network.get("project").getAsString()).isEqualTo("moon");
        assertThat(network.get("domainpath").getAsString()).isEqualTo("ROOT/acme");
        assertThat(network.has("account")).isFalse();
    }

    @Test
    void hidesTheVlanFromUsers() throws Exception {
        cloudStack.implement(204, 193);
        ApiKeys alice = cloudStack.addUser(NetworkOwner.account("ROOT", "alice"));
        JsonArray seen = networks(alice, "listall", "true");
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).getAsJsonObject().has("vlan")).isFalse();
    }

    @Test
    void refusesWrongAndExpiredSignatures() throws Exception {
        ApiKeys wrong = new ApiKeys(cloudStack.adminKeys().apiKey(), "wrong");
        HttpResponse<String> refused = ask(cloudStack.adminKeys(), wrong, "2026-11-23T07:10:00+0000", Map.of());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("\"listnetworksresponse\":{", "\"errorcode\":401", "request signature");
        HttpResponse<String> expired =
                ask(cloudStack.adminKeys(), cloudStack.adminKeys(), "2026-11-23T06:59:59+0000", Map.of());
        assertThat(expired.statusCode()).isEqualTo(401);
    }

    @Test
    void saysThatAnUnknownUuidIsUnknown() throws Exception {
        HttpResponse<String> unknown = ask(
                cloudStack.adminKeys(),
                cloudStack.adminKeys(),
                "2026-11-23T07:10:00+0000",
                Map.of("id", "11111111-1111-1111-1111-111111111111"));
        assertThat(unknown.statusCode()).isEqualTo(431);
        assertThat(unknown.body()).contains("entity does not exist");
    }

    @Test
    void goesDownAndComesBackOnTheSamePort() throws Exception {
        URI before = cloudStack.url();
        cloudStack.goDown();
        assertThatThrownBy(() -> networks(cloudStack.adminKeys())).isInstanceOf(IOException.class);
        cloudStack.answerAlways(503, "<html>busy</html>");
        cloudStack.goUp();
        HttpResponse<String> busy =
                ask(cloudStack.adminKeys(), cloudStack.adminKeys(), "2026-11-23T07:10:00+0000", Map.of());
        assertThat(busy.statusCode()).isEqualTo(503);
        cloudStack.recover();
        assertThat(networks(cloudStack.adminKeys())).hasSize(1);
        assertThat(cloudStack.url()).isEqualTo(before);
        assertThat(cloudStack.commandsReceived()).containsOnly("listNetworks");
    }

    private JsonArray networks(ApiKeys keys, String... more) throws Exception {
        Map<String, String> parameters = new TreeMap<>();
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        HttpResponse<String> answer = ask(keys, keys, "2026-11-23T07:10:00+0000", parameters);
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonObject content =
                JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonObject("listnetworksresponse");
        return content.has("network") ? content.getAsJsonArray("network") : new JsonArray();
    }

    private HttpResponse<String> ask(ApiKeys named, ApiKeys signing, String expires, Map<String, String> more)
            throws Exception {
        Map<String, String> parameters = new TreeMap<>(more);
        parameters.put("command", "listNetworks");
        parameters.put("response", "json");
        parameters.put("apiKey", named.apiKey());
        parameters.put("signatureVersion", "3");
        parameters.put("expires", expires);
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(signing.secretKey().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String signature = Base64.getEncoder()
                .encodeToString(
                        mac.doFinal(query.toString().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
        URI uri = URI.create(
                cloudStack.url() + "?" + query + "&signature=" + URLEncoder.encode(signature, StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
