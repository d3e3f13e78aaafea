/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.PortName;
import io.demarc.switches.cli.CommandLines.Rendered;
import io.demarc.switches.session.PortStep;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The switch itself: a line that it doesn't take ends the batch. One caller at a time. */
final class SwitchRecipient implements Recipient {
    private final Dialogue dialogue;
    private final SwitchTalk talk;
    private final Conversation conversation;
    private final Function<Rendered, List<String>> asker;

    /** @param asker sends a line and returns its output */
    SwitchRecipient(
            Dialogue dialogue, SwitchTalk talk, Conversation conversation, Function<Rendered, List<String>> asker) {
        this.dialogue = dialogue;
        this.talk = talk;
        this.conversation = conversation;
        this.asker = asker;
    }

    @Override
    public String whom() {
        return "switch " + talk.access().name();
    }

    /** Output must not speak of an error, and the prompt must be the one that the line leads to. */
    @Override
    public void tell(Rendered line, @Nullable PortStep step) {
        PortName port = step == null ? null : step.target();
        String about = port == null ? "" : " for port " + port;
        Command command = line.command();
        List<String> output = asker.apply(line);
        Verdict verdict = Verdict.of(output, dialogue.errors(), command);
        if (verdict.isBusy()) {
            throw talk.busy(line.line(), about, verdict.line(), output);
        }
        if (!verdict.isFine()) {
            throw talk.rejected(line.line(), about, verdict.line(), output);
        }
        Pattern expect = command.expect();
        if (expect != null && !CliReader.matchesAny(List.of(expect), output)) {
            String last = output.isEmpty() ? "nothing" : output.get(output.size() - 1);
            throw talk.rejected(line.line(), about, last, output);
        }
        output.stream()
                .filter(said -> command.isSilent()
                        && !said.isBlank()
                        && !Verdict.isBenign(said, dialogue.errors(), command.benign()))
                .findFirst()
                .ifPresent(said -> {
                    throw talk.rejected(line.line(), about, said, output);
                });
        requirePlace(line, about, output);
    }

    /** A block that wasn't entered must not be written into: its lines would change what was entered before. */
    private void requirePlace(Rendered line, String about, List<String> output) {
        String mode = line.command().leadsTo();
        Pattern prompt = line.prompt();
        boolean isThere = (mode.isEmpty() || mode.equals(conversation.mode()))
                && (prompt == null || Matching.finds(prompt, conversation.prompt()));
        if (!isThere) {
            throw talk.rejected(line.line(), about, "the prompt '" + conversation.prompt() + "'", output);
        }
    }

    @Override
    public void enter(String mode) {
        conversation.enter(mode);
    }
}
