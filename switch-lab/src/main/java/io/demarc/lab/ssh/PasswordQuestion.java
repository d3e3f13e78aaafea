/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/** Keyboard-interactive login with one question, for everybody who has a password. Immutable. */
final class PasswordQuestion implements KeyboardInteractiveAuthenticator {
    private final Function<String, Optional<Account>> accounts;

    PasswordQuestion(Function<String, Optional<Account>> accounts) {
        this.accounts = accounts;
    }

    @Override
    public InteractiveChallenge generateChallenge(
            ServerSession session, String user, String language, String subMethods) {
        InteractiveChallenge challenge = new InteractiveChallenge();
        challenge.setInteractionName("");
        challenge.setInteractionInstruction("");
        challenge.setLanguageTag("");
        challenge.addPrompt("Password: ", false);
        return challenge;
    }

    @Override
    public boolean authenticate(ServerSession session, String user, List<String> answers) {
        return answers.size() == 1
                && accounts.apply(user)
                        .filter(account -> answers.get(0).equals(account.password()))
                        .isPresent();
    }
}
