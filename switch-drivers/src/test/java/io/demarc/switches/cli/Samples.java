/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.demarc.switches.Doubt;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Platform.SavedOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files that tests read: captures of switch output, transcripts of sessions, and what should come of them. */
final class Samples {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final String COMMAND = "### ";

    private Samples() {}

    /** A file below a folder of a platform. */
    record Sample(String platform, Path file) {
        String text() {
            return read(file);
        }

        String name() {
            return platform + "/" + file.getFileName();
        }
    }

    /** Files with this ending in {@code kind/<platform>/}. */
    static List<Sample> find(String kind, String ending) {
        Path root = RESOURCES.resolve(kind);
        try (Stream<Path> files = Files.walk(root, 2)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .map(file -> new Sample(root.relativize(file).getName(0).toString(), file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A capture holds one output or more; each begins with a line {@code ### command}. */
    static List<SavedOutput> outputs(String capture) {
        List<SavedOutput> outputs = new ArrayList<>();
        String command = "";
        StringBuilder text = new StringBuilder();
        for (String line : capture.split("(?<=\n)", -1)) {
            if (line.startsWith(COMMAND)) {
                if (!command.isEmpty()) {
                    outputs.add(new SavedOutput(command, text.toString()));
                }
                command = line.substring(COMMAND.length()).strip();
                text.setLength(0);
            } else {
                text.append(line);
            }
        }
        outputs.add(new SavedOutput(command, text.toString()));
        return outputs;
    }

    /** Port states as JSON, one port a line. */
    static String json(List<PortState> ports) {
        StringBuilder json = new StringBuilder("[\n");
        for (int i = 0; i < ports.size(); i++) {
            json.append("  ")
                    .append(new GsonBuilder()
                            .serializeNulls()
                            .disableHtmlEscaping()
                            .create()
                            .toJson(json(ports.get(i))))
                    .append(i + 1 < ports.size() ? ",\n" : "\n");
        }
        return json.append("]\n").toString();
    }

    private static JsonObject json(PortState state) {
        JsonObject object = new JsonObject();
        object.addProperty("port", state.port().value());
        object.addProperty("mode", state.mode().id());
        Vlan untagged = state.untagged();
        object.add("untagged", untagged == null ? JsonNull.INSTANCE : new JsonPrimitive(untagged.id()));
        object.add("tagged", tagged(state.tagged()));
        object.add("adminUp", orNull(state.adminUp()));
        object.add("linkUp", orNull(state.linkUp()));
        object.addProperty("description", state.description());
        if (!state.alsoUntagged().isEmpty()) {
            object.add("alsoUntagged", tagged(state.alsoUntagged()));
        }
        for (Doubt doubt : state.doubts()) {
            object.addProperty(doubt.kind().name().toLowerCase(Locale.ROOT), doubt.words());
        }
        return object;
    }

    /** Long lists are shown by their ends and their length, so that a golden file stays readable. */
    private static JsonElement tagged(@Nullable List<Vlan> vlans) {
        if (vlans == null) {
            return JsonNull.INSTANCE;
        }
        if (vlans.size() > 50) {
            return new JsonPrimitive(
                    vlans.get(0) + " to " + vlans.get(vlans.size() - 1) + ", " + vlans.size() + " VLANs");
        }
        JsonArray array = new JsonArray();
        vlans.forEach(vlan -> array.add(vlan.id()));
        return array;
    }

    private static JsonElement orNull(@Nullable Boolean value) {
        return value == null ? JsonNull.INSTANCE : new JsonPrimitive(value);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
