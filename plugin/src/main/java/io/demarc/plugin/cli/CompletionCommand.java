/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "generate-completion",
        description = "Prints the completion script for bash and zsh.",
        footer = {"", "Example:", "  source <(demarc generate-completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @Nullable
    CommandSpec spec;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String script =
                AutoComplete.bash("demarc", Objects.requireNonNull(spec).root().commandLine());
        terminal.out().print(script);
        terminal.out().flush();
        return ExitStatus.DONE.code();
    }
}
