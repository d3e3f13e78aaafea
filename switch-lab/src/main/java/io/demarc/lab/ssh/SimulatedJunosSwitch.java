/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.lab.ground.LabTimers;
import io.demarc.lab.ground.LldpNeighbour;
import io.demarc.switches.PortState;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A simulated Junos switch with ELS (platform junos) on a loopback port, behind real SSH. Thread-safe. The methods throw
 * {@link IllegalArgumentException} for a port that the switch doesn't have.
 */
public final class SimulatedJunosSwitch implements AutoCloseable {
    private final JunosDevice device;
    private final SshEndpoint endpoint;

    private SimulatedJunosSwitch(Builder builder) {
        device = new JunosDevice(builder.hostname, builder.ports, builder.timers);
        endpoint = new SshEndpoint(
                builder.accounts,
                builder.hostKey,
                builder.sshPort,
                account -> new JunosCli(device, account.user(), false));
        endpoint.start();
    }

    /** A switch with this host name; without further settings it has no ports and nobody can log in. */
    public static Builder named(String hostname) {
        return new Builder(hostname);
    }

    /** Host (unresolved, 127.0.0.1) and TCP port of the SSH server. */
    public InetSocketAddress address() {
        return endpoint.address();
    }

    /** The line of an OpenSSH known_hosts file that vouches for the present host key. */
    public String knownHostsLine() {
        return endpoint.knownHostsLine();
    }

    /** Every command received over SSH, in order. */
    public List<String> commandsReceived() {
        return endpoint.commandsReceived();
    }

    /** Names of all interfaces that statements committed over SSH were about, even if they changed nothing. */
    public Set<String> portsEverWritten() {
        synchronized (device) {
            return device.written();
        }
    }

    public Faults faults() {
        return endpoint.faults();
    }

    /** What the switch itself answers to one command in operational mode, typed at its console. */
    public String run(String command) {
        return console(List.of(command));
    }

    /** Types lines in configuration mode at the console and commits, as a person would; returns what was printed. */
    public String configure(String... lines) {
        List<String> all = new ArrayList<>(List.of("configure private"));
        all.addAll(List.of(lines));
        all.add("commit and-quit");
        return console(all);
    }

    /** The state of the port by the committed configuration. */
    public PortState port(String name) {
        synchronized (device) {
            return device.state(name);
        }
    }

    /** Somebody else enters {@code configure exclusive} and stays there, until {@link #unlockConfiguration}. */
    public void lockConfiguration(String owner) {
        synchronized (device) {
            device.lock(endpoint, owner);
        }
    }

    public void unlockConfiguration() {
        synchronized (device) {
            device.unlock(endpoint);
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

    /** Restarts the switch: sessions end; what was committed stays. */
    public void reboot() {
        endpoint.stop();
        synchronized (device) {
            device.uptime().restart();
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

    private String console(List<String> lines) {
        try (Cli cli = new JunosCli(device, "root", true)) {
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
    public static final class Builder {
        private final String hostname;
        private final List<Account> accounts = new ArrayList<>();
        private final List<String> ports = new ArrayList<>();
        private LabTimers timers = LabTimers.real();
        private @Nullable KeyPair hostKey;
        private int sshPort;

        private Builder(String hostname) {
            this.hostname = hostname;
        }

        public Builder account(Account account) {
            accounts.add(account);
            return this;
        }

        /** Ports {@code prefix + first} to {@code prefix + last}, such as {@code ge-0/0/} 0 to 23. */
        public Builder ports(String prefix, int first, int last) {
            for (int number = first; number <= last; number++) {
                ports.add(prefix + number);
            }
            return this;
        }

        /** What {@code commit confirmed} waits by, instead of real time. */
        public Builder timers(LabTimers time) {
            timers = time;
            return this;
        }

        /** Instead of a fresh one. */
        public Builder hostKey(KeyPair key) {
            hostKey = key;
            return this;
        }

        /** Instead of any free one. */
        public Builder sshPort(int port) {
            sshPort = port;
            return this;
        }

        /** Starts the switch. */
        public SimulatedJunosSwitch start() {
            return new SimulatedJunosSwitch(this);
        }
    }
}
