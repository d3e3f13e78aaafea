/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.demarc.access.Printable;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code drbdsetup status --json} of DRBD 9 (drbdsetup-status(8)): one document, so that a lost half shows. DRBD 8.4's
 * {@code drbdsetup} refuses {@code --json}; {@link Events2} reads that one.
 */
public final class StatusJson {
    private StatusJson() {}

    /**
     * Every resource that the document lists.
     *
     * @throws io.demarc.problem.ProblemException {@code DRBD_STATE_UNKNOWN} when any of it is not understood or missing
     */
    public static List<DrbdResource> read(String output) {
        try (JsonReader reader = new JsonReader(new StringReader(output))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement document = JsonParser.parseReader(reader);
            reader.setStrictness(Strictness.LENIENT);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw DrbdWord.unknown("drbdsetup status --json printed more after its end.");
            }
            return each(document.getAsJsonArray(), StatusJson::resource);
        } catch (JsonParseException | IllegalStateException | ClassCastException | IOException e) {
            throw DrbdWord.unknown(
                    "drbdsetup status --json printed no whole document of resources: " + Printable.of(output.strip()));
        }
    }

    private static DrbdResource resource(JsonObject it) {
        return new DrbdResource(
                text(it, "name"),
                DrbdWord.of(Role.class, "role", text(it, "role")),
                flag(it, "suspended"),
                each(list(it, "devices"), StatusJson::volume),
                each(list(it, "connections"), StatusJson::peer));
    }

    private static DrbdResource.Volume volume(JsonObject it) {
        return new DrbdResource.Volume(
                (int) number(it, "volume"),
                (int) number(it, "minor"),
                DrbdWord.of(DiskState.class, "disk", text(it, "disk-state")),
                it.has("size") ? (Long) number(it, "size") : null,
                it.has("quorum") ? (Boolean) flag(it, "quorum") : null);
    }

    private static DrbdResource.Peer peer(JsonObject it) {
        return new DrbdResource.Peer(
                text(it, "name"),
                DrbdWord.of(ConnectionState.class, "connection", text(it, "connection-state")),
                DrbdWord.of(Role.class, "role", text(it, "peer-role")),
                each(list(it, "peer_devices"), StatusJson::peerVolume));
    }

    private static DrbdResource.PeerVolume peerVolume(JsonObject it) {
        return new DrbdResource.PeerVolume(
                (int) number(it, "volume"),
                DrbdWord.of(ReplicationState.class, "replication", text(it, "replication-state")),
                DrbdWord.of(DiskState.class, "peer-disk", text(it, "peer-disk-state")),
                !text(it, "resync-suspended").equals("no"),
                it.has("out-of-sync") ? (Long) number(it, "out-of-sync") : null,
                percent(it));
    }

    /** {@code done} stands there during a resync and an online verify only. */
    private static @Nullable Double percent(JsonObject it) {
        if (!it.has("done")) {
            return null;
        }
        double percent = primitive(it, "done").getAsDouble();
        if (!(percent >= 0 && percent <= 100)) {
            throw DrbdWord.unknown("drbdsetup status --json says that " + percent + " percent are done.");
        }
        return percent;
    }

    private static <T> List<T> each(JsonArray array, Function<JsonObject, T> reading) {
        List<T> all = new ArrayList<>();
        array.forEach(it -> all.add(reading.apply(it.getAsJsonObject())));
        return List.copyOf(all);
    }

    private static JsonArray list(JsonObject it, String key) {
        return need(it, key).getAsJsonArray();
    }

    private static String text(JsonObject it, String key) {
        JsonElement value = primitive(it, key);
        if (!value.getAsJsonPrimitive().isString() || value.getAsString().isEmpty()) {
            throw DrbdWord.unknown("drbdsetup status --json has no text for '" + key + "'.");
        }
        return value.getAsString();
    }

    private static boolean flag(JsonObject it, String key) {
        JsonElement value = primitive(it, key);
        if (!value.getAsJsonPrimitive().isBoolean()) {
            throw DrbdWord.unknown("drbdsetup status --json has no yes or no for '" + key + "'.");
        }
        return value.getAsBoolean();
    }

    private static long number(JsonObject it, String key) {
        String text = primitive(it, key).getAsString();
        if (!text.matches("\\d{1,18}")) {
            throw DrbdWord.unknown("drbdsetup status --json has '" + Printable.of(text) + "' for '" + key + "'.");
        }
        return Long.parseLong(text);
    }

    private static JsonElement primitive(JsonObject it, String key) {
        JsonElement value = need(it, key);
        if (!value.isJsonPrimitive()) {
            throw DrbdWord.unknown("drbdsetup status --json has no single value for '" + key + "'.");
        }
        return value;
    }

    private static JsonElement need(JsonObject it, String key) {
        JsonElement value = it.get(key);
        if (value == null) {
            throw DrbdWord.unknown("drbdsetup status --json lacks '" + key + "'.");
        }
        return value;
    }
}
