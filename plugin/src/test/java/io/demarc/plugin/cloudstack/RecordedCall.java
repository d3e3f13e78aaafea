/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One call that a real CloudStack 4.23 made of its network extension. */
public record RecordedCall(String where, String command, String seconds, String context, JsonObject payload) {
    private static final Path RECORDINGS = Path.of("src/test/resources/io/demarc/plugin/cloudstack");

    /** The selected calls, by file name. */
    static List<RecordedCall> calls() {
        return files("calls").map(file -> read(file, text(file))).toList();
    }

    /** The names of the recorded sequences. */
    public static List<String> sequences() {
        return files("sequences").map(file -> file.getFileName().toString()).toList();
    }

    /** Every call of a sequence, in order. */
    public static List<RecordedCall> sequence(String name) {
        Path file = RECORDINGS.resolve("sequences").resolve(name);
        return text(file).lines().map(line -> read(file, line)).toList();
    }

    /** An answer of the API. */
    static JsonObject answer(String name) {
        return JsonParser.parseString(text(RECORDINGS.resolve("answers").resolve(name)))
                .getAsJsonObject();
    }

    public byte[] bytes() {
        return payload.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A fact of the event: custom actions are flat. */
    public String fact(String key) {
        JsonObject facts = payload.has("payload") ? payload.getAsJsonObject("payload") : payload;
        return facts.has(key) ? facts.get(key).getAsString() : "";
    }

    @Override
    public String toString() {
        return where + " " + command;
    }

    private static RecordedCall read(Path file, String json) {
        JsonObject recorded = JsonParser.parseString(json).getAsJsonObject();
        return new RecordedCall(
                file.getFileName().toString(),
                recorded.get("command").getAsString(),
                recorded.get("seconds").getAsString(),
                recorded.has("context") ? recorded.get("context").getAsString() : "",
                recorded.getAsJsonObject("payload"));
    }

    private static Stream<Path> files(String folder) {
        try (Stream<Path> files = Files.list(RECORDINGS.resolve(folder))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
