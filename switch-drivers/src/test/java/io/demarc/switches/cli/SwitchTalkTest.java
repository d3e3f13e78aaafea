/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import io.demarc.switches.session.SwitchAccess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How problems of a session are told. */
final class SwitchTalkTest {
    private static final Login.Ssh LOGIN =
            new Login.Ssh("demarc", new Secret("a"), null, null, new Secret("en"), SshAlgorithms.USUAL);

    private final SwitchTalk talk = new SwitchTalk(
            new SwitchAccess(
                    new SwitchName("sw1"),
                    "127.0.0.1",
                    22,
                    LOGIN,
                    null,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    null),
            LOGIN,
            Deadline.after(Duration.ofMinutes(1), new MovableClock()));

    @Test
    void aShortSecretIsMaskedInWhatTheSwitchSaidAndNotInDemarcsWords() {
        ProblemException e = talk.timedOut("enable", "en, you said", List.of("so it is en"), true);
        assertThat(e.problem().summary())
                .startsWith("Switch sw1 did not finish 'enable' within 5 s of silence; it stands at '***, you s***id'")
                .endsWith("what was being done may or may not have happened.");
        assertThat(e.problem().details()).containsExactly("| so it is ***");
        assertThat(talk.rejected("terminal length 0", "", "no en", List.of()))
                .hasMessageContaining("rejected 'terminal length 0': 'no ***'");
    }

    @Test
    void theTranscriptShowsWhatWasSentWithoutTheSecretThatWasInIt() {
        talk.transcript().sent("enable");
        talk.transcript().sent(talk.conceal("{secret.enable}"));
        talk.transcript().sent(talk.conceal("login {user} {secret.password}"));
        talk.transcript().received("en\nbye");
        assertThat(talk.transcript().lines())
                .containsExactly("> enable", "> ***", "> login demarc ***", "< ***", "< bye");
    }
}
