/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.access.ssh.Shell;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import io.demarc.switches.cli.Exchange.Expectation;
import io.demarc.switches.session.SwitchAccess;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A prompt ends the output of a command only behind the command's echo; time is virtual. */
final class EchoTest {
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final String SHOW = "show lldp neighbors";
    private static final String ROW = "core                Gi1/0/7        120        B,R             Eth1";

    private final MovableClock clock = new MovableClock();
    private final Deque<Said> said = new ArrayDeque<>();

    private record Said(Duration after, String text) {}

    /** Says what it has to say, in its time. */
    private final class TellingShell implements Shell {
        private Duration waited = Duration.ZERO;

        @Override
        public boolean type(String text) {
            return true;
        }

        @Override
        public String take(Duration limit) {
            Said next = said.peek();
            Duration rest =
                    next == null ? SILENCE.multipliedBy(9) : next.after().minus(waited);
            if (rest.compareTo(limit) > 0) {
                waited = waited.plus(limit);
                clock.move(limit);
                return "";
            }
            waited = Duration.ZERO;
            clock.move(rest);
            return said.remove().text();
        }

        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public void close() {}
    }

    private void says(int afterMillis, String text) {
        said.add(new Said(Duration.ofMillis(afterMillis), text));
    }

    private List<String> outputOf(String host, String command) {
        Login.Ssh login = new Login.Ssh("demarc", new Secret("secret"), null, null, null, SshAlgorithms.USUAL);
        SwitchTalk talk = new SwitchTalk(
                new SwitchAccess(new SwitchName("sw1"), "127.0.0.1", 22, login, null, SILENCE, SILENCE, null),
                login,
                Deadline.after(Duration.ofMinutes(1), clock));
        Dialogue dialogue = CliPlatformAccess.dialogue("cisco-ios");
        Prompts prompts = new Prompts(dialogue.modes());
        prompts.learn("privileged", host);
        Exchange exchange = new Exchange(
                new Exchange.Terminal(new TellingShell(), dialogue, talk, prompts),
                new Expectation(command, command, List.of(), Duration.ZERO, Duration.ofMillis(20), null, 0));
        assertThat(exchange.run()).isEqualTo("privileged");
        return exchange.output();
    }

    @Test
    void aPromptThatStandsForLongBeforeTheEchoEndsNothing() {
        says(1, "\r\nsw1#");
        says(5000, SHOW + "\r\n" + ROW + "\r\nsw1#");
        assertThat(outputOf("sw1", SHOW)).containsExactly(ROW);
    }

    @Test
    void whatIsLeftOfAnotherOutputIsNotTaken() {
        says(1, "Total entries displayed: 1\r\nsw1#");
        says(2000, "sw1#" + SHOW + "\r\n" + ROW + "\r\nsw1#");
        assertThat(outputOf("sw1", SHOW)).containsExactly(ROW);
    }

    @Test
    void aPromptThatHasTheCommandInItsNameIsNoEcho() {
        says(1, "\r\nlegend#");
        says(2000, "end\r\nlegend#");
        assertThat(outputOf("legend", "end")).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void anEchoMayBeWrappedAndInterrupted() {
        says(1, "show lldp \r\nneigh");
        says(1, "\r\n%LINK-3-UPDOWN: Interface Vlan1, changed state to up\r\nsw1#show lldp neighbors\r\n");
        says(1, ROW + "\r\nsw1#");
        assertThat(outputOf("sw1", SHOW)).containsExactly(ROW);
    }

    /** As IOS shows a line that is longer than the terminal is wide. */
    @Test
    void anEchoMayBeScrolledOutOfSight() {
        String command = "description the router of the second floor, left of the stairs";
        says(1, "description the router of the second \r");
        says(1, "sw1#$of the second floor, left of the stairs\u001b[K\r\n\r\nsw1#");
        assertThat(outputOf("sw1", command)).allMatch(String::isBlank);
    }

    @Test
    void aCommandThatIsNeverEchoedEndsWithTheSilence() {
        says(1, "\r\n" + ROW + "\r\nsw1#");
        assertThatThrownBy(() -> outputOf("sw1", SHOW))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_TIMEOUT))
                .hasMessageContaining("echo");
    }
}
