/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.ssh.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A terminal that echoes each line and prints what a function says: output and the next prompt. One caller at a time. */
final class AnsweringShell implements Shell {
    private final UnaryOperator<String> answer;
    private final List<String> typed = new ArrayList<>();
    private final StringBuilder said = new StringBuilder();

    /** @param answer what is printed after a line and its echo, the prompt included; for the empty line the prompt alone */
    AnsweringShell(UnaryOperator<String> answer) {
        this.answer = answer;
        said.append(answer.apply(""));
    }

    @Override
    public boolean type(String text) {
        String line = text.stripTrailing();
        if (!line.isEmpty()) {
            typed.add(line);
        }
        said.append(line).append("\r\n").append(answer.apply(line));
        return true;
    }

    @Override
    public String take(Duration limit) {
        String all = said.toString();
        said.setLength(0);
        return all;
    }

    @Override
    public boolean isOver() {
        return false;
    }

    @Override
    public void close() {}

    /** Every line that was typed and isn't empty. */
    List<String> typed() {
        return typed;
    }
}
