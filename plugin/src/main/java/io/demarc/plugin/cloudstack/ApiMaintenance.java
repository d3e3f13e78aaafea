/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.demarc.plugin.cloudstack.CloudStackApi.ApiRefusal;
import io.demarc.plugin.runbooks.CloudMaintenance;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Deadline;
import io.demarc.switches.Printable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Asks CloudStack's API: {@code state} of {@code listStoragePools} and {@code resourcestate} of {@code listHosts} contain the
 * word Maintenance from the moment that maintenance is asked for ({@code PrepareForMaintenance}) until it is cancelled. Thread-safe.
 */
public final class ApiMaintenance implements CloudMaintenance {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CloudStackApi api;
    private final InstantSource clock;

    public ApiMaintenance(CloudStackApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    @Override
    public Optional<String> ofPool(String uuid) {
        return state("listStoragePools", "storagepool", uuid, "state");
    }

    @Override
    public Optional<String> ofHost(String uuid) {
        return state("listHosts", "host", uuid, "resourcestate");
    }

    private Optional<String> state(String command, String member, String uuid, String key) {
        JsonElement rows = ask(command, uuid, member);
        if (!(rows instanceof JsonArray array) || array.isEmpty()) {
            return Optional.empty();
        }
        JsonElement state = array.get(0).getAsJsonObject().get(key);
        return Optional.ofNullable(state)
                .filter(JsonElement::isJsonPrimitive)
                .map(it -> Printable.of(it.getAsString()))
                .filter(it -> it.toLowerCase(Locale.ROOT).contains("maintenance") && !it.startsWith("Cancel"));
    }

    private JsonElement ask(String command, String uuid, String member) {
        try {
            return api.ask(command, Map.of("id", uuid), Deadline.after(PATIENCE, clock))
                    .get(member);
        } catch (ApiRefusal e) {
            throw ProblemException.of(
                    ProblemCode.CLOUDSTACK_UNREACHABLE,
                    "CloudStack refused " + command + " " + uuid + ": " + e.getMessage() + ".",
                    "Mend the UUID in the inventory's storage-pairs; the API key must be one of a root administrator.");
        }
    }
}
