/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** Answers about machines: a user's virtual machines, each with one network card. Made up, and no more than a client needs. */
final class MachineAnswers {
    private final Map<String, String> addresses = new TreeMap<>();

    void add(String name, String address) {
        addresses.put(name, address);
    }

    ApiAnswer virtualMachines() {
        JsonArray items = new JsonArray();
        addresses.forEach((name, address) -> {
            JsonObject nic = new JsonObject();
            nic.addProperty("ipaddress", address);
            JsonArray nics = new JsonArray();
            nics.add(nic);
            JsonObject machine = new JsonObject();
            machine.addProperty("name", name);
            machine.addProperty("account", "alice");
            machine.add("nic", nics);
            items.add(machine);
        });
        return ApiAnswer.list("listVirtualMachines", "virtualmachine", items, items.size());
    }

    /** There are none of this kind. */
    ApiAnswer none(String command) {
        return ApiAnswer.list(command, "", new JsonArray(), 0);
    }
}
