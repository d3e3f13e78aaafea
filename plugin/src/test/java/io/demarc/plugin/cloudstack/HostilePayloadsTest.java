/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.demarc.access.Deadline;
import io.demarc.plugin.cloudstack.ExtensionProtocol.Reply;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random payloads, from a generator with a seed that a failure tells: {@code -Ddemarc.seed=...} runs it again. */
class HostilePayloadsTest {
    private static final long SEED = Long.getLong("demarc.seed", 20261124L);
    private static final List<String> COMMANDS =
            List.of("implement-network", "shutdown-network", "destroy-network", "custom-action");

    private final Random random = new Random(SEED);
    private final RecordingPlugin plugin = new RecordingPlugin();
    private final ExtensionProtocol protocol = new ExtensionProtocol(plugin, plugin, plugin, InstantSource.system());
    private final List<RecordedCall> recorded = RecordedCall.calls().stream()
            .filter(call -> COMMANDS.contains(call.command()))
            .toList();

    @Test
    void mangledBytesNeverBreakTheProtocol() {
        for (int i = 0; i < 10_000; i++) {
            RecordedCall call = pick(recorded);
            byte[] bytes = call.bytes();
            for (int n = random.nextInt(6); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(10) == 0 ? random.nextInt(bytes.length) : bytes.length;
            check(call.command(), Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void jsonOfTheWrongShapeNeverBreaksTheProtocol() {
        for (int i = 0; i < 10_000; i++) {
            RecordedCall call = pick(recorded);
            JsonObject payload = call.payload().deepCopy();
            for (int n = random.nextInt(3); n >= 0; n--) {
                disturb(payload);
            }
            check(call.command(), payload.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Puts something odd somewhere into the object, or takes something away. */
    private void disturb(JsonObject object) {
        List<String> keys = new ArrayList<>(object.keySet());
        if (keys.isEmpty()) {
            object.add("payload", odd());
            return;
        }
        String key = pick(keys);
        if (object.get(key) instanceof JsonObject inner && random.nextInt(5) > 0) {
            disturb(inner);
        } else if (random.nextInt(4) == 0 && !key.equals("password")) {
            JsonElement value = object.remove(key);
            object.add(pick(List.of(key.toUpperCase(Locale.ROOT), "payload", "network_id", key + " ")), value);
        } else {
            object.add(key, odd());
        }
    }

    private JsonElement odd() {
        String text = pick(List.of(
                "",
                " ",
                "0",
                "-1",
                "4095",
                "4094",
                "1",
                "0x10",
                "1e3",
                "٣",
                "１２",
                "193 ",
                "null",
                "untagged",
                "vlan://7",
                "99999999999999999999",
                "9223372036854775807",
                "999999999999999999",
                "\u0000",
                "\n",
                "\u202e",
                "../..",
                "'; --"));
        return switch (random.nextInt(8)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextInt(10_000) - 2_000);
            case 2 -> new JsonPrimitive(random.nextBoolean());
            case 3 -> new JsonArray();
            case 4 -> new JsonObject();
            case 5 -> new JsonPrimitive(text.repeat(1 + random.nextInt(300)));
            default -> new JsonPrimitive(text);
        };
    }

    private void check(String command, byte[] payload) {
        plugin.told.clear();
        plugin.notes.clear();
        Reply reply = protocol.handle(command, payload, Deadline.after(Duration.ofSeconds(5), InstantSource.system()));
        String about = "seed " + SEED + ": " + command + " " + new String(payload, StandardCharsets.UTF_8);
        assertThat(reply.line()).as(about).doesNotContain("\n").doesNotContain("s3cr3t");
        assertThat(plugin.notes).as(about).noneMatch(note -> note.contains("s3cr3t") || note.contains("\n"));
        if (!reply.line().isEmpty()) {
            assertThat(JsonParser.parseString(reply.line()).isJsonObject())
                    .as(about)
                    .isTrue();
        }
        if (command.equals("custom-action")) {
            assertThat(reply.success()).as(about).isTrue();
            assertThat(plugin.told).as(about).isEmpty();
        } else if (reply.success()) {
            assertThat(plugin.told).as(about).isEqualTo(said(command, payload));
        } else {
            assertThat(plugin.told).as(about).isEmpty();
            assertThat(reply.line()).as(about).contains("nothing was changed");
        }
    }

    /** What a lenient reader finds in a payload that was accepted. */
    private static List<String> said(String command, byte[] payload) {
        JsonObject facts = JsonParser.parseString(new String(payload, StandardCharsets.UTF_8))
                .getAsJsonObject()
                .getAsJsonObject("payload");
        BigInteger network = facts.get("network_id").getAsBigInteger();
        JsonElement element = facts.get("vlan");
        String text = element == null || !element.isJsonPrimitive() ? "" : element.getAsString();
        boolean hasVlan = !text.isEmpty() && !text.equals("untagged");
        if (command.equals("implement-network") && !hasVlan) {
            return List.of();
        }
        String word = command.startsWith("implement")
                ? "implemented"
                : command.startsWith("shut") ? "shut down" : "destroyed";
        return List.of(word + " " + network + " " + (hasVlan ? Integer.toString(Integer.parseInt(text)) : "null"));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
