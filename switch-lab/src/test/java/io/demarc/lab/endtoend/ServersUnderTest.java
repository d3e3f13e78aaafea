/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import io.demarc.lab.addresses.AddressBench;
import io.demarc.lab.addresses.AddressBench.Host;

/** The bench's machines as the servers {@code alpha} and {@code beta} and the gateway {@code edge} of a daemon. */
final class ServersUnderTest {
    static final String A = "alpha";
    static final String B = "beta";
    static final String GATEWAY = "edge";

    private ServersUnderTest() {}

    /**
     * Declares them, and starts the daemon.
     *
     * @param platform of the gateway; empty to declare none
     */
    static void declare(DaemonUnderTest daemon, AddressBench bench, String platform) {
        daemon.knowHost(bench.knownHosts());
        daemon.secret("server-key", bench.privateKey());
        daemon.secret("snmp-auth", AddressBench.SNMP_AUTH_SECRET);
        daemon.secret("snmp-priv", AddressBench.SNMP_PRIV_SECRET);
        String ssh = "{ user: root, private-key: '" + daemon.reference("server-key") + "' }";
        String snmp = "{ user: demarc, auth: { protocol: SHA256, secret: '" + daemon.reference("snmp-auth")
                + "' }, priv: { protocol: AES128, secret: '" + daemon.reference("snmp-priv") + "' } }";
        StringBuilder inventory =
                new StringBuilder("""
                switches: []
                servers:
                  - { name: alpha, address: %s, login: %s }
                  - { name: beta, address: %s, login: %s }
                """.formatted(bench.entrance(Host.A), ssh, bench.entrance(Host.B), ssh));
        if (!platform.isEmpty()) {
            inventory.append("""
                    gateways:
                      - name: edge
                        platform: %s
                        address: %s
                        addresses: [%s, '%s']
                        login: %s
                    """.formatted(
                            platform,
                            bench.entrance(Host.GATEWAY),
                            bench.address(Host.GATEWAY),
                            AddressBench.GATEWAY_SIX,
                            platform.equals("snmp") ? snmp : ssh));
        }
        daemon.write("inventory.yaml", inventory.toString());
        daemon.start();
        daemon.mustRun("apply", "-f", daemon.path("inventory.yaml"));
    }
}
