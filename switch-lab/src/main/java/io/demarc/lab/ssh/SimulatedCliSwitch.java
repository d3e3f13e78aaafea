/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.lab.ground.LldpNeighbour;
import io.demarc.switches.PortState;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A simulated switch with a command line on a loopback port, behind real SSH. Thread-safe. The methods throw
 * {@link IllegalArgumentException} for a port that the switch doesn't have.
 */
public abstract sealed class SimulatedCliSwitch implements AutoCloseable
        permits SimulatedIosSwitch, SimulatedJunosSwitch {
    private final CliDevice device;
    private final Supplier<Cli> console;
    private final SshEndpoint endpoint;

    SimulatedCliSwitch(Parts<?> parts, CliDevice device, Function<Account, Cli> sessions, Supplier<Cli> console) {
        this.device = device;
        this.console = console;
        endpoint = new SshEndpoint(parts.accounts, parts.hostKey, parts.sshPort, sessions);
        endpoint.start();
    }

    /** Host (unresolved, 127.0.0.1) and TCP port of the SSH server. */
    public InetSocketAddress address() {
        return endpoint.address();
    }

    /** The line of an OpenSSH known_hosts file that vouches for the present host key. */
    public String knownHostsLine() {
        return endpoint.knownHostsLine();
    }

    /** Every command received over SSH, in order; passwords are not among them. */
    public List<String> commandsReceived() {
        return endpoint.commandsReceived();
    }

    /** Full names of all ports whose configuration anybody wrote to over SSH, even without changing it. */
    public Set<String> portsEverWritten() {
        synchronized (device) {
            return device.written();
        }
    }

    public Faults faults() {
        return endpoint.faults();
    }

    /** What the switch itself answers to one command outside of configuration mode, typed at its console. */
    public String run(String command) {
        return type(List.of(command));
    }

    /** Types lines in configuration mode at the console, as a person would; returns what the switch printed. */
    public abstract String configure(String... lines);

    /** The state of the port in the configuration that is in force. */
    public PortState port(String name) {
        synchronized (device) {
            return device.state(name);
        }
    }

    /** Connects something with these MAC addresses (six octets with colons) to the port. */
    public void plug(String port, String... macs) {
        synchronized (device) {
            device.cable(port).plug(macs);
        }
    }

    public void unplug(String port) {
        synchronized (device) {
            device.cable(port).unplug();
        }
    }

    /** Connects something to the port that announces itself by LLDP. */
    public void plug(String port, LldpNeighbour neighbour) {
        synchronized (device) {
            device.cable(port).hear(neighbour);
        }
    }

    /** Restarts the switch: sessions end, and what was not saved or committed is lost. */
    public void reboot() {
        endpoint.stop();
        synchronized (device) {
            device.restart();
        }
        endpoint.start();
    }

    /** From the next connection on the switch shows another host key. */
    public void changeHostKey() {
        endpoint.changeHostKey();
    }

    @Override
    public void close() {
        endpoint.close();
    }

    /** Types the lines between the words that enter configuration mode and those that leave it. */
    String type(String enter, String[] lines, String leave) {
        List<String> all = new ArrayList<>(List.of(enter));
        all.addAll(List.of(lines));
        all.add(leave);
        return type(all);
    }

    private String type(List<String> lines) {
        try (Cli cli = console.get()) {
            StringBuilder printed = new StringBuilder();
            for (String line : lines) {
                if (cli.execute(line) instanceof Reply.Text text) {
                    printed.append(text.text());
                }
            }
            return printed.toString();
        }
    }

    /** What a switch is made of. One caller at a time. */
    public abstract static sealed class Parts<P extends Parts<P>>
            permits SimulatedIosSwitch.Builder, SimulatedJunosSwitch.Builder {
        final String hostname;
        final List<String> ports = new ArrayList<>();
        private final List<Account> accounts = new ArrayList<>();
        private @Nullable KeyPair hostKey;
        private int sshPort;

        Parts(String hostname) {
            this.hostname = hostname;
        }

        abstract P self();

        public P account(Account account) {
            accounts.add(account);
            return self();
        }

        /** Ports {@code prefix + first} to {@code prefix + last}, such as {@code GigabitEthernet1/0/} 1 to 24. */
        public P ports(String prefix, int first, int last) {
            for (int number = first; number <= last; number++) {
                ports.add(prefix + number);
            }
            return self();
        }

        /** Instead of a fresh one. */
        public P hostKey(KeyPair key) {
            hostKey = key;
            return self();
        }

        /** Instead of any free one. */
        public P sshPort(int port) {
            sshPort = port;
            return self();
        }
    }
}
