/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OfferingTermsTest {
    private static final Path RECORDED =
            Path.of("src/test/resources/io/demarc/plugin/cloudstack/answers/createNetworkOffering.product.json");

    @Test
    void theFirstOfferingIsTheOneThatWasRecorded() throws IOException {
        JsonObject recorded = JsonParser.parseString(Files.readString(RECORDED))
                .getAsJsonObject()
                .getAsJsonObject("request");

        assertThat(essence(OfferingTerms.of(OfferingChoice.ISOLATED).get(0).request()))
                .isEqualTo(essence(strings(recorded)));
    }

    @Test
    void everyOfferingHasANameOfItsOwnAndCallsDemarc() {
        List<OfferingTerms> all = List.of(OfferingChoice.values()).stream()
                .flatMap(choice -> OfferingTerms.of(choice).stream())
                .toList();

        assertThat(all).extracting(OfferingTerms::name).doesNotHaveDuplicates();
        assertThat(all).allMatch(terms -> terms.services().containsValue("demarc"));
    }

    /** Without the words, and with each service's provider, in whatever order the services come. */
    private static Map<String, String> essence(Map<String, String> request) {
        Map<String, String> essence = new TreeMap<>();
        request.forEach((key, value) -> {
            if (key.toLowerCase(java.util.Locale.ROOT).endsWith("].service")) {
                essence.put("provider of " + value, request.get(key.replace("].service", "].provider")));
            } else if (!key.contains("[")
                    && !List.of("command", "name", "displaytext").contains(key)) {
                essence.put(key, key.equals("supportedservices") ? sorted(value) : value);
            }
        });
        return essence;
    }

    private static String sorted(String services) {
        return String.join(
                ",", List.of(services.split(",", -1)).stream().sorted().toList());
    }

    private static Map<String, String> strings(JsonObject object) {
        Map<String, String> strings = new TreeMap<>();
        object.entrySet()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().getAsString()));
        return strings;
    }
}
