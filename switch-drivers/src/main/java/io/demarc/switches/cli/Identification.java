/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Printable;
import io.demarc.access.ssh.Shell;
import io.demarc.access.ssh.SshConnection;
import io.demarc.access.ssh.SshConnection.Finished;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.platform.Identity;
import io.demarc.switches.session.SwitchAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks a switch over SSH what it is: the prompt says which definitions may be its own, and one command after the other of those, each of
 * which only shows, is sent until the answer of one is known. One caller, once.
 */
final class Identification {
    private static final Duration QUIET = Duration.ofMillis(1_200);
    private static final Duration LONGEST = Duration.ofSeconds(12);
    private static final int MOST_PRESSES = 3;
    private static final int MOST_COMMANDS = 6;
    private static final int MOST_PRINTED = 400;

    private static final Pattern LIKE_A_PROMPT = Pattern.compile("[>#$%\\]]\\s*$");
    /** May be a Unix shell, or RouterOS: a command has a channel of its own there. */
    private static final Pattern LIKE_A_SHELL =
            Pattern.compile("^(?:\\[?[\\w.-]+@[^\\s>]+(?:[:~/ ]\\S*)?\\]?[#$]|[#$]|\\[[^\\]]+@[^\\]]+\\] >)\\s*$");
    /** Is one: its prompt names a directory, or ends with a dollar sign. */
    private static final Pattern LIKE_UNIX =
            Pattern.compile("^(?:\\S+@\\S+[: ][~/]\\S*[#$]|\\[\\S+@\\S+ \\S+\\][#$]|.*\\$|#)\\s*$");

    private final List<CliPlatform> platforms;
    private final SshConnection connection;
    private final Shell shell;
    private final Deadline deadline;

    private Identification(List<CliPlatform> platforms, SshConnection connection, Shell shell, Deadline deadline) {
        this.platforms = platforms;
        this.connection = connection;
        this.shell = shell;
        this.deadline = deadline;
    }

    static Identified of(List<CliPlatform> platforms, SwitchAccess access, Deadline deadline) {
        if (!(access.login() instanceof Login.Ssh login)) {
            throw ProblemException.of(ProblemCode.CONFIG_INVALID, "There is no SSH login for the switch.", "Give one.");
        }
        SshConnection connection = SshConnection.open(access.ssh(), login, deadline);
        try {
            Shell shell = connection.shell(deadline);
            return new Identification(platforms, connection, shell, deadline).ask(connection.server());
        } finally {
            connection.close();
        }
    }

    private Identified ask(String server) {
        String prompt = prompt();
        boolean isShell = LIKE_A_SHELL.matcher(prompt).matches();
        boolean isUnix = LIKE_UNIX.matcher(prompt).matches();
        List<CliPlatform> candidates = platforms.stream()
                .filter(platform -> platform.isRunOnChannels() ? isShell : platform.knowsPrompt(prompt) && !isUnix)
                .toList();
        List<String> asked = new ArrayList<>();
        List<String> printed = List.of();
        List<Identified.Found> found = new ArrayList<>();
        for (String command : commands(candidates)) {
            // One machine may be two switches where a command has a channel of its own: a Linux bridge, and Open
            // vSwitch.
            if (found.isEmpty() || isShell) {
                asked.add(command);
                printed = isRunOnChannels(candidates, command) ? run(command) : type(command);
                found.addAll(found(candidates, command, printed));
            }
        }
        return new Identified(server, prompt, asked, printed, found);
    }

    private static boolean isRunOnChannels(List<CliPlatform> candidates, String command) {
        return candidates.stream()
                .filter(platform -> platform.identity()
                        .filter(it -> it.command().equals(command))
                        .isPresent())
                .allMatch(CliPlatform::isRunOnChannels);
    }

    /** Those of most candidates first. */
    private static List<String> commands(List<CliPlatform> candidates) {
        Map<String, Long> count = candidates.stream()
                .flatMap(platform -> platform.identity().stream())
                .collect(Collectors.groupingBy(Identity::command, LinkedHashMap::new, Collectors.counting()));
        return count.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry<String, Long>::getValue).reversed())
                .map(Map.Entry::getKey)
                .limit(MOST_COMMANDS)
                .toList();
    }

    private static List<Identified.Found> found(List<CliPlatform> candidates, String command, List<String> printed) {
        List<Identified.Found> found = new ArrayList<>();
        for (CliPlatform platform : candidates) {
            Optional<Identity> identity =
                    platform.identity().filter(it -> it.command().equals(command));
            if (identity.isPresent()
                    && CliReader.matchesAny(List.of(identity.get().match()), printed)) {
                found.add(new Identified.Found(
                        platform.name(),
                        platform.title(),
                        identity.get().version().flatMap(it -> version(it, printed))));
            }
        }
        return found;
    }

    /** The group {@code version} of the first line that has it. */
    static Optional<String> version(Pattern pattern, List<String> printed) {
        return printed.stream()
                .flatMap(line -> {
                    Matcher matcher = Matching.of(pattern, line);
                    return matcher.find() ? Stream.ofNullable(matcher.group("version")) : Stream.empty();
                })
                .map(text -> Printable.of(text.strip()))
                .findFirst();
    }

    private List<String> run(String command) {
        Finished finished = connection.run(command, deadline);
        return finished == null
                ? List.of()
                : Stream.concat(finished.output().lines(), finished.complaints().lines())
                        .limit(MOST_PRINTED)
                        .toList();
    }

    /** What the first page of the answer says. */
    private List<String> type(String command) {
        if (!shell.type(command + "\n")) {
            return List.of();
        }
        List<String> printed = settled();
        boolean isPaging = !printed.isEmpty()
                && !LIKE_A_PROMPT.matcher(printed.get(printed.size() - 1)).find();
        if (isPaging && shell.type("q")) {
            settled();
        }
        return printed;
    }

    private String prompt() {
        for (int i = 0; i <= MOST_PRESSES; i++) {
            List<String> printed = settled();
            String last = printed.isEmpty() ? "" : printed.get(printed.size() - 1);
            if (LIKE_A_PROMPT.matcher(last).find() || i == MOST_PRESSES || !shell.type("\n")) {
                return last;
            }
        }
        return "";
    }

    /** What has come when nothing has for a while. */
    private List<String> settled() {
        StringBuilder octets = new StringBuilder();
        String piece = shell.take(deadline.leftAtMost(LONGEST));
        while (!piece.isEmpty()) {
            octets.append(piece);
            piece = shell.take(deadline.leftAtMost(QUIET));
        }
        TerminalText text = new TerminalText(List.of(), line -> "");
        text.feed(octets.toString());
        return text.allLines().stream()
                .filter(line -> !line.isBlank())
                .limit(MOST_PRINTED)
                .toList();
    }
}
