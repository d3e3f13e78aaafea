/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

import io.demarc.lab.cloudstack.NetworkOwner;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.cloudstack.SimulatedNetwork;
import java.time.InstantSource;
import java.util.List;

/**
 * A small data centre to play with: simulated switches, and a simulated CloudStack with a few tenants' networks.
 * Thread-safe.
 */
final class Lab implements AutoCloseable {
    private final SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
    private final List<LabSwitch> switches;

    Lab(List<LabSwitch> switches) {
        this.switches = List.copyOf(switches);
        NetworkOwner alice = NetworkOwner.account("ROOT", "alice");
        cloudStack.add(SimulatedNetwork.created(204, "50f13157-b872-444a-a9c1-91f6f85a1dd0", "a1", alice));
        cloudStack.add(SimulatedNetwork.created(205, "a1402183-fd19-4506-ac82-1ffa9e51d5ad", "p1", alice));
        cloudStack.add(SimulatedNetwork.created(
                206,
                "6d0f2a8e-5b1c-4a0e-9c55-0d6c2f7f8b21",
                "warehouse",
                NetworkOwner.account("ROOT/acme", "mallory")));
        cloudStack.add(SimulatedNetwork.created(
                207,
                "c2b7d1f4-0a3e-4f69-8a52-3f9f0f6d7e10",
                "moon-landing",
                NetworkOwner.project("ROOT/acme", "moon")));
    }

    SimulatedCloudStack cloudStack() {
        return cloudStack;
    }

    List<LabSwitch> switches() {
        return switches;
    }

    LabSwitch require(String name) {
        return switches.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the lab has no switch called " + name + "; it has "
                        + switches.stream().map(LabSwitch::name).toList()));
    }

    @Override
    public void close() {
        switches.forEach(LabSwitch::close);
        cloudStack.close();
    }
}
