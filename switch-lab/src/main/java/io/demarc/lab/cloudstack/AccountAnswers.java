/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collection;

/** Answers of listAccounts, for who owns networks. */
final class AccountAnswers {
    private AccountAnswers() {}

    /** The accounts that own the networks which the caller sees. */
    static ApiAnswer answer(Collection<SimulatedNetwork> networks) {
        JsonArray items = new JsonArray();
        networks.stream()
                .map(SimulatedNetwork::owner)
                .filter(owner -> !owner.isProject() && !owner.isDomain())
                .distinct()
                .forEach(owner -> {
                    JsonObject account = new JsonObject();
                    account.addProperty("id", owner.uuid());
                    account.addProperty("name", owner.name());
                    account.addProperty("accounttype", 0);
                    account.addProperty("rolename", "User");
                    account.addProperty("domainid", owner.domainUuid());
                    account.addProperty("domain", owner.domainName());
                    account.addProperty("domainpath", owner.domainPath());
                    account.addProperty("state", "enabled");
                    items.add(account);
                });
        return ApiAnswer.list("listAccounts", "account", items, items.size());
    }
}
