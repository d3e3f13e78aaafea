/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.plugin.operations.StoreOperations;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be asked of the store over the socket; {@code docs/rest.md} describes it. Thread-safe. */
final class StoreRoutes {
    private final StoreOperations store;

    StoreRoutes(StoreOperations store) {
        this.store = store;
    }

    List<Route> all() {
        return List.of(
                Route.of("GET", "store", Set.of(), call -> Answer.of(store.status())),
                Route.of("POST", "store/backup", Set.of("file"), this::backup),
                Route.of("POST", "store/accept", Set.of("why", "wait_seconds"), this::accept));
    }

    private Answer backup(Call call) {
        return Answer.of(Map.of("message", store.backup(call.requiredText("file"), call.actor())));
    }

    private Answer accept(Call call) {
        String message = store.accept(call.requiredText("why"), call.actor(), call.deadline());
        return Answer.of(Map.of("message", message));
    }
}
