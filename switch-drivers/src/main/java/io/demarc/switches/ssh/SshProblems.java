/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import com.jcraft.jsch.Session;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Printable;
import io.demarc.switches.session.Login;
import io.demarc.switches.session.SwitchAccess;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what went wrong on the way to a login, in words that an operator can act on. */
final class SshProblems {
    private SshProblems() {}

    static ProblemException of(
            JSchException e, @Nullable Session session, SwitchAccess access, Login.Ssh login, Path knownHosts) {
        HostKey key = session == null ? null : session.getHostKey();
        return new ProblemException(describe(e, key, access, login, knownHosts), e);
    }

    private static Problem describe(
            JSchException e, @Nullable HostKey key, SwitchAccess access, Login.Ssh login, Path knownHosts) {
        String who = "Switch " + access.name() + " (" + access.host() + " port " + access.port() + ")";
        if (e instanceof JSchUnknownHostKeyException) {
            return Problem.of(
                    ProblemCode.HOST_KEY_UNKNOWN,
                    who + " presented the host key " + named(key) + ", which is not in " + knownHosts + ".",
                    "Compare the fingerprint with what the switch shows on its console, then run: demarc switch trust "
                            + access.name());
        }
        if (e instanceof JSchChangedHostKeyException || e instanceof JSchRevokedHostKeyException) {
            return Problem.of(
                    ProblemCode.HOST_KEY_CHANGED,
                    who + " presented the host key " + named(key) + ", but " + knownHosts
                            + " says another one or revokes it. Nothing was sent.",
                    "Find out why (replaced switch, new software, or somebody in between). If it is right, run: "
                            + "demarc switch trust " + access.name());
        }
        if (e instanceof JSchAlgoNegoFailException) {
            return Problem.of(
                    ProblemCode.SWITCH_UNREACHABLE,
                    who + " and Demarc share no SSH algorithm: " + message(e) + ".",
                    "Renew the switch's SSH keys or software; as a last resort set legacy-algorithms for this switch.");
        }
        if (isAboutLogin(e)) {
            String means = login.privateKey() != null
                    ? login.password() != null ? "private key and password" : "private key"
                    : "password";
            return Problem.of(
                    ProblemCode.SWITCH_LOGIN_REFUSED,
                    who + " refused the login of user " + login.user() + " by " + means + ".",
                    "Check the user and the secret that the inventory refers to, and the switch's own log.");
        }
        return Problem.of(
                ProblemCode.SWITCH_UNREACHABLE,
                who + " cannot be reached by SSH: " + message(e) + ".",
                "Check the address, that SSH is enabled on the switch, and what filters the way to it.");
    }

    private static boolean isAboutLogin(JSchException e) {
        String message = message(e).toLowerCase(Locale.ROOT);
        return message.startsWith("auth ")
                || message.contains("too many authentication failures")
                || message.contains("login trials");
    }

    private static String named(@Nullable HostKey key) {
        return key == null ? "of an unknown kind" : key.getType() + " " + HostKeys.fingerprint(key);
    }

    private static String message(JSchException e) {
        Throwable root = e.getCause() != null && e.getCause().getMessage() != null ? e.getCause() : e;
        return Printable.of(String.valueOf(root.getMessage()));
    }
}
