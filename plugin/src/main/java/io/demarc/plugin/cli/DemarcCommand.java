/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.DaemonProcess;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The {@code demarc} command. */
@Command(
        name = "demarc",
        description = "Hands a customer's appliance, plugged into a switch, to its CloudStack tenant network.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  demarc attach acme-vpn acme-net", "", "'demarc COMMAND --help' tells more."})
public final class DemarcCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean helpAsked;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version of Demarc and of Java, and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean versionAsked;

    private DemarcCommand() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        System.exit(run(terminal, DaemonProcess::run, arguments));
    }

    /**
     * Runs one command, but {@code daemon}, which needs a process of its own; returns its exit status. Thread-safe.
     *
     * @param environment in the place of the process's
     */
    public static int run(
            InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment, String... arguments) {
        return run(new Terminal(in, out, err, environment), DaemonProcess::run, arguments);
    }

    static int run(Terminal terminal, Consumer<Path> daemon, String... arguments) {
        // Picocli reads a command's options by reflection when the command is added, and starting is most of what a
        // command does.
        Supplier<Object> asked =
                arguments.length == 0 ? null : commands(terminal, daemon).get(arguments[0]);
        CommandLine root = asked == null ? commandLine(terminal, daemon) : commandLine(terminal, List.of(asked));
        return root.execute(arguments);
    }

    static CommandLine commandLine(Terminal terminal, Consumer<Path> daemon) {
        List<Supplier<Object>> all = new ArrayList<>(commands(terminal, daemon).values());
        // Not among those that can stand alone: it tells of all of them.
        all.add(() -> new CompletionCommand(terminal));
        return commandLine(terminal, all);
    }

    private static CommandLine commandLine(Terminal terminal, List<Supplier<Object>> commands) {
        CommandLine root = new CommandLine(new DemarcCommand());
        commands.forEach(command -> root.addSubcommand(command.get()));
        prepare(root, terminal);
        return root;
    }

    /** By name, in the order of the help. */
    private static Map<String, Supplier<Object>> commands(Terminal terminal, Consumer<Path> daemon) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("daemon", () -> new DaemonCommand(daemon));
        commands.put("cloudstack", () -> new CloudStackCommands(terminal));
        commands.put("apply", () -> new ApplyCommand(terminal));
        commands.put("inventory", () -> new InventoryCommands(terminal));
        commands.put("switch", () -> switches(terminal));
        commands.put("server", () -> new ServerCommands(terminal));
        commands.put("ip", () -> new IpCommands(terminal));
        commands.put("replica", () -> new ReplicaCommands(terminal));
        commands.put("pair", () -> new PairCommands(terminal));
        commands.put("port", () -> new PortCommands(terminal));
        commands.put("device", () -> new DeviceCommands(terminal));
        commands.put("network", () -> new NetworkCommands(terminal));
        commands.put("attach", () -> new AttachCommand(terminal));
        commands.put("detach", () -> new DetachCommand(terminal));
        commands.put("adopt", () -> new AdoptCommand(terminal));
        commands.put("unadopt", () -> new UnadoptCommand(terminal));
        commands.put("plan", () -> new PlanCommand(terminal));
        commands.put("reconcile", () -> new ReconcileCommand(terminal));
        commands.put("freeze", () -> new FreezeCommands.Freeze(terminal));
        commands.put("thaw", () -> new FreezeCommands.Thaw(terminal));
        commands.put("journal", () -> new JournalCommand(terminal));
        commands.put("platform", () -> platform(terminal));
        commands.put("runbook", () -> new RunbookCommands(terminal));
        commands.put("store", () -> new StoreCommands(terminal));
        commands.put("doctor", () -> new DoctorCommand(terminal));
        return commands;
    }

    private static CommandLine switches(Terminal terminal) {
        CommandLine switches = new CommandLine(new SwitchCommands(terminal));
        switches.addSubcommand(new RetireCommand(terminal));
        switches.addSubcommand(new IdentifyCommand(terminal));
        return switches;
    }

    private static CommandLine platform(Terminal terminal) {
        CommandLine platform = new CommandLine(new PlatformCommands(terminal));
        platform.addSubcommand(new ParseCommand(terminal));
        platform.addSubcommand(new RenderCommand(terminal));
        platform.addSubcommand(new PlayCommand(terminal));
        platform.addSubcommand(new TryCommand(terminal));
        platform.addSubcommand(new RecordCommand(terminal));
        return platform;
    }

    /** Of the jar's manifest; classes that are in no jar have none. */
    private static String version() {
        String version = DemarcCommand.class.getPackage().getImplementationVersion();
        return "demarc " + (version == null ? "unpackaged" : version) + " (Java " + Runtime.version() + ")";
    }

    private static void prepare(CommandLine root, Terminal terminal) {
        root.getCommandSpec().version(version());
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitStatus status : ExitStatus.values()) {
            meanings.put(Integer.toString(status.code()), status.meaning());
        }
        root.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("Exit status:%n")
                .exitCodeList(meanings);
        root.setOut(terminal.out());
        root.setErr(terminal.err());
        root.setUsageHelpWidth(100);
        root.setUsageHelpAutoWidth(false);
        root.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        root.setParameterExceptionHandler((e, arguments) -> misunderstood(e, terminal));
        root.setExecutionExceptionHandler((e, command, parsed) -> failed(e, terminal));
    }

    private static int misunderstood(ParameterException e, Terminal terminal) {
        terminal.problem(Problem.of(
                ProblemCode.INPUT_INVALID,
                String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ").replaceFirst("([^.!?])$", "$1."),
                "'" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help' tells how."));
        return ExitStatus.INPUT.code();
    }

    private static int failed(Exception e, Terminal terminal) {
        Problem problem = e instanceof ProblemException known
                ? known.problem()
                : Problem.of(
                        ProblemCode.INTERNAL,
                        "Demarc has a defect: " + e + ".",
                        "Please report it, with the command that you gave.");
        terminal.problem(problem);
        return ExitStatus.of(problem.code()).code();
    }
}
