/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import io.demarc.access.Printable;
import io.demarc.access.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the password once to each way of asking for it, so that a wrong one locks no account. */
final class OneAnswer implements UserInfo, UIKeyboardInteractive {
    private final Secret password;
    private boolean wasPrompted;
    private boolean wasAsked;
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
        if (prompts.length == 0) {
            return new String[0];
        }
        if (Questions.wantsNewPassword(prompts[0], List.of(name, instruction))) {
            demand = Printable.of((instruction + " " + prompts[0]).strip());
            return null;
        }
        if (wasAsked || prompts.length != 1 || echoes[0]) {
            return null;
        }
        wasAsked = true;
        return new String[] {password.reveal()};
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
