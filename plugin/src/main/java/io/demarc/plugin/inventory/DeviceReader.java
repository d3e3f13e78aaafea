/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.access.yaml.YamlNode;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.words.PortAddress;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.catalogue.Platforms;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads one entry of the inventory's devices. One caller at a time. */
final class DeviceReader {
    private final Map<SwitchName, ManagedSwitch> switches;
    private final Platforms platforms;

    /** @param switches those that could be read; a device of another one is not looked at further */
    DeviceReader(Map<SwitchName, ManagedSwitch> switches, Platforms platforms) {
        this.switches = switches;
        this.platforms = platforms;
    }

    Optional<Device> read(YamlNode node) {
        node.knowing("name", "owner", "port");
        Optional<DeviceName> name = node.get("name").required(DeviceName::new);
        Optional<Owner> owner = owner(node.get("owner"));
        Optional<PortAddress> port = port(node.get("port"));
        if (name.isEmpty() || owner.isEmpty() || port.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Device(name.get(), owner.get(), port.get()));
    }

    private static Optional<Owner> owner(YamlNode node) {
        if (!node.isPresent()) {
            node.problem("is missing: say whose it is, such as { domain: ROOT/acme, account: alice }");
            return Optional.empty();
        }
        node.knowing("domain", "account", "project");
        Optional<String> domain = node.get("domain").required(UnaryOperator.identity());
        boolean isProject = node.get("project").isPresent();
        if (isProject == node.get("account").isPresent()) {
            node.problem("needs either an account or a project");
            return Optional.empty();
        }
        Optional<String> name = node.get(isProject ? "project" : "account").required(UnaryOperator.identity());
        if (domain.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Owner(domain.get(), isProject ? Owner.Kind.PROJECT : Owner.Kind.ACCOUNT, name.get()));
        } catch (IllegalArgumentException e) {
            node.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<PortAddress> port(YamlNode node) {
        if (!node.isPresent()) {
            node.problem("is missing: say where it is plugged in, such as { switch: tor-a1, name: Gi1/0/7 }");
            return Optional.empty();
        }
        node.knowing("switch", "name");
        Optional<SwitchName> switchName = node.get("switch").required(SwitchName::new);
        Optional<String> written = node.get("name").required(UnaryOperator.identity());
        if (switchName.isEmpty() || written.isEmpty()) {
            return Optional.empty();
        }
        ManagedSwitch managed = switches.get(switchName.get());
        if (managed == null) {
            node.get("switch").problem("there is no (valid) switch named " + switchName.get());
            return Optional.empty();
        }
        Optional<PortName> port = node.get("name")
                .required(text -> platforms.find(managed.platform()).normalise(text));
        if (port.isPresent() && !managed.rules().managed().containsKey(port.get())) {
            node.get("name").problem("port " + port.get() + " is not one of the managed ports of " + managed.name());
            return Optional.empty();
        }
        return port.map(one -> new PortAddress(managed.name(), one));
    }
}
