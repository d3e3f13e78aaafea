/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.cli.ExampleDaemon.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Every example of docs/commands.md that needs no live daemon prints what the page says (renew it: {@code -Dgolden.update}).
 * Those marked {@code live} are asked of one in switch-lab.
 */
@Timeout(60)
class CommandsDocIT {
    private static final Path PAGE = Path.of("..", "docs", "commands.md");
    private static final Pattern EXAMPLE = Pattern.compile("```console\n\\$ demarc([^\n]*)\n.*?```", Pattern.DOTALL);
    private static final Pattern ANY_EXAMPLE = Pattern.compile("```console(?: live)?\n\\$ demarc([^\n]*)\n");
    private static final Map<String, String> FILES = Map.of(
            "inventory.yaml",
            "switches: []\n",
            "mine.yaml",
            "platform: mine\ntransport: ssh\nbogus: 1\n",
            "switchport.txt",
            ExampleDaemon.SAVED_OUTPUT);

    @TempDir
    private Path directory;

    @Test
    void everyExampleOfThePageIsWhatTheCommandPrints() throws IOException {
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
        String page = Files.readString(PAGE);
        String actual;
        try (ExampleDaemon daemon = new ExampleDaemon(directory)) {
            actual = EXAMPLE.matcher(page)
                    .replaceAll(example -> Matcher.quoteReplacement(
                            run(daemon, example.group(1).strip())));
        }
        if (System.getProperty("golden.update") != null) {
            Files.writeString(PAGE, actual);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(actual);
    }

    @Test
    void thePageHasEveryCommand() throws IOException {
        TreeSet<String> shown = new TreeSet<>();
        ANY_EXAMPLE
                .matcher(Files.readString(PAGE))
                .results()
                .map(example -> example.group(1).strip())
                .forEach(arguments -> shown.add(arguments.replace(" --help", "")));

        assertThat(shown).containsAll(commands(DemarcCommand.commandLine(Terminal.ofProcess(), config -> {}), ""));
    }

    private static List<String> commands(CommandLine command, String path) {
        List<String> found = new ArrayList<>();
        command.getSubcommands().forEach((name, sub) -> {
            String whole = (path + " " + name).strip();
            found.add(whole);
            found.addAll(commands(sub, whole));
        });
        return found;
    }

    private String run(ExampleDaemon daemon, String arguments) {
        List<String> words = new ArrayList<>();
        for (String word : arguments.split(" +", -1)) {
            words.add(FILES.containsKey(word) ? directory.resolve(word).toString() : word);
        }
        Ran ran = daemon.demarc(words.toArray(String[]::new));
        String output = (ran.out() + ran.err()).replace(directory + "/", "");
        return "```console\n$ demarc " + arguments + "\n" + output + "```";
    }
}
