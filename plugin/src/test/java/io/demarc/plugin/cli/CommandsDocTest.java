/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Every example of docs/commands.md that needs no daemon prints what the page says (renew it: {@code -Dgolden.update}). Those that
 * are marked, {@code live} or {@code pair}, are asked of a real daemon in switch-lab.
 */
class CommandsDocTest {
    private static final Path PAGE = Path.of("..", "docs", "commands.md");
    private static final Pattern EXAMPLE = Pattern.compile("```console\n\\$ demarc([^\n]*)\n.*?```", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("(?m)^```console (.*)$");
    private static final Pattern ANY_EXAMPLE = Pattern.compile("```console(?: \\w+)?\n\\$ demarc([^\n]*)\n");
    /** What somebody saved from a Cisco switch. */
    static final String SAVED_OUTPUT = """
        tor-a1#show interfaces switchport
        Name: Gi1/0/7
        Switchport: Enabled
        Administrative Mode: static access
        Operational Mode: static access
        Negotiation of Trunking: Off
        Access Mode VLAN: 150 (acme)
        Trunking Native Mode VLAN: 1 (default)
        Voice VLAN: none
        Trunking VLANs Enabled: ALL

        """;

    private static final Map<String, String> FILES = Map.of(
            "inventory.yaml",
            "switches: []\n",
            "mine.yaml",
            "platform: mine\ntransport: ssh\nbogus: 1\n",
            "switchport.txt",
            SAVED_OUTPUT);

    @TempDir
    private Path directory;

    @Test
    void everyExampleThatNeedsNoDaemonIsWhatTheCommandPrints() throws IOException {
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
        String actual = EXAMPLE.matcher(Files.readString(PAGE))
                .replaceAll(
                        example -> Matcher.quoteReplacement(run(example.group(1).strip())));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(PAGE, actual);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(actual);
    }

    @Test
    void noExampleHasAMarkThatNobodyRuns() throws IOException {
        assertThat(MARK.matcher(Files.readString(PAGE)).results().map(mark -> mark.group(1)))
                .isNotEmpty()
                .isSubsetOf("live", "pair");
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

    private String run(String arguments) {
        List<String> words = new ArrayList<>();
        for (String word : arguments.split(" +", -1)) {
            words.add(FILES.containsKey(word) ? directory.resolve(word).toString() : word);
        }
        Ran ran = Ran.demarc(Map.of(), words.toArray(String[]::new));
        String output = (ran.out() + ran.err()).replace(directory + "/", "");
        return "```console\n$ demarc " + arguments + "\n" + output + "```";
    }
}
