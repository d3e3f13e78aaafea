/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import static io.demarc.lab.snmp.SnmpBench.AUTH_SECRET;
import static io.demarc.lab.snmp.SnmpBench.PRIV_SECRET;
import static io.demarc.lab.snmp.SnmpBench.attach;
import static io.demarc.lab.snmp.SnmpBench.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Login.AuthProtocol;
import io.demarc.access.Login.PrivProtocol;
import io.demarc.access.Secret;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SnmpLoginIT {
    private final SnmpBench bench = SnmpBench.qbridge();

    @AfterEach
    void stop() {
        bench.close();
    }

    static Stream<Arguments> protocols() {
        return Stream.of(AuthProtocol.values())
                .flatMap(auth -> Stream.of(PrivProtocol.values()).map(priv -> Arguments.of(auth, priv)));
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void speaksEveryProtocol(AuthProtocol auth, PrivProtocol priv) {
        try (SimulatedSnmpSwitch device = SimulatedSnmpSwitch.named("sw")
                .user(AgentUser.v3("demarc", AUTH_SECRET, PRIV_SECRET).with(auth, priv))
                .ports("", 1, 4)
                .start()) {
            Login login = v3("demarc", auth, AUTH_SECRET, priv, PRIV_SECRET);
            SwitchAccess access = SnmpBench.access(login, device.address().getPort());

            try (SwitchSession session = bench.platform().open(access, SnmpBench.within(Duration.ofSeconds(20)))) {
                assertThat(session.observe(Set.of()).ports()).hasSize(4);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void speaksToACommunityWhereTheInventoryAsksForIt(Login.SnmpCommunity.Version version) {
        try (SimulatedSnmpSwitch device = SimulatedSnmpSwitch.named("sw")
                .user(AgentUser.community("commune"))
                .ports("", 1, 4)
                .start()) {
            device.console().createVlan(150, "blue");
            Login login = new Login.SnmpCommunity(version, new Secret("commune"));
            SwitchAccess access = SnmpBench.access(login, device.address().getPort());

            try (SwitchSession session = bench.platform().open(access, SnmpBench.within(Duration.ofSeconds(20)))) {
                session.apply(List.of(attach("3", 150)));
                assertThat(session.transcript()).noneMatch(line -> line.contains("commune"));
            }
            assertThat(device.portSays("3")).contains("untagged 150, tagged none, pvid 150");
        }
    }

    static Stream<Arguments> wrongLogins() {
        return Stream.of(
                Arguments.of(
                        v3("nobody", AuthProtocol.SHA256, AUTH_SECRET, PrivProtocol.AES128, PRIV_SECRET),
                        " refuses the login: it does not know the SNMPv3 user."),
                Arguments.of(
                        v3("demarc", AuthProtocol.SHA256, "not-the-secret", PrivProtocol.AES128, PRIV_SECRET),
                        " refuses the login: the authentication secret or protocol is wrong."),
                Arguments.of(
                        v3("demarc", AuthProtocol.SHA1, AUTH_SECRET, PrivProtocol.AES128, PRIV_SECRET),
                        " refuses the login: the authentication secret or protocol is wrong."),
                Arguments.of(
                        v3("demarc", AuthProtocol.SHA256, AUTH_SECRET, PrivProtocol.AES128, "not-the-secret"),
                        " speaks SNMPv3, but does not answer this user: its privacy secret or protocol is wrong."));
    }

    @ParameterizedTest
    @MethodSource("wrongLogins")
    void saysWhatIsWrongWithALogin(Login login, String words) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open(bench.access(login), Duration.ofSeconds(20)))
                .satisfies(e -> {
                    assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_LOGIN_REFUSED);
                    assertThat(e.problem().summary())
                            .startsWith("Switch sw2 at 127.0.0.1 port ")
                            .endsWith(words);
                    assertThat(e.problem().message()).doesNotContain("not-the-secret", AUTH_SECRET, PRIV_SECRET);
                });
    }

    @Test
    void refusesSecretsThatAreTooShort() {
        Login login = v3("demarc", AuthProtocol.SHA256, "short", PrivProtocol.AES128, PRIV_SECRET);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open(bench.access(login), Duration.ofSeconds(20)))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.CONFIG_INVALID));
    }

    @Test
    void aSwitchThatDoesNotAnswerIsUnreachable() throws SocketException {
        try (DatagramSocket deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            SwitchAccess access = SnmpBench.access(
                    v3("demarc", AuthProtocol.SHA256, AUTH_SECRET, PrivProtocol.AES128, PRIV_SECRET),
                    deaf.getLocalPort());

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> open(access, Duration.ofMillis(300)))
                    .satisfies(e -> {
                        assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_UNREACHABLE);
                        assertThat(e.problem().summary()).contains(" does not answer SNMP: nothing within ");
                    });
        }
    }

    @Test
    void aSwitchThatFallsSilentInTheMiddleIsATimeoutWithinTheDeadline() {
        try (SwitchSession session = bench.platform().open(bench.access(), SnmpBench.within(Duration.ofSeconds(5)))) {
            session.observe(Set.of());
            bench.device().faults().silentAfterSets(1);
            Instant begun = Instant.now();

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> session.apply(List.of(attach("7", 150))))
                    .satisfies(e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_TIMEOUT));
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> session.observe(Set.of()))
                    .satisfies(e -> assertThat(e.problem().summary()).contains("is closed"));
        }
        bench.device().faults().clear();
        assertThat(bench.observe().port(port("7")).orElseThrow().contradiction())
                .isNull();
    }

    @Test
    void aLostPacketIsSentAgain() {
        try (SwitchSession session = bench.open()) {
            bench.device().faults().dropPackets(1);

            session.apply(List.of(attach("7", 150)));
        }
        assertThat(bench.device().portSays("7")).contains("untagged 150, tagged none, pvid 150");
    }

    @Test
    void nothingIsAskedAfterTheDeadline() {
        Deadline over = SnmpBench.within(Duration.ZERO);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> bench.platform().open(bench.access(), over))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.DEADLINE_PASSED));
        assertThat(bench.device().requestsReceived()).isZero();
    }

    @Test
    void aNameThatHasNoAddressIsUnreachable() {
        SwitchAccess access = bench.access();
        SwitchAccess nowhere = new SwitchAccess(
                access.name(),
                "switch.invalid",
                access.port(),
                access.login(),
                null,
                access.connectTimeout(),
                access.commandTimeout(),
                null);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open(nowhere, Duration.ofSeconds(20)))
                .satisfies(e -> assertThat(e.problem().summary())
                        .isEqualTo("Switch sw2: no address is known for switch.invalid."));
    }

    private void open(SwitchAccess access, Duration deadline) {
        bench.platform().open(access, SnmpBench.within(deadline)).close();
    }

    private static Login v3(String user, AuthProtocol auth, String authSecret, PrivProtocol priv, String privSecret) {
        return new Login.SnmpV3(user, auth, new Secret(authSecret), priv, new Secret(privSecret), null);
    }
}
