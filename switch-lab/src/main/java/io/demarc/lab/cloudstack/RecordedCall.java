/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;

/**
 * One call of a real CloudStack to its network extension: {@code <script> <command> <payload-file> <seconds>}. Immutable
 * as long as nobody edits {@code payload}.
 *
 * @param context what the caller of CloudStack's API did to cause it
 * @param payload what the payload file held
 */
public record RecordedCall(String command, String seconds, String context, JsonObject payload) {
    /** The call of this name; {@link #names} lists them. */
    public static RecordedCall named(String name) {
        return from(Recordings.json("calls/" + name + ".json"));
    }

    public static List<String> names() {
        return Recordings.lines("calls/index.txt");
    }

    /** All calls of a network's life, or another sequence, in order; {@link #sequenceNames} lists them. */
    public static List<RecordedCall> sequence(String name) {
        return Recordings.lines("sequences/" + name + ".jsonl").stream()
                .map(line -> from(JsonParser.parseString(line).getAsJsonObject()))
                .toList();
    }

    public static List<String> sequenceNames() {
        return Recordings.lines("sequences/index.txt");
    }

    /** The same call about another network. */
    public RecordedCall withNetwork(long networkId) {
        return with("network_id", String.valueOf(networkId));
    }

    /** The same call with another VLAN, or with none when the text is empty. */
    public RecordedCall withVlan(String vlan) {
        return with("vlan", vlan);
    }

    /** The same call with another value in the part that describes the network. */
    public RecordedCall with(String key, String value) {
        JsonObject copy = payload.deepCopy();
        inner(copy).addProperty(key, value);
        return new RecordedCall(command, seconds, context, copy);
    }

    /** The same call with another deadline. */
    public RecordedCall within(int newSeconds) {
        return new RecordedCall(command, String.valueOf(newSeconds), context, payload);
    }

    public long networkId() {
        return Long.parseLong(inner(payload).get("network_id").getAsString());
    }

    /** The text of the payload file. */
    public String payloadText() {
        return payload.toString();
    }

    /** Custom actions have a flat payload. */
    private static JsonObject inner(JsonObject payload) {
        return payload.has("payload") ? payload.getAsJsonObject("payload") : payload;
    }

    private static RecordedCall from(JsonObject recorded) {
        return new RecordedCall(
                recorded.get("command").getAsString(),
                recorded.get("seconds").getAsString(),
                recorded.get("context").getAsString(),
                recorded.getAsJsonObject("payload"));
    }
}
