/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The account {@code demarc} in domain ROOT, whose one user the daemon is. Nobody logs in with its password: it is forgotten at once. */
final class DaemonAccount implements Step {
    static final String NAME = "demarc";
    private static final int PASSWORD_BYTES = 30;
    /** Of which a policy may want one each (password.policy.minimum.special.characters and others), and chance alone gives none. */
    private static final String EVERY_KIND = "Aa1-";

    private final AdminCalls calls;
    private final DaemonRole role;
    private final SecureRandom chance = new SecureRandom();

    DaemonAccount(AdminCalls calls, DaemonRole role) {
        this.calls = calls;
        this.role = role;
    }

    @Override
    public String name() {
        return "account " + NAME;
    }

    /** The id of its user, empty when there is no such account. */
    Optional<String> userId() {
        return account()
                .flatMap(account -> AdminCalls.rows(account, "user")
                        .filter(user -> text(user, "username").equals(NAME))
                        .map(user -> text(user, "id"))
                        .findFirst());
    }

    private Optional<JsonObject> account() {
        return calls.list("listAccounts", "account", Map.of("name", NAME, "listall", "true")).stream()
                .filter(account -> text(account, "name").equals(NAME))
                .filter(account -> text(account, "domainpath").replace("/", "").equals("ROOT"))
                .findFirst();
    }

    @Override
    public List<Change> toSetUp() {
        String roleId = role.id().orElse(AdminCalls.ID_TO_COME);
        Optional<JsonObject> account = account();
        if (account.isEmpty()) {
            return List.of(calls.change(
                    "create it with role " + DaemonRole.NAME,
                    "createAccount",
                    Map.of(
                            "account",
                            NAME,
                            "username",
                            NAME,
                            "firstname",
                            "Demarc",
                            "lastname",
                            "daemon",
                            "email",
                            "demarc@localhost",
                            "roleid",
                            roleId,
                            "password",
                            password())));
        }
        return text(account.get(), "rolename").equals(DaemonRole.NAME)
                ? List.of()
                : List.of(calls.change(
                        "give it role " + DaemonRole.NAME + " instead of " + text(account.get(), "rolename"),
                        "updateAccount",
                        Map.of("id", text(account.get(), "id"), "roleid", roleId)));
    }

    @Override
    public List<Change> toRemove() {
        return account()
                .map(it -> List.of(calls.change("delete it", "deleteAccount", Map.of("id", text(it, "id")))))
                .orElse(List.of());
    }

    private String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        chance.nextBytes(bytes);
        return EVERY_KIND + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
