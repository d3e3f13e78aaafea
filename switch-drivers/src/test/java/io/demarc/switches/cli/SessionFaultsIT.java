/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.access.ssh.HostKeys;
import io.demarc.access.ssh.SshTarget.Kind;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between Demarc and a switch, and what is said about it. */
final class SessionFaultsIT {
    private static final Duration PATIENT = Duration.ofSeconds(8);
    private static final Duration IMPATIENT = Duration.ofMillis(600);
    private static final String LOGIN = """
        < sw1#
        >
        < sw1#
        > terminal length 0
        < sw1#
        > terminal width 511
        < sw1#
        """;
    private static final PortName PORT = new PortName("GigabitEthernet1/0/7");
    private static final PortStep ATTACH = new PortStep.Attach(PORT, new Vlan(812), new PortDescription("acme"));

    private final Platform platform = Platforms.builtIn().find("cisco-ios");

    @TempDir
    private Path folder = Path.of("");

    private static Deadline deadline(Duration duration) {
        return Deadline.after(duration, InstantSource.system());
    }

    private static ScriptedSwitch playing(String transcript) {
        return new ScriptedSwitch(new TranscriptScript(transcript, null));
    }

    private ProblemException refusalToOpen(SwitchAccess access, Duration duration) {
        return catchThrowableOfType(
                ProblemException.class,
                () -> platform.open(access, deadline(duration)).close());
    }

    @Test
    void anUnknownHostKeyIsNamedWithItsFingerprintAndTheCommandThatTrustsIt() {
        try (ScriptedSwitch server = playing(LOGIN)) {
            HostKeys.Fetched key =
                    HostKeys.fetch(Kind.SWITCH, "127.0.0.1", server.port(), PATIENT, SshAlgorithms.USUAL);
            SwitchAccess access = server.access(folder.resolve("none"), new Secret("never sent"), PATIENT, null);
            ProblemException e = refusalToOpen(access, PATIENT);
            assertThat(e.problem().code()).isEqualTo(ProblemCode.HOST_KEY_UNKNOWN);
            assertThat(e).hasMessageContaining(key.fingerprint()).hasMessageContaining("demarc switch trust sw1");
        }
    }

    @Test
    void aChangedHostKeyIsRefusedUntilItIsPinnedAnew() throws IOException {
        Path knownHosts = folder.resolve("known_hosts");
        HostKeys.Fetched older;
        try (ScriptedSwitch other = playing(LOGIN)) {
            older = HostKeys.fetch(Kind.SWITCH, "127.0.0.1", other.port(), PATIENT, SshAlgorithms.USUAL);
        }
        try (ScriptedSwitch server = playing(LOGIN)) {
            String host = "[127.0.0.1]:" + server.port();
            String changed = host
                    + older.knownHostsLine().substring(older.knownHostsLine().indexOf(' '));
            Files.writeString(knownHosts, "# kept\n" + changed + "\n");
            SwitchAccess access = server.access(knownHosts, new Secret(ScriptedSwitch.PASSWORD), PATIENT, null);
            ProblemException e = refusalToOpen(access, PATIENT);
            assertThat(e.problem().code()).isEqualTo(ProblemCode.HOST_KEY_CHANGED);
            HostKeys.Fetched key =
                    HostKeys.fetch(Kind.SWITCH, "127.0.0.1", server.port(), PATIENT, SshAlgorithms.USUAL);
            assertThat(e).hasMessageContaining(key.fingerprint());

            HostKeys.pin(knownHosts, key);
            assertThat(Files.readAllLines(knownHosts)).containsExactly("# kept", key.knownHostsLine());
            platform.open(access, deadline(PATIENT)).close();
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndNotRepeated() {
        try (ScriptedSwitch server = playing(LOGIN)) {
            SwitchAccess right = server.access(folder, PATIENT, null);
            SwitchAccess access = server.access(
                    java.util.Objects.requireNonNull(right.knownHosts()), new Secret("wr0ng-Pass"), PATIENT, null);
            ProblemException e = refusalToOpen(access, PATIENT);
            assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_LOGIN_REFUSED);
            assertThat(e).hasMessageContaining("user demarc").hasMessageNotContaining("wr0ng-Pass");
        }
    }

    @Test
    void aMissingOrWrongEnableSecretIsALoginThatIsRefused() {
        String asking = """
            < sw1>
            >
            < sw1>
            > enable
            < Password:
            > {secret.enable}
            < Password:
            """;
        try (ScriptedSwitch server = playing(asking)) {
            ProblemException e = refusalToOpen(server.access(folder, PATIENT, null), PATIENT);
            assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_LOGIN_REFUSED);
            assertThat(e).hasMessageNotContaining(ScriptedSwitch.ENABLE);
        }
        try (ScriptedSwitch server = playing(asking)) {
            SwitchAccess access = server.access(folder, PATIENT, null);
            Login.Ssh bare = new Login.Ssh(
                    ScriptedSwitch.USER, new Secret(ScriptedSwitch.PASSWORD), null, null, null, SshAlgorithms.USUAL);
            ProblemException e = refusalToOpen(
                    new SwitchAccess(
                            new SwitchName("sw1"),
                            access.host(),
                            access.port(),
                            bare,
                            access.knownHosts(),
                            PATIENT,
                            PATIENT,
                            null),
                    PATIENT);
            assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_LOGIN_REFUSED);
            assertThat(e).hasMessageContaining("asks for an enable secret");
        }
    }

    @Test
    void nobodyListeningIsUnreachable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (ScriptedSwitch server = playing(LOGIN)) {
            SwitchAccess access = server.access(folder, PATIENT, null);
            ProblemException e = refusalToOpen(
                    new SwitchAccess(
                            access.name(),
                            access.host(),
                            port,
                            access.login(),
                            access.knownHosts(),
                            PATIENT,
                            PATIENT,
                            null),
                    PATIENT);
            assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_UNREACHABLE);
            assertThat(e).hasMessageContaining("127.0.0.1 port " + port);
        }
    }

    @Test
    void aPortThatAcceptsAndSaysNothingEndsWithTheConnectTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ScriptedSwitch server = playing(LOGIN)) {
            SwitchAccess access = server.access(folder, PATIENT, null);
            long start = System.nanoTime();
            ProblemException e = refusalToOpen(
                    new SwitchAccess(
                            access.name(),
                            access.host(),
                            silent.getLocalPort(),
                            access.login(),
                            access.knownHosts(),
                            IMPATIENT,
                            PATIENT,
                            null),
                    PATIENT);
            assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_UNREACHABLE);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENT);
        }
    }

    @Test
    void aHangInTheMiddleOfACommandEndsWithTheCommandTimeoutAndSaysWhereItStands() {
        ScriptedSwitch.Script script = (command, heard, said) -> {
            new TranscriptScript(LOGIN, null).play(command, heard, said);
            TranscriptScript.readLine(heard, null);
            said.write(
                    "show interfaces switchport\r\nName: Gi1/0/7\r\nSwitchport: Ena".getBytes(StandardCharsets.UTF_8));
            said.flush();
            return heard.readAllBytes().length;
        };
        try (ScriptedSwitch server = new ScriptedSwitch(script);
                SwitchSession session = platform.open(server.access(folder, IMPATIENT, null), deadline(PATIENT))) {
            ProblemException e = catchThrowableOfType(ProblemException.class, () -> session.observe(Set.of()));
            assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_TIMEOUT);
            assertThat(e)
                    .hasMessageContaining("show interfaces switchport")
                    .hasMessageContaining("it stands at 'Switchport: Ena'");
            assertThat(session.transcript()).contains("< Name: Gi1/0/7");
            assertThatThrownBy(() -> session.observe(Set.of())).hasMessageContaining("is closed");
        }
    }

    @Test
    void theSessionsDeadlineEndsACommandThatNeverStopsTalking() {
        ScriptedSwitch.Script script = (command, heard, said) -> {
            new TranscriptScript(LOGIN, null).play(command, heard, said);
            TranscriptScript.readLine(heard, null);
            while (true) {
                said.write("and another line\r\n".getBytes(StandardCharsets.UTF_8));
                said.flush();
            }
        };
        try (ScriptedSwitch server = new ScriptedSwitch(script);
                SwitchSession session =
                        platform.open(server.access(folder, PATIENT, null), deadline(Duration.ofSeconds(3)))) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> session.observe(Set.of()))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_TIMEOUT));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void aConnectionThatIsClosedInTheMiddleIsUnreachableAndTheOutcomeUnknown() {
        try (ScriptedSwitch server = playing(LOGIN + "> configure terminal\n< sw1(config)#\n")) {
            SwitchSession session = platform.open(server.access(folder, PATIENT, null), deadline(PATIENT));
            ProblemException e =
                    catchThrowableOfType(ProblemException.class, () -> session.apply(List.of(new PortStep.Shut(PORT))));
            assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_UNREACHABLE);
            assertThat(e).hasMessageContaining("may or may not have happened");
            session.close();
        }
    }

    @Test
    void nothingIsSentAfterTheDeadline() {
        try (ScriptedSwitch server = playing(LOGIN)) {
            MovableClock clock = new MovableClock();
            try (SwitchSession session =
                    platform.open(server.access(folder, PATIENT, null), Deadline.after(PATIENT, clock))) {
                clock.move(PATIENT);
                assertThatThrownBy(() -> session.apply(List.of(new PortStep.Shut(PORT))))
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.DEADLINE_PASSED));
            }
            assertThat(server.complaints()).isEmpty();
        }
    }

    @Test
    void secretsAreInNoTranscriptAndNoProblemEvenWhenTheSwitchEchoesThem() {
        String leaking = """
            < sw1>
            >
            < sw1>
            > enable
            < Password:
            > {secret.enable}
            < you typed %s, your password is %s
            < sw1#
            > terminal length 0
            < % Invalid input: %s
            < sw1#
            """.replaceFirst("%s", ScriptedSwitch.ENABLE)
                .replaceFirst("%s", ScriptedSwitch.PASSWORD)
                .replaceFirst("%s", ScriptedSwitch.ENABLE);
        try (ScriptedSwitch server = playing(leaking)) {
            ProblemException e = refusalToOpen(server.access(folder, PATIENT, null), PATIENT);
            assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_REJECTED);
            assertThat(e.problem().toString() + e)
                    .contains("***")
                    .doesNotContain(ScriptedSwitch.ENABLE)
                    .doesNotContain(ScriptedSwitch.PASSWORD);
        }
    }

    @Test
    void aValueThatCouldEndALineIsNeverPutIntoOne() {
        assertThatThrownBy(() -> CommandLines.fill("interface {port}", java.util.Map.of("port", "Gi1/0/7\nreload")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Gi1/0/7?reload");
        assertThat(platform.render(List.of(ATTACH)))
                .containsExactly(
                        "configure terminal",
                        "interface GigabitEthernet1/0/7",
                        "switchport access vlan 812",
                        "switchport mode access",
                        "switchport nonegotiate",
                        "no switchport voice vlan",
                        "description acme",
                        "end");
    }
}
