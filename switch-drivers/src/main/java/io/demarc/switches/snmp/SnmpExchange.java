/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.session.SwitchAccess;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.OID;

/**
 * One request and its answer at a time, within the session's deadline; what an agent's silence or refusal means in words. One caller
 * at a time.
 */
final class SnmpExchange implements AutoCloseable {
    private static final String MORE_TIME = "Try again, or allow the switch more time in the inventory.";

    private final SwitchAccess access;
    private final Deadline deadline;
    private final SnmpTransport transport;
    private final ObjectNames names;
    private final Transcript transcript;
    private int answers;
    private Duration waited = Duration.ZERO;
    private boolean isClosed;

    SnmpExchange(
            SwitchAccess access, Deadline deadline, SnmpTransport transport, ObjectNames names, Transcript transcript) {
        this.access = access;
        this.deadline = deadline;
        this.transport = transport;
        this.names = names;
        this.transcript = transcript;
    }

    /** @param atMost what is waited; closes the exchange when nothing has come then */
    PDU ask(SnmpTransport through, PDU request, Duration atMost) {
        PDU answer = tryAsk(through, request, atMost);
        if (answer == null) {
            close();
            throw silence(request, atMost);
        }
        return answer;
    }

    /** Null when nothing came in time. */
    @Nullable
    PDU tryAsk(SnmpTransport through, PDU request, Duration atMost) {
        if (isClosed) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_UNREACHABLE,
                    "The session with switch " + access.name() + " is closed.",
                    "Open another one.");
        }
        waited = deadline.leftAtMost(atMost);
        if (waited.isZero()) {
            close();
            throw ProblemException.of(
                    ProblemCode.DEADLINE_PASSED,
                    "No time is left to ask switch " + access.name() + " for more" + afterAnswers() + ".",
                    MORE_TIME);
        }
        PDU answer;
        try {
            answer = through.ask(request, waited, answers == 0);
        } catch (IOException e) {
            close();
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.SWITCH_UNREACHABLE,
                            where() + " cannot be asked: " + e.getMessage() + ".",
                            "Check the switch's address and the route to it."),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw ProblemException.of(
                    ProblemCode.SWITCH_TIMEOUT, where() + " was not waited for: Demarc is stopping.", "");
        }
        PDU report = answer == null ? transport.lastReport() : answer.getType() == PDU.REPORT ? answer : null;
        if (report != null && through != transport && isAbout(SnmpConstants.snmpUnknownContexts, report)) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_REJECTED,
                    where() + " has no SNMP context for one of its VLANs, or not for this user.",
                    "Let the user's group into the contexts vlan-*, as docs/logins.md shows.");
        }
        if (report != null) {
            close();
            throw refusedLogin(report);
        }
        if (answer != null) {
            answers++;
            if (request.getType() != PDU.SET && answer.getErrorStatus() == PDU.noError && answer.size() == 0) {
                throw unreadable(names.of(request.get(0).getOid()), "nothing at all");
            }
        }
        return answer;
    }

    private static boolean isAbout(OID reason, PDU report) {
        return report.size() > 0 && report.get(0).getOid().startsWith(reason);
    }

    private String afterAnswers() {
        return answers == 0 ? "" : ": it has answered " + answers + (answers == 1 ? " request" : " requests");
    }

    private ProblemException silence(PDU request, Duration usual) {
        String within = " within " + waited.toMillis() + " ms";
        transcript.add("no answer" + within);
        if (answers > 0) {
            boolean isCut = waited.compareTo(usual) < 0;
            String asked = names.of(request.get(0).getOid());
            return ProblemException.of(
                    ProblemCode.SWITCH_TIMEOUT,
                    isCut
                            ? "The time for " + inText() + " was over while it was asked for " + asked + afterAnswers()
                                    + "."
                            : where() + " stopped answering: nothing" + within + " when asked for " + asked + ".",
                    request.getType() == PDU.SET
                            ? "What was being written may or may not have happened; the next reconcile reads it."
                            : isCut ? MORE_TIME : "Check that the switch is up and not overloaded.");
        }
        if (transport.isAgentThere()) {
            return ProblemException.of(
                    ProblemCode.SWITCH_LOGIN_REFUSED,
                    where() + " speaks SNMPv3, but does not answer this user: its privacy secret or protocol is wrong.",
                    "Check priv-protocol and its secret in the switch's login; agents can't read, and mostly drop,"
                            + " what was encrypted with another key.");
        }
        return ProblemException.of(
                ProblemCode.SWITCH_UNREACHABLE,
                where() + " does not answer SNMP: nothing" + within + ".",
                transport.isVersion3()
                        ? "Check its address and that its agent serves SNMPv3 to this host."
                        : "Check its address, that its agent serves this host, and the community: a wrong one gets no"
                                + " answer.");
    }

    private ProblemException refusedLogin(PDU report) {
        OID reason = report.size() == 0 ? new OID() : report.get(0).getOid();
        String words;
        String fix;
        if (reason.equals(SnmpConstants.usmStatsUnknownUserNames)) {
            words = "it does not know the SNMPv3 user";
            fix = "Check the user in the switch's login, or create it on the switch.";
        } else if (reason.equals(SnmpConstants.usmStatsWrongDigests)) {
            words = "the authentication secret or protocol is wrong";
            fix = "Check auth-protocol and its secret in the switch's login.";
        } else if (reason.equals(SnmpConstants.usmStatsDecryptionErrors)) {
            words = "the privacy secret or protocol is wrong";
            fix = "Check priv-protocol and its secret in the switch's login.";
        } else if (reason.equals(SnmpConstants.usmStatsUnsupportedSecLevels)) {
            words = "its user may not use authentication and privacy (authPriv)";
            fix = "Give the user authentication and privacy keys on the switch.";
        } else if (reason.equals(SnmpConstants.usmStatsNotInTimeWindows)) {
            words = "its engine's time does not agree with what it told before";
            fix = "If it has just restarted try again; else check that no two agents share an engine id.";
        } else if (reason.equals(SnmpConstants.usmStatsUnknownEngineIDs)) {
            words = "it changed its engine id in the middle";
            fix = "Check that one agent alone answers at this address.";
        } else {
            words = "it answered with report " + reason.toDottedString();
            fix = "Check the SNMPv3 context and user on the switch.";
        }
        transcript.add("refused: " + words);
        return ProblemException.of(
                ProblemCode.SWITCH_LOGIN_REFUSED, where() + " refuses the login: " + words + ".", fix);
    }

    ProblemException unreadable(String object, String answer) {
        return ProblemException.of(
                ProblemCode.SWITCH_UNREADABLE,
                where() + " answers " + answer + " when asked for " + object + ".",
                "Check that the login's view lets all of the agent's objects be read.");
    }

    /** For messages: the switch and where it was sought. */
    private String where() {
        return "Switch " + access.name() + " at " + access.host() + " port " + access.port();
    }

    private String inText() {
        return "switch " + access.name() + " at " + access.host() + " port " + access.port();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            transport.close();
        }
    }
}
