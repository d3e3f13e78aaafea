/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.demarc.hooks.addresses.AddressOwners;
import io.demarc.hooks.addresses.IpAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Asks CloudStack who has an address: a user's virtual machine, primary or secondary ({@code listVirtualMachines}), a virtual router
 * ({@code listRouters}), a system machine ({@code listSystemVms}), or a public address ({@code listPublicIpAddresses}). Thread-safe.
 */
public final class ApiAddressOwners implements AddressOwners {
    /** Each name under which a machine's row tells an address of its own. */
    private static final Set<String> MEMBERS =
            Set.of("ipaddress", "ip6address", "publicip", "privateip", "linklocalip", "guestipaddress");

    private final AdminApi api;

    public ApiAddressOwners(CloudStackApi api, InstantSource clock) {
        this.api = new AdminApi(api, clock);
    }

    @Override
    public Optional<String> ownerOf(IpAddress address) {
        return machine(address, "listVirtualMachines", "virtualmachine", "virtual machine")
                .or(() -> machine(address, "listRouters", "router", "virtual router"))
                .or(() -> machine(address, "listSystemVms", "systemvm", "system machine"))
                .or(() -> publicAddress(address));
    }

    private Optional<String> machine(IpAddress address, String command, String member, String kind) {
        return api.list(command, member, Map.of("listall", "true")).stream()
                .filter(row -> has(row, address))
                .findFirst()
                .map(row -> kind + " '" + text(row, "name") + "'" + account(row));
    }

    private static String account(JsonObject row) {
        String account = text(row, "account");
        return account.isEmpty() ? "" : " of account " + account;
    }

    private static boolean has(JsonObject row, IpAddress address) {
        return MEMBERS.stream().anyMatch(member -> is(text(row, member), address))
                || rows(row, "nic")
                        .anyMatch(nic -> is(text(nic, "ipaddress"), address)
                                || is(text(nic, "ip6address"), address)
                                || rows(nic, "secondaryip").anyMatch(it -> is(text(it, "ipaddress"), address)));
    }

    private static Stream<JsonObject> rows(JsonObject of, String member) {
        JsonElement rows = of.get(member);
        return rows != null && rows.isJsonArray()
                ? rows.getAsJsonArray().asList().stream()
                        .filter(JsonElement::isJsonObject)
                        .map(JsonElement::getAsJsonObject)
                : Stream.empty();
    }

    private static boolean is(String text, IpAddress address) {
        try {
            return new IpAddress(text).equals(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<String> publicAddress(IpAddress address) {
        if (address.isSix()) {
            return Optional.empty();
        }
        List<JsonObject> rows = api.list(
                "listPublicIpAddresses",
                "publicipaddress",
                Map.of("listall", "true", "allocatedonly", "true", "ipaddress", address.text()));
        return rows.stream()
                .filter(row -> is(text(row, "ipaddress"), address))
                .findFirst()
                .map(row -> "a public address" + account(row)
                        + (text(row, "virtualmachinename").isEmpty()
                                ? ""
                                : ", for virtual machine '" + text(row, "virtualmachinename") + "'"));
    }
}
