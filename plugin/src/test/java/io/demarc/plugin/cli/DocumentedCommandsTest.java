/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.runbook.Runbooks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What the documentation tells to type is what the command understands: {@code demarc} in every block, line and sentence of it. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..");
    /** Languages of blocks that hold what is typed; in others {@code demarc} is a user's or a login's name. */
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(?:console|sh)\\b.*\\n((?:(?!```).*\\n)*)```");

    private static final Pattern OTHER_BLOCK = Pattern.compile("(?m)^```.*\\n((?:(?!```).*\\n)*)```");
    private static final Pattern TYPED = Pattern.compile("(?m)^ *(?:\\$ )?(?:.* && )?demarc( .*)");
    private static final Pattern INDENTED = Pattern.compile("(?m)^ {4,}(?:.* && )?demarc( .*)");
    private static final Pattern SPAN = Pattern.compile("`demarc\\s([^`]+)`");
    private static final Pattern REMARK = Pattern.compile("(?: +#| {2,}| [&>] ?).*");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    /** Where a person's own word is to stand. */
    private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z]+|\\.\\.\\.");

    private static final String RUNBOOK_FILES = "/io/demarc/hooks/runbooks/";
    private static final List<String> RUNBOOKS = Stream.of("", "this-machine/")
            .flatMap(folder -> runbooks(folder).stream())
            .toList();

    /** @param whole whether nothing is left out of it: a sentence may name a command without its arguments */
    private record Typed(String text, boolean whole) {}

    private final CommandLine demarc = DemarcCommand.commandLine(Terminal.ofProcess(), config -> {});

    @TestFactory
    Stream<DynamicTest> everyCommandOfThePageIsOneThatDemarcUnderstands() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages.stream()
                .map(page -> DynamicTest.dynamicTest(page.getFileName() + "", () -> {
                    assertThat(typedOn(page).stream().flatMap(typed -> complaint(typed).stream()))
                            .isEmpty();
                }));
    }

    private static List<Typed> typedOn(Path page) {
        String text = read(page);
        List<Typed> all = new ArrayList<>();
        BLOCK.matcher(text).results().forEach(block -> add(all, TYPED, block.group(1)));
        String prose = OTHER_BLOCK.matcher(text).replaceAll("");
        add(all, INDENTED, prose);
        SPAN.matcher(prose)
                .results()
                .map(span -> withoutRemark(span.group(1).replaceAll("\\s+", " ")))
                .forEach(span -> all.add(new Typed(span, false)));
        return all;
    }

    private static void add(List<Typed> all, Pattern pattern, String text) {
        pattern.matcher(text)
                .results()
                .map(line -> withoutRemark(line.group(1).strip()))
                .forEach(line -> all.add(new Typed(line, true)));
    }

    private static String withoutRemark(String line) {
        return REMARK.matcher(line).replaceFirst("");
    }

    /** What is wrong with it; empty if nothing is. */
    private Optional<String> complaint(Typed typed) {
        List<String> words = new ArrayList<>();
        WORD.matcher(typed.text())
                .results()
                .forEach(word -> words.add(word.group(1) == null ? word.group(2) : word.group(1)));
        try {
            ParseResult parsed = demarc.parseArgs(words.toArray(String[]::new));
            return unknownRunbook(parsed).map(name -> "demarc " + typed.text() + ": no runbook is called " + name);
        } catch (ParameterException e) {
            return e instanceof MissingParameterException && !typed.whole()
                    ? Optional.empty()
                    : Optional.of("demarc " + typed.text() + ": " + e.getMessage());
        }
    }

    private static Optional<String> unknownRunbook(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        String command = last.commandSpec().qualifiedName();
        if (!List.of("demarc runbook start", "demarc runbook show").contains(command) || last.isUsageHelpRequested()) {
            return Optional.empty();
        }
        String name = last.matchedPositionalValue(0, "...");
        return PLACEHOLDER.matcher(name).matches() || RUNBOOKS.contains(name) ? Optional.empty() : Optional.of(name);
    }

    private static List<String> runbooks(String folder) {
        String index = RUNBOOK_FILES + folder + "index";
        try (InputStream in = Objects.requireNonNull(Runbooks.class.getResourceAsStream(index), index)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(file -> file.replace(".yaml", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
