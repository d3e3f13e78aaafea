/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.Capability;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.VlanRanges;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.provision.PortProvisioner;
import io.demarc.switches.provision.PortReport;
import io.demarc.switches.provision.PortRules;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Idle;
import io.demarc.switches.provision.PortTarget.Restore;
import io.demarc.switches.provision.ProvisionResult;
import io.demarc.switches.provision.Rehearsal;
import io.demarc.switches.session.SwitchSession;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a rehearsal tells is what the switch gets in the run that follows: line by line and in order, by the switch's own account,
 * on every platform, from whatever the ports were to whatever they are to be.
 */
final class RehearsalIT {
    private static final int TENANT = 150;
    private static final int OTHER_TENANT = 160;
    private static final int NEW_TENANT = 170;
    private static final int PARKING = 999;

    @TempDir
    private Path directory;

    /** How the first port is; the second is parked. */
    private enum Start {
        CARRIES {
            @Override
            void set(RehearsedSwitch device) {
                device.access(device.port(1), TENANT, true);
            }
        },
        CARRIES_ANOTHER {
            @Override
            void set(RehearsedSwitch device) {
                device.access(device.port(1), OTHER_TENANT, true);
            }
        },
        TRUNK {
            @Override
            void set(RehearsedSwitch device) {
                device.trunk(device.port(1));
            }
        },
        DOWN_IN_THE_DEFAULT_VLAN {
            @Override
            void set(RehearsedSwitch device) {
                device.access(device.port(1), 1, false);
            }
        },
        UP_IN_PARKING {
            @Override
            void set(RehearsedSwitch device) {
                device.access(device.port(1), PARKING, true);
            }
        },
        PARKED {
            @Override
            void set(RehearsedSwitch device) {
                device.access(device.port(1), PARKING, false);
            }
        };

        abstract void set(RehearsedSwitch device);
    }

    private enum Wish {
        CARRY {
            @Override
            List<PortTarget> of(RehearsedSwitch device) {
                return List.of(carry(device.port(1), TENANT));
            }
        },
        CARRY_A_NEW_VLAN {
            @Override
            List<PortTarget> of(RehearsedSwitch device) {
                return List.of(carry(device.port(1), NEW_TENANT), carry(device.port(2), NEW_TENANT));
            }
        },
        IDLE {
            @Override
            List<PortTarget> of(RehearsedSwitch device) {
                return List.of(idle(device.port(1)));
            }
        },
        GIVE_BACK {
            @Override
            List<PortTarget> of(RehearsedSwitch device) {
                return List.of(
                        new Restore(device.port(1), new Vlan(PARKING), new PortDescription("spare"), true, Set.of()));
            }
        },
        HAND_OVER {
            @Override
            List<PortTarget> of(RehearsedSwitch device) {
                return List.of(carry(device.port(2), TENANT), idle(device.port(1)));
            }
        };

        abstract List<PortTarget> of(RehearsedSwitch device);
    }

    private static Carry carry(PortName port, int vlan) {
        return new Carry(port, new Vlan(vlan), new PortDescription("demarc: vpn " + vlan), Set.of());
    }

    private static Idle idle(PortName port) {
        return new Idle(port, Set.of());
    }

    static Stream<Arguments> everyCase() {
        return Stream.of("cisco-ios", "junos", "snmp-qbridge", "snmp-cisco")
                .flatMap(platform -> Stream.of(Start.values())
                        .flatMap(start -> Stream.of(Wish.values()).map(wish -> Arguments.of(platform, start, wish))));
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void tellsWhatIsSent(String platform, Start start, Wish wish) {
        try (RehearsedSwitch device = RehearsedSwitch.of(platform, directory)) {
            rehearseAndRun(device, start, wish);
        }
    }

    /** One switch for all cases, since a real one takes its time to start. */
    @Test
    void tellsWhatIsSentToARealSwitch() {
        try (RehearsedSwitch device = RehearsedSwitch.of("openvswitch", directory)) {
            for (Start start : Start.values()) {
                for (Wish wish : Wish.values()) {
                    rehearseAndRun(device, start, wish);
                }
            }
        }
    }

    private static void rehearseAndRun(RehearsedSwitch device, Start start, Wish wish) {
        start.set(device);
        device.access(device.port(2), PARKING, false);
        List<PortTarget> targets = wish.of(device);
        PortProvisioner provisioner = provisioner(device);
        try (SwitchSession session = device.open()) {
            Rehearsal rehearsal = new Rehearsal(session);
            ProvisionResult rehearsed = provisioner.provision(rehearsal, rules(device), targets, changes -> {});
            rehearsal.save();
            assertThat(device.changesReceived(session)).as("nothing is written").isEmpty();

            ProvisionResult run = provisioner.provision(session, rules(device), targets, changes -> {});
            session.save();

            assertThat(rehearsal.sent())
                    .as("%s, %s", start, wish)
                    .map(device::asReceived)
                    .containsExactlyElementsOf(device.changesReceived(session));
            assertThat(run.reports()).as("%s, %s", start, wish).allMatch(PortReport::isAsWanted);
            assertThat(outcomes(rehearsed)).isEqualTo(outcomes(run));
            if (outcomes(run).contains(PortReport.Outcome.CHANGED)) {
                assertThat(rehearsal.sent()).as("%s, %s", start, wish).hasSizeGreaterThan(1);
            }
        }
    }

    private static List<PortReport.Outcome> outcomes(ProvisionResult result) {
        return result.reports().stream().map(PortReport::outcome).toList();
    }

    /** Saving is asked for by itself, as the daemon does. */
    private static PortProvisioner provisioner(RehearsedSwitch device) {
        Set<Capability> capabilities =
                EnumSet.copyOf(Platforms.builtIn().find(device.platform()).capabilities());
        capabilities.remove(Capability.SAVE_CONFIG);
        return new PortProvisioner(new SwitchName("sw"), capabilities, InstantSource.system());
    }

    private static PortRules rules(RehearsedSwitch device) {
        return new PortRules(
                Map.of(device.port(1), Set.of(PortRules.Guard.TAGGED_VLANS), device.port(2), Set.<PortRules.Guard>of()),
                VlanRanges.parse("150-199"),
                Set.of(new Vlan(1)),
                new Vlan(PARKING),
                true);
    }

    /** It tells a trunk's access VLAN only once the port is none any more, and finds it right then. */
    @Test
    void tellsASetTooManyOfACiscoTrunkWhoseHiddenAccessVlanIsTheWantedOne() {
        try (RehearsedSwitch device = RehearsedSwitch.of("snmp-cisco", directory)) {
            device.access(device.port(1), PARKING, true);
            device.trunk(device.port(1));
            try (SwitchSession session = device.open()) {
                Rehearsal rehearsal = new Rehearsal(session);
                List<PortTarget> targets = List.of(idle(device.port(1)));
                provisioner(device).provision(rehearsal, rules(device), targets, changes -> {});
                provisioner(device).provision(session, rules(device), targets, changes -> {});

                List<String> more = new ArrayList<>(
                        rehearsal.sent().stream().map(device::asReceived).toList());
                more.removeAll(device.changesReceived(session));
                assertThat(more).containsExactly("vmvlan.1001 = 999");
            }
        }
    }

    @Test
    void tellsForEachPortWhatItNeedsOfTheWhole() {
        try (RehearsedSwitch device = RehearsedSwitch.of("cisco-ios", directory)) {
            device.access(device.port(1), TENANT, true);
            device.access(device.port(2), PARKING, false);
            Rehearsal rehearsal;
            try (SwitchSession session = device.open()) {
                rehearsal = new Rehearsal(session);
                List<PortTarget> targets = List.of(carry(device.port(2), NEW_TENANT), idle(device.port(1)));
                provisioner(device).provision(rehearsal, rules(device), targets, changes -> {});
            }
            assertThat(rehearsal.sentFor(device.port(2)))
                    .containsExactly(
                            "configure terminal",
                            "vlan 170",
                            "name demarc-170",
                            "exit",
                            "end",
                            "configure terminal",
                            "interface GigabitEthernet1/0/2",
                            "shutdown",
                            "interface GigabitEthernet1/0/2",
                            "switchport access vlan 170",
                            "switchport mode access",
                            "switchport nonegotiate",
                            "no switchport voice vlan",
                            "description demarc: vpn 170",
                            "end",
                            "configure terminal",
                            "interface GigabitEthernet1/0/2",
                            "no shutdown",
                            "end");
            assertThat(rehearsal.sentFor(device.port(1)))
                    .containsExactly(
                            "configure terminal",
                            "interface GigabitEthernet1/0/1",
                            "shutdown",
                            "switchport access vlan 999",
                            "switchport mode access",
                            "switchport nonegotiate",
                            "no switchport voice vlan",
                            "no description",
                            "end");
        }
    }
}
