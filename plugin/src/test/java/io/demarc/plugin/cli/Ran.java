/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the command ended with and printed. */
record Ran(int status, String out, String err) {
    /** Runs {@code demarc} in this process, with nothing on its standard input. */
    static Ran demarc(Map<String, String> environment, String... arguments) {
        return typing("", environment, arguments);
    }

    /** As {@link #demarc}, and somebody types this. */
    static Ran typing(String typed, Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                environment);
        int status = DemarcCommand.run(terminal, config -> {}, arguments);
        return new Ran(status, out.toString(), err.toString());
    }
}
