/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.session;

import io.demarc.access.Login;
import io.demarc.access.ssh.SshTarget;
import io.demarc.switches.SwitchName;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Everything needed to open a session with one switch.
 *
 * @param host           address or DNS name
 * @param port           TCP or UDP port, 1 to 65535
 * @param knownHosts     OpenSSH known_hosts file with the switch's host key; null for SNMP
 * @param connectTimeout longest wait for a connection and login
 * @param commandTimeout longest silence within one command or one SNMP request with its repetitions
 * @param bridge         the bridge to work on, for platforms that have several (Open vSwitch); null for the only one
 * @param overrides      what is different about logging in to this switch; for platforms with a command line
 */
public record SwitchAccess(
        SwitchName name,
        String host,
        int port,
        Login login,
        @Nullable Path knownHosts,
        Duration connectTimeout,
        Duration commandTimeout,
        @Nullable String bridge,
        SessionOverrides overrides) {
    public SwitchAccess {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " of switch " + name + " is not within 1 to 65535");
        }
    }

    /** The switch as SSH reaches it. */
    public SshTarget ssh() {
        return new SshTarget(
                SshTarget.Kind.SWITCH, name.toString(), host, port, knownHosts, connectTimeout, commandTimeout);
    }

    /** One where everything is as its platform says. */
    public SwitchAccess(
            SwitchName name,
            String host,
            int port,
            Login login,
            @Nullable Path knownHosts,
            Duration connectTimeout,
            Duration commandTimeout,
            @Nullable String bridge) {
        this(name, host, port, login, knownHosts, connectTimeout, commandTimeout, bridge, SessionOverrides.NONE);
    }
}
