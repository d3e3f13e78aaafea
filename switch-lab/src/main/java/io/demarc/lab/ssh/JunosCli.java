/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One session on a simulated Junos switch: operational and configuration mode. */
final class JunosCli implements Cli {
    private final JunosDevice device;
    private final String user;
    private final JunosTables tables;
    private final JunosCommit commits;
    private final CommandTable operational;
    private final CommandTable configuration;
    private @Nullable JunosEdit edit;
    private JunosPipes pipes = JunosPipes.of("");
    private int screenLength = 24;

    /** @param console whether this is the switch's own console, whose edits are not counted as written by anybody */
    JunosCli(JunosDevice device, String user, boolean console) {
        this.device = device;
        this.user = user;
        this.tables = new JunosTables(device);
        this.commits = new JunosCommit(device, console);
        Map<String, CommandTable.Placeholder> placeholders = Map.of(
                "<ifd>",
                        (tokens, from) ->
                                tokens.get(from).text().matches("(?:[gxem]e|et|ae|irb|vlan|lo|me|vme)\\S*") ? 1 : 0,
                "<vlan>", (tokens, from) -> tokens.get(from).text().matches("\\d{1,4}") ? 1 : 0,
                "<number>", (tokens, from) -> tokens.get(from).text().matches("\\d{1,9}") ? 1 : 0,
                "<value>", (tokens, from) -> 1,
                "<members>", JunosCli::membersLength);
        operational = new CommandTable(placeholders);
        addSession(operational);
        addShow(operational);
        configuration = new CommandTable(placeholders);
        addEditing(configuration);
    }

    @Override
    public String greeting() {
        return "--- JUNOS 20.4R3.8 built 2021-09-08 07:10:29 UTC (simulated)\n";
    }

    @Override
    public String prompt() {
        synchronized (device) {
            String name = user + "@" + device.hostname();
            if (edit == null) {
                return "\n{master:0}\n" + name + "> ";
            }
            int minutes = device.pendingMinutes();
            String pending = minutes > 0 ? "# commit confirmed will be rolled back in " + minutes + " minutes\n" : "";
            return "\n" + pending + "{master:0}[edit]\n" + name + "# ";
        }
    }

    @Override
    public Reply execute(String line) {
        synchronized (device) {
            pipes = JunosPipes.of(line);
            Reply reply = dispatch(pipes.command());
            return reply instanceof Reply.Text text ? new Reply.Text(pipes.filter(text.text())) : reply;
        }
    }

    @Override
    public int pageLength() {
        return pipes.isUnpaged() ? 0 : screenLength;
    }

    @Override
    public String pagerPrompt() {
        return "---(more)---";
    }

    @Override
    public void close() {
        synchronized (device) {
            edit = null;
            device.unlock(this);
        }
    }

    private Reply dispatch(String command) {
        JunosEdit now = edit;
        if (now == null) {
            return run(operational.find(command), "unknown command.", "syntax error, expecting <command>.");
        }
        if (command.startsWith("run ")) {
            return run(
                    operational.find(command.substring(4)), "unknown command.", "syntax error, expecting <command>.");
        }
        if (JunosCommit.isCommit(command)) {
            JunosCommit.Result result = commits.run(command, now);
            if (result.leaves()) {
                leave();
            }
            return Reply.text(result.text());
        }
        return run(configuration.find(command), "unknown command.", "syntax error.");
    }

    private static Reply run(CommandTable.Match match, String unknownFirstWord, String unknownWord) {
        if (match instanceof CommandTable.Match.Found found) {
            return found.action().apply(found.arguments());
        }
        if (match instanceof CommandTable.Match.Ambiguous ambiguous) {
            String word = ambiguous.typed().substring(ambiguous.typed().lastIndexOf(' ') + 1);
            return Reply.text("                  ^\n'" + word + "' is ambiguous.\nPossible completions:");
        }
        int column = match instanceof CommandTable.Match.Invalid invalid ? invalid.column() : 1;
        return Reply.text(" ".repeat(column + 16) + "^\n" + (column == 0 ? unknownFirstWord : unknownWord));
    }

    private void addSession(CommandTable table) {
        table.on("configure", arguments -> enter(JunosEdit.Kind.SHARED))
                .on("configure private", arguments -> enter(JunosEdit.Kind.PRIVATE))
                .on("configure exclusive", arguments -> enter(JunosEdit.Kind.EXCLUSIVE))
                .on("exit", arguments -> new Reply.Goodbye(""))
                .on("quit", arguments -> new Reply.Goodbye(""))
                .on("set cli screen-length <number>", arguments -> {
                    screenLength = Integer.parseInt(arguments.get(0));
                    return Reply.text("Screen length set to " + screenLength);
                })
                .on("set cli screen-width <number>", arguments -> Reply.text("Screen width set to " + arguments.get(0)))
                .on("set cli complete-on-space off", arguments -> Reply.text("Disabling complete-on-space"))
                .on("set cli complete-on-space on", arguments -> Reply.text("Enabling complete-on-space"));
    }

    private void addShow(CommandTable table) {
        table.on(
                        "show version",
                        arguments -> Reply.text("fpc0:\n" + "-".repeat(74) + "\nHostname: " + device.hostname()
                                + "\nModel: ex3400-24t\nJunos: 20.4R3.8\nSimulated: this switch is a program."))
                .on("show system uptime", arguments -> Reply.text(uptime()))
                .on(
                        "show vlans",
                        arguments -> Reply.text(
                                tables.vlans(List.copyOf(device.vlans().keySet()))))
                .on("show vlans <word>", arguments -> Reply.text(tables.vlans(arguments)))
                .on("show ethernet-switching interface", arguments -> Reply.text(tables.switching(device.ports())))
                .on("show ethernet-switching interface <ifd>", onePort(tables::switching))
                .on("show ethernet-switching table", arguments -> Reply.text(tables.macTable(device.ports())))
                .on("show ethernet-switching table interface <ifd>", onePort(tables::macTable))
                .on("show interfaces terse", arguments -> Reply.text(tables.terse()))
                .on("show interfaces descriptions", arguments -> Reply.text(tables.descriptions()))
                .on("show lldp neighbors", arguments -> Reply.text(tables.neighbours()))
                .on(
                        "show lldp neighbors interface <ifd>",
                        arguments -> Reply.text(tables.neighbour(withoutUnit(arguments.get(0)))))
                .on("show configuration", arguments -> show(device.committed(), List.of()));
        for (String beginning : JunosSchema.beginnings()) {
            table.on(
                    "show configuration " + beginning,
                    arguments -> show(
                            device.committed(),
                            JunosSchema.paths(beginning, arguments).get(0)));
        }
    }

    private String uptime() {
        Duration soFar = device.uptime().soFar();
        return "fpc0:\n" + "-".repeat(74) + "\nCurrent time: 2026-11-29 12:00:00 UTC\n"
                + "System booted: 2026-11-01 10:00:03 UTC (%dw%dd %02d:%02d ago)"
                        .formatted(soFar.toDays() / 7, soFar.toDays() % 7, soFar.toHoursPart(), soFar.toMinutesPart());
    }

    private void addEditing(CommandTable table) {
        for (JunosSchema.Statement statement : JunosSchema.statements()) {
            table.on("set " + statement.pattern(), arguments -> {
                JunosSchema.paths(statement.pattern(), arguments)
                        .forEach(path -> editing().set(path, statement.isList()));
                return Reply.NOTHING;
            });
        }
        for (String beginning : JunosSchema.beginnings()) {
            table.on("delete " + beginning, arguments -> {
                boolean found = JunosSchema.paths(beginning, arguments).stream()
                        .map(path -> editing().delete(path))
                        .toList()
                        .contains(true);
                return found ? Reply.NOTHING : Reply.text("warning: statement not found");
            });
            table.on(
                    "show " + beginning,
                    arguments -> show(
                            editing().candidate(),
                            JunosSchema.paths(beginning, arguments).get(0)));
        }
        table.on(
                        "show",
                        arguments -> pipes.has("compare")
                                ? compare()
                                : show(editing().candidate(), List.of()))
                .on("rollback", arguments -> rollBack(0))
                .on("rollback <number>", arguments -> rollBack(Integer.parseInt(arguments.get(0))))
                .on("top", arguments -> Reply.NOTHING)
                .on("exit", arguments -> askToLeave())
                .on("quit", arguments -> askToLeave())
                .on("exit configuration-mode", arguments -> askToLeave());
    }

    private Reply enter(JunosEdit.Kind kind) {
        String locked = device.lockedBy(this).orElse("");
        if (!locked.isEmpty()) {
            return Reply.text("error: configuration database locked by:\n  " + locked
                    + " terminal pts/0 (pid 12345) on since 2026-11-24 07:31:02 UTC, idle 00:01:12\n"
                    + "      exclusive {master:0}[edit]");
        }
        if (kind != JunosEdit.Kind.SHARED && device.isSharedModified()) {
            return Reply.text("error: configuration database modified");
        }
        edit = new JunosEdit(device, kind);
        if (kind == JunosEdit.Kind.EXCLUSIVE) {
            device.lock(this, user);
        }
        String warning =
                kind == JunosEdit.Kind.SHARED ? "" : "warning: uncommitted changes will be discarded on exit\n";
        return Reply.text(warning + "Entering configuration mode");
    }

    private Reply askToLeave() {
        if (!editing().isModified()) {
            return leave();
        }
        boolean isShared = editing().kind() == JunosEdit.Kind.SHARED;
        String question = isShared
                ? "The configuration has been changed but not committed\nExit with uncommitted changes? [yes,no] (yes) "
                : "The configuration has been modified.\nDiscard uncommitted changes? [yes,no] (yes) ";
        return new Reply.Question(question, true, answer -> {
            synchronized (device) {
                return answer.startsWith("n") ? Reply.NOTHING : leave();
            }
        });
    }

    private Reply leave() {
        edit = null;
        device.unlock(this);
        return Reply.text("Exiting configuration mode");
    }

    private Reply rollBack(int number) {
        return device.historic(number)
                .map(older -> {
                    editing().load(older);
                    return Reply.text("load complete");
                })
                .orElseGet(() -> Reply.text("error: could not open rollback configuration " + number));
    }

    private Reply show(JunosConfig config, List<String> beginning) {
        List<List<String>> found = config.under(beginning);
        if (pipes.has("display set")) {
            return Reply.text(JunosConfig.asSetCommands(found));
        }
        List<List<String>> below =
                found.stream().filter(path -> path.size() > beginning.size()).toList();
        return Reply.text(JunosConfig.asBraces(below, beginning.size(), ""));
    }

    private Reply compare() {
        List<List<String>> before = device.committed().all();
        List<List<String>> after = editing().candidate().all();
        List<List<String>> removed =
                before.stream().filter(path -> !after.contains(path)).toList();
        List<List<String>> added =
                after.stream().filter(path -> !before.contains(path)).toList();
        String text = signed("-", removed) + signed("+", added);
        return Reply.text(text.isEmpty() ? "" : "[edit]\n" + text);
    }

    private static String signed(String sign, List<List<String>> paths) {
        return JunosConfig.asBraces(paths, 0, "   ")
                .lines()
                .map(line -> sign + line + "\n")
                .collect(Collectors.joining());
    }

    private JunosEdit editing() {
        JunosEdit now = edit;
        if (now == null) {
            throw new IllegalStateException("not in configuration mode");
        }
        return now;
    }

    private Function<List<String>, Reply> onePort(Function<List<String>, String> text) {
        return arguments -> {
            String port = withoutUnit(arguments.get(0));
            return device.ports().contains(port)
                    ? Reply.text(text.apply(List.of(port)))
                    : Reply.text("error: device " + port + " not found");
        };
    }

    private static String withoutUnit(String name) {
        return name.replaceFirst("\\.\\d+$", "");
    }

    private static int membersLength(List<CommandTable.Token> tokens, int from) {
        if (!tokens.get(from).text().startsWith("[")) {
            return 1;
        }
        List<String> rest = new ArrayList<>();
        tokens.subList(from, tokens.size()).forEach(token -> rest.add(token.text()));
        for (int i = 0; i < rest.size(); i++) {
            if (rest.get(i).endsWith("]")) {
                return i + 1;
            }
        }
        return 0;
    }
}
