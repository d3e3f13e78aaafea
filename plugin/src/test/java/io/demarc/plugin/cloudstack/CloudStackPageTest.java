/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.demarc.access.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/cloudstack.md} is typed in by people: its calls are the recorded ones. */
class CloudStackPageTest {
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

    private final List<String> lines = lines();

    @Test
    void theOfferingIsTheOneThatWasRecorded() {
        Map<String, String> recorded = new TreeMap<>();
        JsonObject request =
                RecordedCall.answer("createNetworkOffering.product.json").getAsJsonObject("request");
        request.entrySet()
                .forEach(entry -> recorded.put(
                        entry.getKey().toLowerCase(Locale.ROOT),
                        entry.getValue().getAsString()));
        Map<String, String> documented = parameters(only("cmk create networkoffering "));
        for (Map<String, String> one : List.of(recorded, documented)) {
            one.keySet().removeAll(List.of("command", "name", "displaytext"));
        }
        assertThat(documented).isEqualTo(recorded);
    }

    @Test
    void everyActionIsAddedForNetworksAndSwitchedOnWithTheParametersThatAreRead() {
        Map<String, Map<String, String>> actions = new TreeMap<>();
        for (String line : starting("cmk add customaction ")) {
            Map<String, String> parameters = parameters(line);
            assertThat(parameters).containsEntry("resourcetype", "Network").containsEntry("enabled", "true");
            actions.put(String.valueOf(parameters.get("name")), parameters);
        }
        assertThat(actions).containsOnlyKeys("attach-device", "detach-device", "port-status", "repair");
        for (String withDevice : List.of("attach-device", "detach-device")) {
            assertThat(actions.get(withDevice))
                    .containsEntry("parameters[0].name", "device")
                    .containsEntry("parameters[0].type", "STRING")
                    .containsEntry("parameters[0].required", "true");
        }
    }

    @Test
    void theAnswersThatAreShownAreTheRealOnes() {
        assertThat(lines).contains(ExtensionProtocol.DEVICE);
        RecordingPlugin plugin = new RecordingPlugin();
        String answer = new CustomActions(plugin, plugin, InstantSource.system())
                .answer(new byte[] {'{', '}'}, Deadline.after(Duration.ofSeconds(5), InstantSource.system()));
        assertThat(lines).contains(answer);
    }

    private String only(String beginning) {
        List<String> found = starting(beginning);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<String> starting(String beginning) {
        return lines.stream().filter(line -> line.startsWith(beginning)).toList();
    }

    private static Map<String, String> parameters(String line) {
        Map<String, String> parameters = new TreeMap<>();
        Matcher words = WORD.matcher(line);
        while (words.find()) {
            String word = words.group().replace("'", "");
            int equals = word.indexOf('=');
            if (equals > 0) {
                parameters.put(word.substring(0, equals).toLowerCase(Locale.ROOT), word.substring(equals + 1));
            }
        }
        return parameters;
    }

    /** Lines of the page, those that go on after a backslash in one. */
    private static List<String> lines() {
        try {
            List<String> joined = new ArrayList<>();
            String begun = "";
            for (String line : Files.readAllLines(Path.of("../docs/cloudstack.md"))) {
                String whole = begun + line.strip();
                begun = whole.endsWith("\\") ? whole.substring(0, whole.length() - 1) : "";
                if (begun.isEmpty()) {
                    joined.add(whole);
                }
            }
            return joined;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
