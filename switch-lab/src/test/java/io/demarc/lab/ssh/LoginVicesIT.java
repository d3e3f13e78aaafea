/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SessionOverrides;
import io.demarc.switches.session.SessionOverrides.Reply;
import io.demarc.switches.session.SessionOverrides.Wake;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways in which switches greet whoever logs in, and what comes between a prompt and the next command. */
final class LoginVicesIT {
    private static final PortName IOS_PORT = new PortName("GigabitEthernet1/0/7");
    private static final PortName JUNOS_PORT = new PortName("ge-0/0/5");
    private static final Vlan TENANT = new Vlan(193);
    private static final String LOG = "*Nov 29 12:00:01.123: %LINK-5-CHANGED: Interface GigabitEthernet1/0/7, changed"
            + " state to administratively down";

    @TempDir
    private Path directory = Path.of("");

    private final SimulatedIosSwitch ios = SimulatedIosSwitch.named("tor-a1")
            .account(Account.withPassword("demarc", "secret"))
            .account(Account.withPassword("chief", "secret").asPrivileged())
            .enableSecret("enable-me")
            .ports("GigabitEthernet1/0/", 1, 8)
            .start();
    private final SimulatedJunosSwitch junos = SimulatedJunosSwitch.named("leaf7")
            .account(Account.withPassword("demarc", "secret"))
            .ports("ge-0/0/", 0, 7)
            .start();

    @AfterEach
    void stop() {
        ios.close();
        junos.close();
    }

    private SwitchAccess access(String user, InetSocketAddress address, String knownHost, SessionOverrides overrides)
            throws IOException {
        Path knownHosts = directory.resolve("known_hosts");
        Files.writeString(knownHosts, knownHost + "\n");
        return new SwitchAccess(
                new SwitchName("sw1"),
                "127.0.0.1",
                address.getPort(),
                new Login.Ssh(user, new Secret("secret"), null, null, new Secret("enable-me"), SshAlgorithms.USUAL),
                knownHosts,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                null,
                overrides);
    }

    private SwitchSession openIos(String user, SessionOverrides overrides) throws IOException {
        return Platforms.builtIn()
                .find("cisco-ios")
                .open(
                        access(user, ios.address(), ios.knownHostsLine(), overrides),
                        Deadline.after(Duration.ofSeconds(30), InstantSource.system()));
    }

    private SwitchSession openJunos(SessionOverrides overrides) throws IOException {
        return Platforms.builtIn()
                .find("junos")
                .open(
                        access("demarc", junos.address(), junos.knownHostsLine(), overrides),
                        Deadline.after(Duration.ofSeconds(30), InstantSource.system()));
    }

    private void requireThatIosIsWrittenAndRead(String user, SessionOverrides overrides) throws IOException {
        try (SwitchSession session = openIos(user, overrides)) {
            session.apply(List.of(
                    new PortStep.CreateVlan(TENANT, "demarc-193"),
                    new PortStep.Shut(IOS_PORT),
                    new PortStep.Attach(IOS_PORT, TENANT, new PortDescription("demarc acme")),
                    new PortStep.Enable(IOS_PORT)));
            session.save();
            assertThat(session.observe(Set.of(IOS_PORT))
                            .port(IOS_PORT)
                            .orElseThrow()
                            .carriesOnly(TENANT))
                    .isTrue();
        }
        assertThat(ios.port("Gi1/0/7").carriesOnly(TENANT)).isTrue();
    }

    private void requireThatJunosIsWrittenAndRead(SessionOverrides overrides) throws IOException {
        try (SwitchSession session = openJunos(overrides)) {
            session.apply(List.of(
                    new PortStep.CreateVlan(TENANT, "demarc-193"),
                    new PortStep.Attach(JUNOS_PORT, TENANT, new PortDescription("demarc acme")),
                    new PortStep.Enable(JUNOS_PORT)));
            session.confirm();
            assertThat(session.observe(Set.of(JUNOS_PORT))
                            .port(JUNOS_PORT)
                            .orElseThrow()
                            .carriesOnly(TENANT))
                    .isTrue();
        }
        assertThat(junos.port("ge-0/0/5").carriesOnly(TENANT)).isTrue();
    }

    private Problem refusalOfIos(SessionOverrides overrides) {
        long start = System.nanoTime();
        ProblemException e = catchThrowableOfType(
                ProblemException.class, () -> openIos("demarc", overrides).close());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        return e.problem();
    }

    @Test
    void theFirstPromptMayBeGluedToTheBanner() throws IOException {
        String banner = "Property of Example Ltd.\n** NO LOGIN UNLESS AUTHORIZED **";
        ios.faults().banner(banner).glueBanner(true);
        junos.faults().banner(banner).glueBanner(true);
        requireThatIosIsWrittenAndRead("demarc", SessionOverrides.NONE);
        requireThatJunosIsWrittenAndRead(SessionOverrides.NONE);
    }

    @Test
    void aSwitchMayBeSilentUntilReturnIsPressed() throws IOException {
        for (String text : List.of("", "\npress RETURN\n", "Press any key to continue:", "Hit <Enter> to go on (y)")) {
            ios.faults().clear().banner("Authorised use only\n").waitForKey(text);
            junos.faults().clear().waitForKey(text);
            requireThatIosIsWrittenAndRead("demarc", SessionOverrides.NONE);
            requireThatJunosIsWrittenAndRead(SessionOverrides.NONE);
        }
    }

    @Test
    void theInventorySaysWhenReturnIsPressed() throws IOException {
        ios.faults().waitForKey("\npress RETURN\n");
        requireThatIosIsWrittenAndRead("demarc", new SessionOverrides(Wake.RETURN, null, List.of()));
        Problem refusal = refusalOfIos(new SessionOverrides(Wake.NEVER, null, List.of()));
        assertThat(refusal.code()).isEqualTo(ProblemCode.SWITCH_TIMEOUT);
        assertThat(refusal.summary()).contains("it stands after 'press RETURN'");
        ios.faults().clear();
        requireThatIosIsWrittenAndRead("demarc", new SessionOverrides(Wake.RETURN, null, List.of()));
    }

    @Test
    void aQuestionIsNotAnsweredByPressingReturnButByTheInventory() throws IOException {
        ios.faults().waitForKey("Do you accept the terms? [no]: ");
        Problem refusal = refusalOfIos(SessionOverrides.NONE);
        assertThat(refusal.code()).isEqualTo(ProblemCode.SWITCH_TIMEOUT);
        assertThat(refusal.summary()).contains("it stands at 'Do you accept the terms? [no]:'");
        assertThat(refusal.fix()).contains("'session' in the inventory");
        requireThatIosIsWrittenAndRead(
                "demarc", new SessionOverrides(Wake.NEVER, null, List.of(new Reply("accept the terms\\?", "y"))));
    }

    @Test
    void enableMayAskInItsOwnWords() throws IOException {
        for (String question : List.of("Local_Password:", "Enable Password: ", "Enter the ENABLE password: ")) {
            ios.askForEnable(question);
            requireThatIosIsWrittenAndRead("demarc", SessionOverrides.NONE);
        }
        ios.askForEnable("Schluesselwort? ");
        assertThat(refusalOfIos(SessionOverrides.NONE).summary()).contains("it stands at 'Schluesselwort?'");
        requireThatIosIsWrittenAndRead("demarc", new SessionOverrides(Wake.SILENCE, "^Schluesselwort", List.of()));
    }

    @Test
    void anEnablePromptForAPlatformWithoutEnableIsRefusedAndNotPassedOver() {
        SessionOverrides overrides = new SessionOverrides(Wake.SILENCE, "^Schluesselwort", List.of());
        Problem refusal = catchThrowableOfType(
                        ProblemException.class, () -> openJunos(overrides).close())
                .problem();
        assertThat(refusal.code()).isEqualTo(ProblemCode.CONFIG_INVALID);
        assertThat(refusal.summary())
                .isEqualTo(
                        "Switch sw1 has an enable-prompt, and sessions of platform junos never ask for an enable secret.");
        assertThat(refusal.fix()).contains("login-greeting");
        assertThat(junos.commandsReceived()).isEmpty();
    }

    @Test
    void anAccountMayLandInAnyMode() throws IOException {
        requireThatIosIsWrittenAndRead("demarc", SessionOverrides.NONE);
        requireThatIosIsWrittenAndRead("chief", SessionOverrides.NONE);
    }

    @Test
    void thePromptSettingMayDifferFromTheHostsName() throws IOException {
        ios.configure("prompt SITE-42-gold");
        requireThatIosIsWrittenAndRead("demarc", SessionOverrides.NONE);
        ios.configure("hostname a-name-that-is-longer-than-twenty", "prompt a");
        requireThatIosIsWrittenAndRead("chief", SessionOverrides.NONE);
    }

    @Test
    void aLongNameIsCutInConfigurationMode() throws IOException {
        ios.configure("hostname a-name-that-is-longer-than-twenty");
        requireThatIosIsWrittenAndRead("demarc", SessionOverrides.NONE);
    }

    @Test
    void aLogMessageMayFollowThePromptInsteadOfAnotherPrompt() throws IOException {
        ios.faults().logBehindPrompts(LOG);
        requireThatIosIsWrittenAndRead("demarc", SessionOverrides.NONE);
        ios.configure("prompt SITE-42-gold");
        requireThatIosIsWrittenAndRead("chief", SessionOverrides.NONE);
    }

    @Test
    void anExpiredPasswordIsALoginThatIsRefused() throws IOException {
        for (String question : List.of("New password: ", "(current) UNIX password: ", "Change now? [Y/N]:")) {
            ios.faults().clear().banner("Your password has expired.\n").askForEver(question);
            Problem refusal = refusalOfIos(SessionOverrides.NONE);
            assertThat(refusal.code()).isEqualTo(ProblemCode.SWITCH_LOGIN_REFUSED);
            assertThat(refusal.summary()).contains("change the password").contains(question.strip());
            assertThat(ios.commandsReceived()).isEmpty();
        }
        ios.faults().clear().banner("Your password has expired in spirit and will expire in 7 days.\n");
        requireThatIosIsWrittenAndRead("demarc", SessionOverrides.NONE);
    }

    @Test
    void enableThatWantsAnotherPasswordIsNotToldTheSecret() {
        ios.askForEnable("Enter new password: ");
        Problem refusal = refusalOfIos(SessionOverrides.NONE);
        assertThat(refusal.code()).isEqualTo(ProblemCode.SWITCH_LOGIN_REFUSED);
        assertThat(refusal.summary()).contains("change the password: 'Enter new password:'");
    }

    @Test
    void allOfItAtOnce() throws IOException {
        ios.configure("prompt SITE-42-gold");
        ios.askForEnable("Local_Password:");
        ios.faults()
                .banner("*** AUTHORISED USE ONLY ***\nfake#\n")
                .waitForKey("Press any key to continue")
                .glueBanner(true)
                .ansiCodes(true)
                .characterByCharacter(Duration.ZERO)
                .logBehindPrompts(LOG);
        requireThatIosIsWrittenAndRead("demarc", SessionOverrides.NONE);
    }
}
