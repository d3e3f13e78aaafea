/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "journal",
        description = "Every change and every refused change, oldest first.",
        footer = {"", "Example:", "  demarc journal --last 5 --follow"})
final class JournalCommand implements Callable<Integer> {
    private static final int POLL_SECONDS = 30;

    private final Terminal terminal;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "The newest N entries, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int last;

    @Option(names = "--entry", paramLabel = "ID", description = "This one alone, such as one that a tenant was told.")
    private @Nullable Long entry;

    @Option(names = "--follow", description = "Go on with new ones; with --json one entry a line.")
    private boolean follow;

    JournalCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (DaemonClient daemon = client.connect(terminal)) {
            if (entry != null) {
                return one(daemon, entry);
            }
            String answer = daemon.get("journal?last=" + last);
            if (client.json() && !follow) {
                terminal.text(Json.indent(answer) + "\n");
                return ExitStatus.DONE.code();
            }
            long seen = print(Json.readAll(answer, JournalEntry.class), 0);
            while (follow
                    && !terminal.out().checkError()
                    && !Thread.currentThread().isInterrupted()) {
                String path = "journal?after=" + seen + "&limit=1000&wait_seconds=" + POLL_SECONDS;
                seen = print(
                        Json.readAll(daemon.get(path, Duration.ofSeconds(POLL_SECONDS)), JournalEntry.class), seen);
            }
            return ExitStatus.DONE.code();
        }
    }

    private int one(DaemonClient daemon, long id) {
        List<JournalEntry> found =
                Json.readAll(daemon.get("journal?after=" + (id - 1) + "&limit=1"), JournalEntry.class);
        if (found.isEmpty() || found.get(0).id() != id) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "The journal has no entry " + id + ".",
                    "'demarc journal --json' shows their numbers.");
        }
        print(found, 0);
        return ExitStatus.DONE.code();
    }

    private long print(List<JournalEntry> entries, long before) {
        long seen = before;
        for (JournalEntry entry : entries) {
            if (client.json()) {
                terminal.text(Json.write(entry) + "\n");
            } else {
                new Rendering(terminal).journal(entry);
            }
            seen = entry.id();
        }
        return seen;
    }
}
