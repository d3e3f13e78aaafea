/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Printable;
import io.demarc.access.Secret;
import io.demarc.access.ssh.Transcript;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.session.SwitchAccess;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every part of one session needs: whose switch it is, how long there is time, what was said, and how a problem is
 * told. One caller at a time.
 */
final class SwitchTalk {
    private static final int MOST_DETAILS = 12;

    private final SwitchAccess access;
    private final Login.Ssh login;
    private final Deadline deadline;
    private final Transcript transcript;

    SwitchTalk(SwitchAccess access, Login.Ssh login, Deadline deadline) {
        this.access = access;
        this.login = login;
        this.deadline = deadline;
        this.transcript =
                new Transcript(Arrays.asList(login.password(), login.enable(), login.passphrase(), login.privateKey()));
    }

    SwitchAccess access() {
        return access;
    }

    Login.Ssh login() {
        return login;
    }

    Deadline deadline() {
        return deadline;
    }

    Transcript transcript() {
        return transcript;
    }

    /** The reply as it may be shown: without the secrets in it. */
    String conceal(String reply) {
        return reply.replaceAll("\\{secret\\.[a-z]+}", Transcript.MASK).replace("{user}", login.user());
    }

    /** The reply with secrets put in; {@code SWITCH_LOGIN_REFUSED} when the inventory has no such secret. */
    String reveal(String reply) {
        String text = reply.replace("{user}", login.user());
        text = put(text, "{secret.enable}", login.enable(), "an enable secret");
        return put(text, "{secret.password}", login.password(), "a password");
    }

    private String put(String text, String place, @Nullable Secret secret, String name) {
        if (!text.contains(place)) {
            return text;
        }
        if (secret == null) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_LOGIN_REFUSED,
                    "Switch " + access.name() + " asks for " + name + ", and the inventory gives none.",
                    "Give the switch's login one, or log in as a user who needs none.");
        }
        return text.replace(place, secret.reveal());
    }

    /** @param isEchoed whether the switch printed what was sent, or isn't expected to */
    ProblemException timedOut(String asked, String lastLine, List<String> printed, boolean isEchoed) {
        String reason = deadline.isOver()
                ? "before the deadline"
                : "within " + access.commandTimeout().toSeconds() + " s of silence";
        return problem(
                ProblemCode.SWITCH_TIMEOUT,
                "Switch " + access.name() + " did not finish '" + asked + "' " + reason
                        + standsAt(lastLine, printed)
                        + (isEchoed ? "" : ", and the echo of the command never came")
                        + ". The session is closed; what was being done may or may not have happened.",
                "Look at the switch's load and its prompt; a longer command-timeout helps a slow switch, and 'session'"
                        + " in the inventory one that asks or waits for something at login.",
                printed);
    }

    private String standsAt(String lastLine, List<String> printed) {
        if (!lastLine.isBlank()) {
            return "; it stands at '" + printable(lastLine) + "'";
        }
        return printed.isEmpty() ? "" : "; it stands after '" + printable(printed.get(printed.size() - 1)) + "'";
    }

    ProblemException lost(String asked) {
        return problem(
                ProblemCode.SWITCH_UNREACHABLE,
                "Switch " + access.name() + " closed the connection during '" + asked
                        + "'. What was being done may or may not have happened.",
                "Check its session limit and log; Demarc tries again by itself.",
                List.of());
    }

    ProblemException late(String asked) {
        return problem(
                ProblemCode.DEADLINE_PASSED,
                "The deadline passed before '" + asked + "' could be sent to switch " + access.name() + ".",
                "Demarc tries again by itself.",
                List.of());
    }

    ProblemException loginRefused(String why) {
        return problem(
                ProblemCode.SWITCH_LOGIN_REFUSED,
                "Switch " + access.name() + " refused: " + why + ".",
                "Check the secrets that the inventory refers to, and the switch's own log.",
                List.of());
    }

    ProblemException newPasswordWanted(String line) {
        return problem(
                ProblemCode.SWITCH_LOGIN_REFUSED,
                "Switch " + access.name() + " wants user " + login.user() + " to change the password: '"
                        + printable(line) + "'.",
                "Log in by hand and set a new password, then put it where the inventory's secret refers to.",
                List.of());
    }

    ProblemException rejected(String asked, String about, String answer, List<String> printed) {
        return problem(
                ProblemCode.SWITCH_REJECTED,
                "Switch " + access.name() + " rejected '" + asked + "'" + about + ": '" + printable(answer) + "'.",
                "Nothing more of the batch was sent. Check that the switch's software knows the command and that the"
                        + " user may give it.",
                printed);
    }

    ProblemException denied(String asked, List<String> printed) {
        return problem(
                ProblemCode.SWITCH_REJECTED,
                "Switch " + access.name() + " does not show everything to this login when asked '" + asked + "'.",
                "Give the login what docs/platforms.md lists for its platform: what is not shown can't be told from what"
                        + " isn't there.",
                printed);
    }

    ProblemException busy(String asked, String about, String answer, List<String> printed) {
        return problem(
                ProblemCode.SWITCH_BUSY,
                "Switch " + access.name() + " is busy: to '" + asked + "'" + about + " it said '" + printable(answer)
                        + "'.",
                "Demarc tries the whole batch again later.",
                printed);
    }

    ProblemException unreadable(String asked, String why, List<String> printed) {
        return problem(
                ProblemCode.SWITCH_UNREADABLE,
                "Switch " + access.name() + " answered '" + asked + "' with something that cannot be read: " + why
                        + ".",
                "Save the output and try 'demarc platform parse'; the platform may be the wrong one for this switch.",
                printed);
    }

    /** Everything in the summary that the switch said has been made {@link #printable}; so are the printed lines here. */
    ProblemException problem(ProblemCode code, String summary, String fix, List<String> printed) {
        List<String> details = printed.stream()
                .filter(line -> !line.isBlank())
                .map(line -> "| " + printable(line))
                .limit(MOST_DETAILS)
                .toList();
        Stream<String> more = details.size() == MOST_DETAILS ? Stream.of("| ...") : Stream.empty();
        return new Problem(
                        code,
                        summary,
                        fix,
                        Stream.concat(details.stream(), more).toList())
                .exception();
    }

    /** The text fit for a message, without secrets. */
    String printable(String text) {
        return Printable.of(transcript.mask(text.strip()));
    }
}
