/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import io.demarc.access.Printable;
import io.demarc.access.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the password once to each way of asking for it, so that a wrong one locks no account. */
final class OneAnswer implements UserInfo, UIKeyboardInteractive {
    /** Breaks the login off: without an answer the SSH library sends an empty one, which might be taken for the new password. */
    static final class NewPasswordWanted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NewPasswordWanted(String demand) {
            super(demand);
        }
    }

    private final Secret password;
    private boolean wasPrompted;
    private boolean wasAsked;
    /** Beside its questions: what it wants is mostly told before it asks for it. */
    private final List<String> said = new ArrayList<>();

    private String demand = "";

    OneAnswer(Secret password) {
        this.password = password;
    }

    /** What the server said when it wanted another password in place of this one; empty when it did not. */
    String demand() {
        return demand;
    }

    @Override
    public boolean promptPassword(String message) {
        boolean isFirst = !wasPrompted;
        wasPrompted = true;
        return isFirst;
    }

    @Override
    public String getPassword() {
        return password.reveal();
    }

    @Override
    public String @Nullable [] promptKeyboardInteractive(
            String destination, String name, String instruction, String[] prompts, boolean[] echoes) {
        String told = instruction.isBlank() ? name : instruction;
        if (!told.isBlank()) {
            said.add(told.strip());
        }
        if (prompts.length == 0) {
            if (wasAsked && Questions.saysExpired(instruction)) {
                demand = Printable.of(instruction.strip());
            }
            return new String[0];
        }
        // Only whom it knows it can tell that the password has expired: a notice to everybody is none.
        if (Questions.wantsNewPassword(prompts[0], wasAsked ? said : List.of(name, instruction))) {
            demand = Printable.of((lastSaid() + " " + prompts[0]).strip());
            throw new NewPasswordWanted(demand);
        }
        if (wasAsked || prompts.length != 1 || echoes[0]) {
            return null;
        }
        wasAsked = true;
        return new String[] {password.reveal()};
    }

    private String lastSaid() {
        return said.isEmpty() ? "" : said.get(said.size() - 1);
    }

    @Override
    public @Nullable String getPassphrase() {
        return null;
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    @Override
    public void showMessage(String message) {}
}
