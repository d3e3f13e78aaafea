/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.ssh.SshConnection;
import io.demarc.access.ssh.SshConnection.Finished;
import io.demarc.hooks.addresses.Gateway;
import io.demarc.hooks.addresses.Gateways;
import io.demarc.hooks.addresses.IpAddress;
import io.demarc.hooks.addresses.MacAddress;
import io.demarc.hooks.addresses.NeighbourLines;
import io.demarc.hooks.addresses.NeighbourLines.Form;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.node.Servers;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.ManagedGateway;
import io.demarc.plugin.words.ManagedGateway.Speaks;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.snmp.SnmpNeighbours;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The gateways of the inventory in force, asked by SNMP or SSH. Thread-safe. */
final class InventoryGateways implements Gateways {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Supplier<Inventory> inventory;
    private final Servers machines;
    private final DaemonConfig config;
    private final InstantSource clock;

    /** @param machines where gateways that are Linux machines are found by their names as well */
    InventoryGateways(Supplier<Inventory> inventory, Servers machines, DaemonConfig config, InstantSource clock) {
        this.inventory = inventory;
        this.machines = machines;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public List<Gateway> all() {
        return inventory.get().objects().gateways().values().stream()
                .<Gateway>map(Declared::new)
                .toList();
    }

    private final class Declared implements Gateway {
        private final ManagedGateway managed;

        Declared(ManagedGateway managed) {
            this.managed = managed;
        }

        @Override
        public String name() {
            return managed.name();
        }

        @Override
        public List<IpAddress> addresses() {
            return managed.addresses();
        }

        @Override
        public Set<MacAddress> neighbour(IpAddress address, IpAddress own) {
            return switch (managed.platform()) {
                case SNMP -> byObjects(address, own);
                case LINUX ->
                    NeighbourLines.of(
                            address,
                            machines.on(managed.name())
                                    .run(List.of("ip", "neighbour", "show", "to", address.text()), LIMIT)
                                    .stdout(),
                            Form.LINUX);
                case CISCO_IOS ->
                    NeighbourLines.of(
                            address,
                            shown(address.isSix() ? "show ipv6 neighbors " + address : "show ip arp " + address),
                            Form.CISCO_IOS);
                case JUNOS ->
                    NeighbourLines.of(
                            address,
                            shown(address.isSix() ? "show ipv6 neighbors" : "show arp no-resolve"),
                            Form.JUNOS);
            };
        }

        private Set<MacAddress> byObjects(IpAddress address, IpAddress own) {
            Deadline deadline = Deadline.after(LIMIT, clock);
            return SnmpNeighbours.read(access(), address.octets(), own.octets(), deadline).stream()
                    .map(MacAddress::new)
                    .collect(Collectors.toSet());
        }

        /** The command holds nothing but its own words and an address in its one form. */
        private String shown(String command) {
            Deadline deadline = Deadline.after(LIMIT, clock);
            SwitchAccess access = access();
            try (SshConnection connection = SshConnection.open(access.ssh(), (Login.Ssh) access.login(), deadline)) {
                Finished finished = connection.run(command, deadline);
                if (finished == null) {
                    throw ProblemException.of(
                            ProblemCode.SWITCH_TIMEOUT,
                            "Gateway " + managed.name() + " did not end '" + command + "' in time.",
                            "Try the command by hand: ssh " + managed.host() + " '" + command + "'");
                }
                return finished.output();
            }
        }

        private SwitchAccess access() {
            return new SwitchAccess(
                    new SwitchName(managed.name()),
                    managed.host(),
                    managed.port(),
                    managed.login().resolve(),
                    managed.platform() == Speaks.SNMP ? null : config.knownHosts(),
                    config.switchTimeouts().connect(),
                    config.switchTimeouts().command(),
                    null);
        }

        @Override
        public Optional<NodeCommands> machine() {
            return managed.platform() == Speaks.LINUX ? Optional.of(machines.on(managed.name())) : Optional.empty();
        }
    }
}
