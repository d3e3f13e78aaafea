/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.hooks.node.CommandResult;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a copy of files needs to know of the machine that a database server runs on.
 *
 * @param facts by their words: see {@code probe.sh}
 */
record Machine(Map<String, String> facts) {
    /** Adds up the sizes of every file. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    Machine {
        facts = Map.copyOf(facts);
    }

    static Machine look(SqlClient client, ServerView view) {
        List<String> argv = Script.PROBE.argv(
                List.of(view.variable("datadir"), client.database().startCommand(), view.pidFile()));
        CommandResult result = client.node().run(argv, LIMIT);
        if (result.exit() != 0) {
            throw ProblemException.of(
                    ProblemCode.NODE_COMMAND_FAILED,
                    client.database().server() + ": looking at the data directory ended with " + result.exit() + ": "
                            + Printable.of(result.stderr().strip()),
                    "Look whether the login may see the data directory.");
        }
        Map<String, String> facts = new HashMap<>();
        result.stdout().lines().forEach(line -> {
            String[] words = line.split(" ", 2);
            facts.put(words[0], words.length > 1 ? words[1].strip() : "");
        });
        return new Machine(facts);
    }

    String fact(String word) {
        return facts.getOrDefault(word, "");
    }

    /** Of the server's files but for its logs. */
    long bytes() {
        String text = fact("kilobytes");
        return text.matches("\\d{1,15}") ? Long.parseLong(text) * 1024 : 0;
    }
}
