/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.ssh.SshConnection.Finished;
import io.demarc.problem.ProblemException;
import io.demarc.switches.cli.CommandLines.Rendered;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A Unix shell: each command runs on a channel of its own and says by its exit status whether it succeeded. */
final class ExecConversation implements Conversation {
    private final CommandChannel channel;
    private final Dialogue dialogue;
    private final SwitchTalk talk;

    ExecConversation(CommandChannel channel, Dialogue dialogue, SwitchTalk talk) {
        this.channel = channel;
        this.dialogue = dialogue;
        this.talk = talk;
    }

    @Override
    public List<String> ask(Rendered line) {
        if (talk.deadline().isOver()) {
            throw talk.late(line.line());
        }
        talk.transcript().sent(line.line());
        Finished finished = channel.run(line.line(), talk.deadline());
        if (finished == null) {
            channel.close();
            throw talk.timedOut(line.line(), "", List.of(), true);
        }
        List<String> printed = new ArrayList<>(TerminalText.linesOf(finished.output(), dialogue.noise()));
        // What is known to mean nothing must not stand among the rows of a table.
        TerminalText.linesOf(finished.complaints(), dialogue.noise()).stream()
                .filter(said -> !Verdict.isBenign(said, dialogue.errors()))
                .forEach(printed::add);
        printed.removeIf(String::isBlank);
        talk.transcript().received(String.join("\n", printed));
        if (finished.status() != 0 && !isBenign(line, printed)) {
            Verdict verdict = Verdict.of(printed, dialogue.errors(), line.command());
            String complaint = printed.isEmpty() ? "" : printed.get(printed.size() - 1);
            String answer = "exit status " + finished.status() + (complaint.isEmpty() ? "" : ", " + complaint);
            ProblemException problem = verdict.isBusy()
                    ? talk.busy(line.line(), "", verdict.line(), printed)
                    : talk.rejected(line.line(), "", answer, printed);
            throw problem;
        }
        return printed;
    }

    private static boolean isBenign(Rendered line, List<String> printed) {
        List<Pattern> benign = line.command().benign();
        return printed.stream().anyMatch(text -> benign.stream().anyMatch(pattern -> Matching.finds(pattern, text)));
    }

    @Override
    public void enter(String mode) {}

    @Override
    public String mode() {
        return dialogue.startMode();
    }

    @Override
    public String prompt() {
        return "";
    }

    @Override
    public String readPrefix() {
        return "";
    }

    @Override
    public void close() {
        channel.close();
    }
}
