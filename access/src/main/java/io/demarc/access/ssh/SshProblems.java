/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchRevokedHostKeyException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import com.jcraft.jsch.Session;
import io.demarc.access.Login;
import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what went wrong on the way to a login, in words that an operator can act on. */
final class SshProblems {
    private static final String KEY_EXCHANGE_FAILED = "the key exchange failed";

    private SshProblems() {}

    static ProblemException of(
            JSchException e, @Nullable Session session, SshTarget target, Login.Ssh login, Path knownHosts) {
        HostKey key = session == null ? null : session.getHostKey();
        String demand = session != null && session.getUserInfo() instanceof OneAnswer answers ? answers.demand() : "";
        return new ProblemException(
                demand.isEmpty() ? describe(e, key, target, login, knownHosts) : newPassword(target, login, demand), e);
    }

    static ProblemException ofNewPassword(Exception e, SshTarget target, Login.Ssh login) {
        return new ProblemException(newPassword(target, login, String.valueOf(e.getMessage())), e);
    }

    /** The SSH library says no more than that the key exchange failed, which it also does for a group that is too small. */
    private static String fixOf(JSchException e, String kind) {
        return message(e).equals(KEY_EXCHANGE_FAILED)
                ? "If the " + kind
                        + " is old, it may have smaller groups only: try 'algorithms: { least-group-bits: 1024 }'"
                        + " in its login."
                : "Check the address, that SSH is enabled on the " + kind + ", and what filters the way to it.";
    }

    /** Of a machine that was only asked for its host key. */
    static ProblemException ofNoHostKey(JSchException e, SshTarget.Kind kind, String host, int port) {
        String who = host + " port " + port;
        Problem problem = e instanceof JSchAlgoNegoFailException failed
                ? nothingShared(failed, who, kind.unreachable(), kind.word())
                : Problem.of(
                        kind.unreachable(),
                        "No SSH host key could be fetched from " + who + ": " + message(e) + ".",
                        fixOf(e, kind.word()));
        return new ProblemException(problem, e);
    }

    private static Problem newPassword(SshTarget target, Login.Ssh login, String demand) {
        return Problem.of(
                ProblemCode.SWITCH_LOGIN_REFUSED,
                target.who() + " wants user " + login.user() + " to change the password: '" + demand + "'.",
                "Log in by hand and set a new password, then put it where the inventory's secret refers to.");
    }

    private static Problem nothingShared(JSchAlgoNegoFailException e, String who, ProblemCode code, String machine) {
        String setting = e.getAlgorithmName();
        AlgorithmKind kind = Arrays.stream(AlgorithmKind.values())
                .filter(known -> known.isOf(setting))
                .findFirst()
                .orElse(null);
        String key = kind == null ? setting : kind.key();
        List<String> possible = kind == null
                ? List.of()
                : Arrays.stream(e.getServerProposal().split(",", -1))
                        .filter(kind::isKnown)
                        .toList();
        String fix = possible.isEmpty()
                ? "Renew the " + machine + "'s SSH keys or software: Demarc knows none of these."
                : "Renew the " + machine + "'s SSH keys or software; as a last resort give its login 'algorithms: { "
                        + key + ": [" + String.join(", ", possible) + "] }' or legacy-algorithms in the inventory.";
        return new Problem(
                code,
                who + " and Demarc share no SSH algorithm: of " + key + " it offers " + listed(e.getServerProposal())
                        + "; Demarc offers " + listed(e.getJSchProposal()) + ".",
                fix,
                List.of());
    }

    private static String listed(String proposal) {
        return proposal.isEmpty() ? "none" : Printable.of(proposal.replace(",", ", "));
    }

    private static Problem describe(
            JSchException e, @Nullable HostKey key, SshTarget target, Login.Ssh login, Path knownHosts) {
        String who = target.who() + " (" + target.host() + " port " + target.port() + ")";
        if (e instanceof JSchUnknownHostKeyException) {
            return Problem.of(
                    ProblemCode.HOST_KEY_UNKNOWN,
                    who + " presented the host key " + named(key) + ", which is not in " + knownHosts + ".",
                    "Compare the fingerprint with what the " + target.kind().word()
                            + " shows on its console, then run: " + target.trusting());
        }
        if (e instanceof JSchChangedHostKeyException || e instanceof JSchRevokedHostKeyException) {
            return Problem.of(
                    ProblemCode.HOST_KEY_CHANGED,
                    who + " presented the host key " + named(key) + ", but " + knownHosts
                            + " says another one or revokes it. Nothing was sent.",
                    "Find out why (replaced " + target.kind().word()
                            + ", new software, or somebody in between). If it is right, run: " + target.trusting());
        }
        if (e instanceof JSchAlgoNegoFailException failed) {
            return nothingShared(
                    failed, who, target.unreachable(), target.kind().word());
        }
        if (isAboutLogin(e)) {
            String means = login.privateKey() != null
                    ? login.password() != null ? "private key and password" : "private key"
                    : "password";
            return Problem.of(
                    ProblemCode.SWITCH_LOGIN_REFUSED,
                    who + " refused the login of user " + login.user() + " by " + means + ".",
                    "Check the user and the secret that the inventory refers to, and the "
                            + target.kind().word() + "'s own log.");
        }
        return Problem.of(
                target.unreachable(),
                who + " cannot be reached by SSH: " + message(e) + ".",
                fixOf(e, target.kind().word()));
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
        String text = String.valueOf(root.getMessage());
        return text.startsWith("verify: ") ? KEY_EXCHANGE_FAILED : Printable.of(text);
    }
}
