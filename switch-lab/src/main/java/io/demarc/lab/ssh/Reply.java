/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.function.Function;

/** What a command line says to one line of input. */
sealed interface Reply {
    Reply NOTHING = new Text("");

    /** Prints the text, whose lines end in {@code \n}, and the next prompt. */
    record Text(String text) implements Reply {}

    /** Asks for one more line, which is not a command, and goes on with its answer. */
    record Question(String text, boolean echo, Function<String, Reply> answer) implements Reply {}

    /** Prints the text and ends the session. */
    record Goodbye(String text) implements Reply {}

    static Reply text(String text) {
        return text.isEmpty() || text.endsWith("\n") ? new Text(text) : new Text(text + "\n");
    }
}
