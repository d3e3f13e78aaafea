/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Asks CloudStack's API: {@code state} of {@code listStoragePools} and {@code resourcestate} of {@code listHosts} contain the
 * word Maintenance from the moment that maintenance is asked for ({@code PrepareForMaintenance}) until it is cancelled. Thread-safe.
 */
public final class ApiMaintenance implements CloudMaintenance {
    private final AdminApi api;

    public ApiMaintenance(CloudStackApi api, InstantSource clock) {
        this.api = new AdminApi(api, clock);
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
        return api.list(command, member, Map.of("id", uuid)).stream()
                .findFirst()
                .map(it -> AdminApi.text(it, key))
                .filter(it -> it.toLowerCase(Locale.ROOT).contains("maintenance") && !it.startsWith("Cancel"));
    }
}
