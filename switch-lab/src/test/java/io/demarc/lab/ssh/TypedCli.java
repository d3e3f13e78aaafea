/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** A simulated command line without a connection: what is typed is echoed, executed and printed at once. One caller at a time. */
final class TypedCli implements AutoCloseable {
    private final Cli cli;
    private final Faults faults;
    private final BinaryOperator<String> told;
    private final Wire wire;
    private final StringBuilder line = new StringBuilder();
    private String command = "";
    private String unprinted = "";
    private Reply.@Nullable Question question;
    private boolean isMute;

    /** What a piece of text is to the switch. */
    enum Part {
        ECHO,
        OUTPUT,
        PAGE,
        PROMPT
    }

    /** Where the text goes. */
    interface Wire {
        /** Prints text whose lines end in {@code \n}. */
        void print(Part part, String text);

        void hangUp();
    }

    /** @param told what becomes of a command and its output before it is printed */
    TypedCli(Cli cli, Faults faults, BinaryOperator<String> told, Wire wire) {
        this.cli = cli;
        this.faults = faults;
        this.told = told;
        this.wire = wire;
    }

    /** @param isGreeting whether anything is said before the first prompt */
    void begin(boolean isGreeting) {
        String prompt = cli.prompt();
        wire.print(Part.OUTPUT, isGreeting ? cli.greeting() : "");
        wire.print(Part.PROMPT, isGreeting ? prompt : prompt.substring(prompt.lastIndexOf('\n') + 1));
    }

    void type(String keys) {
        for (int i = 0; i < keys.length() && !isMute; i++) {
            press(keys.charAt(i));
        }
    }

    private void press(char key) {
        if (!unprinted.isEmpty()) {
            String back = "\b".repeat(cli.pagerPrompt().length());
            wire.print(Part.PAGE, back + " ".repeat(back.length()) + back);
            page(key == '\n' ? 1 : cli.pageLength() - 1);
        } else if (key != '\n') {
            line.append(key);
        } else {
            String typed = line.toString();
            line.setLength(0);
            enter(typed);
        }
    }

    private void enter(String typed) {
        Reply.Question asked = question;
        if (asked != null) {
            question = null;
            wire.print(Part.ECHO, asked.echo() ? typed + "\n" : "\n");
            answer(asked.answer().apply(typed));
            return;
        }
        wire.print(Part.ECHO, typed + "\n");
        command = typed.strip();
        if (command.isEmpty()) {
            wire.print(Part.PROMPT, cli.prompt());
        } else {
            execute(typed, faults.actionFor(command));
        }
    }

    private void execute(String typed, Faults.@Nullable Action action) {
        if (action == null) {
            answer(cli.execute(typed));
            return;
        }
        switch (action.kind()) {
            case REJECT -> answer(Reply.text(action.text()));
            case IGNORE -> wire.print(Part.PROMPT, cli.prompt());
            case HANG -> {
                String text = cli.execute(typed) instanceof Reply.Text plain ? plain.text() : "";
                wire.print(Part.OUTPUT, text.substring(0, text.length() / 2));
                isMute = true;
            }
            case DISCONNECT_BEFORE -> hangUp();
            case DISCONNECT_AFTER -> {
                cli.execute(typed);
                hangUp();
            }
        }
    }

    private void answer(Reply reply) {
        if (reply instanceof Reply.Question asked) {
            question = asked;
            wire.print(Part.OUTPUT, asked.text());
        } else if (reply instanceof Reply.Goodbye goodbye) {
            wire.print(Part.OUTPUT, goodbye.text());
            hangUp();
        } else if (reply instanceof Reply.Text text) {
            unprinted = told.apply(command, text.text());
            page(cli.pageLength() == 0 ? Integer.MAX_VALUE : cli.pageLength() - 1);
        }
    }

    private void page(int lines) {
        int end = 0;
        for (int i = 0; i < lines && end < unprinted.length(); i++) {
            int next = unprinted.indexOf('\n', end);
            end = next < 0 ? unprinted.length() : next + 1;
        }
        String now = unprinted.substring(0, end);
        unprinted = unprinted.substring(end);
        wire.print(Part.OUTPUT, now);
        wire.print(
                unprinted.isEmpty() ? Part.PROMPT : Part.PAGE, unprinted.isEmpty() ? cli.prompt() : cli.pagerPrompt());
    }

    private void hangUp() {
        isMute = true;
        wire.hangUp();
    }

    @Override
    public void close() {
        isMute = true;
        cli.close();
    }
}
