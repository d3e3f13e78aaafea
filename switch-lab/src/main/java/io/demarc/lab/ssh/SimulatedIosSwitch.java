/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.lab.ground.LldpNeighbour;
import io.demarc.switches.PortState;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A simulated Cisco IOS switch (platform cisco-ios) on a loopback port, behind real SSH. Thread-safe. Ports are named
 * in full or abbreviated; the methods throw {@link IllegalArgumentException} for a port that the switch doesn't have.
 */
public final class SimulatedIosSwitch implements AutoCloseable {
    private final IosDevice device;
    private final SshEndpoint endpoint;

    private SimulatedIosSwitch(Builder builder) {
        device = new IosDevice(builder.hostname, builder.enableSecret, builder.ports);
        endpoint = new SshEndpoint(
                builder.accounts,
                builder.hostKey,
                builder.sshPort,
                account -> new IosCli(device, account.privileged(), false));
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

    /** What the switch itself answers to one command in privileged mode, typed at its console. */
    public String run(String command) {
        return console(List.of(command));
    }

    /** Types lines in configuration mode at the console, as a person would; returns what the switch printed. */
    public String configure(String... lines) {
        List<String> all = new ArrayList<>(List.of("configure terminal"));
        all.addAll(List.of(lines));
        all.add("end");
        return console(all);
    }

    /** From now on {@code enable} asks this, as some authentication servers do, instead of {@code Password:}. */
    public void askForEnable(String question) {
        synchronized (device) {
            device.enableQuestion(question);
        }
    }

    /** The state of the port in the running configuration. */
    public PortState port(String name) {
        synchronized (device) {
            return device.state(name);
        }
    }

    /** Connects something with these MAC addresses (six octets with colons) to the port. */
    public void plug(String port, String... macs) {
        synchronized (device) {
            device.cable(device.require(port).name()).plug(macs);
        }
    }

    public void unplug(String port) {
        synchronized (device) {
            device.cable(device.require(port).name()).unplug();
        }
    }

    /** Connects something to the port that announces itself by LLDP. */
    public void plug(String port, LldpNeighbour neighbour) {
        synchronized (device) {
            device.cable(device.require(port).name()).hear(neighbour);
        }
    }

    /** Restarts the switch: sessions end, and what was not saved is lost. */
    public void reboot() {
        endpoint.stop();
        synchronized (device) {
            device.reload();
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
        try (Cli cli = new IosCli(device, true, true)) {
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
        private @Nullable String enableSecret;
        private @Nullable KeyPair hostKey;
        private int sshPort;

        private Builder(String hostname) {
            this.hostname = hostname;
        }

        public Builder account(Account account) {
            accounts.add(account);
            return this;
        }

        /** Without it, {@code enable} asks nothing. */
        public Builder enableSecret(String secret) {
            enableSecret = secret;
            return this;
        }

        /** Ports {@code prefix + first} to {@code prefix + last}, such as {@code GigabitEthernet1/0/} 1 to 24. */
        public Builder ports(String prefix, int first, int last) {
            for (int number = first; number <= last; number++) {
                String name = prefix + number;
                ports.add(IosNames.full(name)
                        .orElseThrow(() -> new IllegalArgumentException("IOS has no interface called " + name)));
            }
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
        public SimulatedIosSwitch start() {
            return new SimulatedIosSwitch(this);
        }
    }
}
