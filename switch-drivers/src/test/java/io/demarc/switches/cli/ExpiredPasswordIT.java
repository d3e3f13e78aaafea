/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.demarc.access.Deadline;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.session.SwitchAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.password.PasswordChangeRequiredException;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.session.ServerSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SSH servers that want another password before they let anybody in (RFC 4252, section 8; RFC 4256). */
final class ExpiredPasswordIT {
    @TempDir
    private Path folder = Path.of("");

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ScriptedSwitch server = new ScriptedSwitch((command, in, out) -> 0);

    @AfterEach
    void stop() {
        server.close();
    }

    /** Asks one question after the other, and refuses whoever has answered all of them. */
    private final class Asking implements UserAuthFactory {
        private final List<InteractiveChallenge> challenges;

        Asking(List<InteractiveChallenge> challenges) {
            this.challenges = challenges;
        }

        @Override
        public String getName() {
            return "keyboard-interactive";
        }

        @Override
        public UserAuth createUserAuth(ServerSession session) {
            List<InteractiveChallenge> left = new ArrayList<>(challenges);
            return new AbstractUserAuth(getName()) {
                @Override
                @SuppressWarnings("NullAway") // null is how a method says that it goes on
                protected Boolean doAuth(Buffer buffer, boolean isFirst) throws Exception {
                    if (!isFirst) {
                        buffer.getUByte();
                        for (int answers = buffer.getInt(); answers > 0; answers--) {
                            heard.add(buffer.getString());
                        }
                    }
                    if (left.isEmpty()) {
                        return false;
                    }
                    Buffer question = getServerSession().createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
                    getServerSession().writePacket(left.remove(0).append(question));
                    return null;
                }
            };
        }
    }

    private static InteractiveChallenge challenge(String instruction, String... prompts) {
        InteractiveChallenge challenge = new InteractiveChallenge();
        challenge.setInteractionName("");
        challenge.setInteractionInstruction(instruction);
        challenge.setLanguageTag("");
        for (String prompt : prompts) {
            challenge.addPrompt(prompt, false);
        }
        return challenge;
    }

    private Problem refusal(InteractiveChallenge... challenges) {
        server.server().setUserAuthFactories(List.of(new Asking(List.of(challenges))));
        return refusal();
    }

    private Problem refusal() {
        SwitchAccess access = server.access(folder, Duration.ofSeconds(5), null);
        long start = System.nanoTime();
        ProblemException e = catchThrowableOfType(
                ProblemException.class,
                () -> Platforms.builtIn()
                        .find("cisco-ios")
                        .open(access, Deadline.after(Duration.ofSeconds(30), InstantSource.system()))
                        .close());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        assertThat(e.problem().code()).isEqualTo(ProblemCode.SWITCH_LOGIN_REFUSED);
        return e.problem();
    }

    @Test
    void aServerThatAsksForANewPasswordByPasswordAuthenticationIsNotTold() {
        server.server().setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
        server.server().setPasswordAuthenticator((user, password, session) -> {
            heard.add(password);
            throw new PasswordChangeRequiredException("expired", "Your password has expired.", "en");
        });
        assertThat(refusal().summary())
                .startsWith("Switch sw1 wants user demarc to change the password: 'Your password has expired.");
        assertThat(heard).containsExactly(ScriptedSwitch.PASSWORD);
    }

    @Test
    void aQuestionForANewPasswordIsToldAndNotAnswered() {
        assertThat(refusal(challenge("", "Password: "), challenge("Your password has expired.", "New password: "))
                        .summary())
                .isEqualTo("Switch sw1 wants user demarc to change the password: 'Your password has expired. New"
                        + " password:'.");
        assertThat(heard).containsExactly(ScriptedSwitch.PASSWORD);
    }

    @Test
    void whatWasSaidBeforeTheQuestionCountsToo() {
        assertThat(refusal(
                                challenge("", "Password: "),
                                challenge("You must change your password now."),
                                challenge("", "Password: "))
                        .summary())
                .contains("change the password: 'You must change your password now. Password:'");
        assertThat(heard).containsExactly(ScriptedSwitch.PASSWORD);
    }

    @Test
    void anExpiredPasswordThatIsOnlyToldIsTold() {
        assertThat(refusal(challenge("", "Password: "), challenge("Your password has expired."))
                        .summary())
                .contains("change the password: 'Your password has expired.");
    }

    @Test
    void severalQuestionsAtOnceAreARefusalWithoutAnAnswer() {
        assertThat(refusal(challenge("Password change", "New password: ", "Retype new password: "))
                        .summary())
                .contains("change the password: 'Password change New password:'");
        assertThat(heard).isEmpty();
        assertThat(refusal(challenge("", "Password: ", "Token: ")).summary())
                .contains("refused the login of user demarc by password");
        assertThat(heard).containsOnly("");
    }
}
