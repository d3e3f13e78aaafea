/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import static io.demarc.lab.snmp.SnmpBench.attach;
import static io.demarc.lab.snmp.SnmpBench.park;
import static io.demarc.lab.snmp.SnmpBench.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.demarc.access.Login;
import io.demarc.access.Login.AuthProtocol;
import io.demarc.access.Login.PrivProtocol;
import io.demarc.access.Secret;
import io.demarc.lab.real.OpenVswitchBench;
import io.demarc.lab.real.OpenVswitchBench.Host;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Shut;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Q-BRIDGE driver against an agent that nobody of this project wrote the protocol of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnmpOverRealAgentIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final OpenVswitchBench bench = OpenVswitchBench.start();

    @BeforeAll
    void plug() {
        bench.plug(Host.VM, 150);
        bench.plug(Host.OTHER_VM, 160);
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    @Test
    void movesFramesFromOneTenantToTheOtherAndToNobody() {
        apply(
                new CreateVlan(new Vlan(150), "blue"),
                new CreateVlan(new Vlan(160), "green"),
                new CreateVlan(new Vlan(999), "parking"));
        String vpn = Host.VPN.port();

        apply(new Shut(port(vpn)), attach(vpn, 150), new Enable(port(vpn)));
        assertThat(reads(vpn, 150)).isTrue();
        assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();
        assertThat(bench.ping(Host.OTHER_VM, Host.VPN)).isFalse();
        try (SwitchSession session = open()) {
            assertThat(session.locate(bench.mac(Host.VPN))).contains(port(vpn));
        }

        apply(new Shut(port(vpn)), attach(vpn, 160), new Enable(port(vpn)));
        assertThat(reads(vpn, 160)).isTrue();
        assertThat(bench.ping(Host.OTHER_VM, Host.VPN)).isTrue();
        assertThat(bench.ping(Host.VM, Host.VPN)).isFalse();

        apply(park(vpn));
        assertThat(reads(vpn, 999)).isTrue();
        assertThat(bench.ping(Host.OTHER_VM, Host.VPN)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, laboratory-auth, laboratory-priv, does not know the SNMPv3 user",
        "demarc, not-the-secret, laboratory-priv, the authentication secret or protocol is wrong",
        "demarc, laboratory-auth, not-the-secret, its privacy secret or protocol is wrong"
    })
    void saysWhatIsWrongWithALogin(String user, String auth, String priv, String words) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open(user, auth, priv))
                .satisfies(e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_LOGIN_REFUSED);
                    assertThat(e.problem().summary()).contains(words);
                });
    }

    private boolean reads(String name, int vlan) {
        try (SwitchSession session = open()) {
            var seen = session.observe(Set.of(port(name)));
            assertThat(seen.evidenceFor(port(name))).isEqualTo(PortEvidence.none(port(name)));
            return seen.port(port(name)).orElseThrow().carriesOnly(new Vlan(vlan));
        }
    }

    private void apply(PortStep... steps) {
        try (SwitchSession session = open()) {
            session.apply(List.of(steps));
        }
    }

    private SwitchSession open() {
        return open(OpenVswitchBench.SNMP_USER, OpenVswitchBench.SNMP_AUTH_SECRET, OpenVswitchBench.SNMP_PRIV_SECRET);
    }

    private SwitchSession open(String user, String auth, String priv) {
        Login login = new Login.SnmpV3(
                user, AuthProtocol.SHA256, new Secret(auth), PrivProtocol.AES128, new Secret(priv), null);
        return Platforms.builtIn()
                .find("snmp-qbridge")
                .open(
                        new SwitchAccess(new SwitchName("ovs"), bench.host(), 161, login, null, TIMEOUT, TIMEOUT, null),
                        SnmpBench.within(Duration.ofSeconds(30)));
    }
}
