/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.access.ssh.AlgorithmKind;
import io.demarc.access.ssh.HostKeys;
import io.demarc.access.ssh.SshTarget.Kind;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.session.SessionOverrides;
import io.demarc.switches.session.SwitchAccess;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.DHG;
import org.apache.sshd.common.kex.DHGroupData;
import org.apache.sshd.common.kex.KeyExchange;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.kex.DHGEXServer;
import org.apache.sshd.server.kex.DHGServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SSH servers as old as some switches' are. */
@SuppressWarnings("deprecation") // what is old is what is tried
final class OldAlgorithmsIT {
    private static final String GREETING =
            "< sw1#\n>\n< sw1#\n> terminal length 0\n< sw1#\n> terminal width 511\n< sw1#\n";
    private static final SshAlgorithms SMALL_GROUPS = new SshAlgorithms(
            false, List.of("diffie-hellman-group-exchange-sha1"), List.of(), List.of(), List.of(), 1024);

    @TempDir
    private Path folder = Path.of("");

    private final ScriptedSwitch server = new ScriptedSwitch(
            (command, heard, said) -> new TranscriptScript(GREETING, null).play(command, heard, said));

    /** Gives a group of 1024 bits whatever it is asked for. */
    private static final class SmallGroups extends DHGEXServer {
        SmallGroups(DHFactory factory, Session session) {
            super(factory, session);
        }

        @Override
        protected DHG chooseDH(int min, int preferred, int max) throws Exception {
            return getDH(new BigInteger(1, DHGroupData.getP1()), new BigInteger(1, DHGroupData.getG()));
        }
    }

    private void offerSmallGroupsOnly() {
        CoreModuleProperties.PROP_DHGEX_SERVER_MIN_KEY.set(server.server(), 1024);
        server.server().setKeyExchangeFactories(List.of(new KeyExchangeFactory() {
            @Override
            public String getName() {
                return BuiltinDHFactories.dhgex.getName();
            }

            @Override
            public KeyExchange createKeyExchange(Session session) {
                return new SmallGroups(BuiltinDHFactories.dhgex, session);
            }
        }));
    }

    private void open(SshAlgorithms algorithms) {
        Path knownHosts = folder.resolve("known_hosts");
        HostKeys.pin(
                knownHosts,
                HostKeys.fetch(Kind.SWITCH, "127.0.0.1", server.port(), Duration.ofSeconds(10), algorithms));
        logIn(knownHosts, algorithms);
    }

    private void logIn(Path knownHosts, SshAlgorithms algorithms) {
        SwitchAccess access = new SwitchAccess(
                new SwitchName("sw1"),
                "127.0.0.1",
                server.port(),
                new Login.Ssh(ScriptedSwitch.USER, new Secret(ScriptedSwitch.PASSWORD), null, null, null, algorithms),
                knownHosts,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                null,
                SessionOverrides.NONE);
        Platforms.builtIn()
                .find("cisco-ios")
                .open(access, Deadline.after(Duration.ofSeconds(30), InstantSource.system()))
                .close();
    }

    @Test
    void aGroupExchangeMayBeAllowedToGive1024Bits() {
        try (server) {
            offerSmallGroupsOnly();
            open(SMALL_GROUPS);
            open(SshAlgorithms.ofAge(true));
            SshAlgorithms strict = new SshAlgorithms(
                    true, List.of(), List.of(), List.of(), List.of(), SshAlgorithms.usualGroupBits(false));
            assertThatThrownBy(() -> open(strict))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_UNREACHABLE))
                    .hasMessageContaining("least-group-bits");
        }
    }

    @Test
    void exactlyTheListedAlgorithmsAreOffered() {
        try (server) {
            server.server().setKeyExchangeFactories(List.of(DHGServer.newFactory(BuiltinDHFactories.dhg1)));
            server.server().setCipherFactories(List.of(BuiltinCiphers.aes128cbc));
            server.server().setMacFactories(List.of(BuiltinMacs.hmacmd5));
            open(new SshAlgorithms(
                    false,
                    List.of("diffie-hellman-group1-sha1"),
                    List.of(),
                    List.of("aes128-cbc"),
                    List.of("hmac-md5"),
                    2048));
            open(SshAlgorithms.ofAge(true));
        }
    }

    @Test
    void aFailedNegotiationSaysWhichSideOffersWhatAndWhatToWrite() {
        try (server) {
            Path knownHosts = folder.resolve("known_hosts");
            HostKeys.pin(
                    knownHosts,
                    HostKeys.fetch(
                            Kind.SWITCH, "127.0.0.1", server.port(), Duration.ofSeconds(10), SshAlgorithms.USUAL));
            server.server().setCipherFactories(List.of(BuiltinCiphers.aes128cbc, BuiltinCiphers.tripledescbc));
            ProblemException ofLogin =
                    catchThrowableOfType(ProblemException.class, () -> logIn(knownHosts, SshAlgorithms.USUAL));
            ProblemException ofTrust = catchThrowableOfType(
                    ProblemException.class,
                    () -> HostKeys.fetch(
                            Kind.SWITCH, "127.0.0.1", server.port(), Duration.ofSeconds(10), SshAlgorithms.USUAL));
            for (ProblemException e : List.of(ofLogin, ofTrust)) {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_UNREACHABLE);
                assertThat(e.problem().summary())
                        .contains("of ciphers it offers aes128-cbc, 3des-cbc; Demarc offers ")
                        .contains("aes128-ctr");
                assertThat(e.problem().fix()).contains("algorithms: { ciphers: [aes128-cbc, 3des-cbc] }");
            }
        }
    }

    @Test
    void aNameOfAnotherKindIsNoAlgorithm() {
        assertThat(AlgorithmKind.MAC.require("hmac-sha1")).isEqualTo("hmac-sha1");
        for (AlgorithmKind kind : List.of(AlgorithmKind.KEY_EXCHANGE, AlgorithmKind.HOST_KEY, AlgorithmKind.CIPHER)) {
            assertThatThrownBy(() -> kind.require("hmac-sha1"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'hmac-sha1' is none of the " + kind.key());
        }
        assertThatThrownBy(() -> AlgorithmKind.CIPHER.require("rot13-cbc")).hasMessageContaining("aes128-ctr");
    }
}
