/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonObject;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One network or VPC offering, from which tenants make networks that devices can be on. */
final class Offering implements Step {
    private final AdminCalls calls;
    private final OfferingTerms terms;

    Offering(AdminCalls calls, OfferingTerms terms) {
        this.calls = calls;
        this.terms = terms;
    }

    @Override
    public String name() {
        return "offering " + terms.name();
    }

    @Override
    public List<Change> toSetUp() {
        Optional<JsonObject> row = row();
        if (row.isEmpty()) {
            return List.of(calls.change("create it", "create" + terms.kind(), terms.request()));
        }
        Map<String, String> found = providers(row.get());
        if (!found.equals(terms.services())) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "CloudStack has an offering '" + terms.name() + "' with the services " + found + "; Demarc's has "
                            + terms.services() + ", and CloudStack can't change an offering's services.",
                    "Give that one another name, then run the command again.");
        }
        return text(row.get(), "state").equals("Enabled")
                ? List.of()
                : List.of(calls.change(
                        "enable it", "update" + terms.kind(), Map.of("id", text(row.get(), "id"), "state", "Enabled")));
    }

    @Override
    public List<Change> toRemove() {
        return row().map(row ->
                        List.of(calls.change("delete it", "delete" + terms.kind(), Map.of("id", text(row, "id")))))
                .orElse(List.of());
    }

    private Optional<JsonObject> row() {
        return calls.named("list" + terms.kind() + "s", terms.member(), terms.name(), Map.of("name", terms.name()));
    }

    /** Service by service, who provides it. */
    static Map<String, String> providers(JsonObject row) {
        Map<String, String> providers = new TreeMap<>();
        AdminCalls.rows(row, "service")
                .forEach(service -> AdminCalls.rows(service, "provider")
                        .forEach(provider -> providers.put(text(service, "name"), text(provider, "name"))));
        return providers;
    }
}
