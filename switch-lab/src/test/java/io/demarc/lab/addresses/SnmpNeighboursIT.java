/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.lab.addresses.AddressBench.Host;
import io.demarc.switches.SwitchName;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.snmp.SnmpNeighbours;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a real net-snmp agent says of a real gateway's neighbours. */
class SnmpNeighboursIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void aNeighbourIsFoundByTheGatewaysOwnAddressAndWithoutIt() throws Exception {
        try (AddressBench bench = AddressBench.start()) {
            for (String address : new String[] {bench.moving(), AddressBench.MOVING_SIX}) {
                bench.give(Host.A, address);
                bench.heat(address);
            }
            String four = bench.moving().replaceFirst("/.*", "");
            String six = AddressBench.MOVING_SIX.replaceFirst("/.*", "");

            assertThat(read(bench, four, bench.address(Host.GATEWAY))).containsExactly(Host.A.mac());
            assertThat(read(bench, four, "192.0.2.1")).containsExactly(Host.A.mac());
            assertThat(read(bench, six, AddressBench.GATEWAY_SIX)).containsExactly(Host.A.mac());
            assertThat(read(bench, six, "2001:db8::1")).containsExactly(Host.A.mac());
            assertThat(read(bench, "192.0.2.9", bench.address(Host.GATEWAY))).isEmpty();
        }
    }

    private static Set<String> read(AddressBench bench, String address, String own) throws Exception {
        SwitchAccess access = new SwitchAccess(
                new SwitchName("edge"),
                bench.entrance(Host.GATEWAY),
                161,
                new Login.SnmpV3(
                        AddressBench.SNMP_USER,
                        Login.AuthProtocol.SHA256,
                        new Secret(AddressBench.SNMP_AUTH_SECRET),
                        Login.PrivProtocol.AES128,
                        new Secret(AddressBench.SNMP_PRIV_SECRET),
                        null),
                null,
                LIMIT,
                LIMIT,
                null);
        return SnmpNeighbours.read(
                access,
                InetAddress.getByName(address).getAddress(),
                InetAddress.getByName(own).getAddress(),
                Deadline.after(LIMIT, InstantSource.system()));
    }
}
