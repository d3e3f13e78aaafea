/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiMaintenanceTest {
    private static CloudMaintenance answering(String json) {
        return new ApiMaintenance(
                (command, parameters, deadline) ->
                        JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject(),
                InstantSource.system());
    }

    @ParameterizedTest
    @CsvSource({
        "Up, ''",
        "PrepareForMaintenance, PrepareForMaintenance",
        "Maintenance, Maintenance",
        "ErrorInMaintenance, ErrorInMaintenance",
        "CancelMaintenance, ''",
        "Removed, ''"
    })
    void maintenanceBeginsWhenItIsAskedForAndEndsWhenItIsCancelled(String state, String expected) {
        assertThat(answering("{'storagepool': [{'state': '" + state + "'}]}")
                        .ofPool("p")
                        .orElse(""))
                .isEqualTo(expected);
        assertThat(answering("{'host': [{'state': 'Up', 'resourcestate': '" + state + "'}]}")
                        .ofHost("h")
                        .orElse(""))
                .isEqualTo(expected);
    }

    @Test
    void aPoolOrHostThatIsNotThereIsInNoMaintenance() {
        assertThat(answering("{}").ofPool("p")).isEmpty();
        assertThat(answering("{'host': []}").ofHost("h")).isEmpty();
    }
}
