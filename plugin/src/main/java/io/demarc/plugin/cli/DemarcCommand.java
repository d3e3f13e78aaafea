/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.DaemonProcess;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
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

    static int run(Terminal terminal, Consumer<Path> daemon, String... arguments) {
        return commandLine(terminal, daemon).execute(arguments);
    }

    static CommandLine commandLine(Terminal terminal, Consumer<Path> daemon) {
        CommandLine root = new CommandLine(new DemarcCommand());
        root.addSubcommand(new DaemonCommand(daemon));
        root.addSubcommand(new ApplyCommand(terminal));
        root.addSubcommand(new SwitchCommands(terminal));
        root.addSubcommand(new ServerCommands(terminal));
        root.addSubcommand(new IpCommands(terminal));
        root.addSubcommand(new ReplicaCommands(terminal));
        root.addSubcommand(new PairCommands(terminal));
        root.addSubcommand(new PortCommands(terminal));
        root.addSubcommand(new DeviceCommands(terminal));
        root.addSubcommand(new NetworkCommands(terminal));
        root.addSubcommand(new AttachCommand(terminal));
        root.addSubcommand(new DetachCommand(terminal));
        root.addSubcommand(new PlanCommand(terminal));
        root.addSubcommand(new ReconcileCommand(terminal));
        root.addSubcommand(new JournalCommand(terminal));
        CommandLine platform = new CommandLine(new PlatformCommands(terminal));
        platform.addSubcommand(new RenderCommand(terminal));
        root.addSubcommand(platform);
        root.addSubcommand(new RunbookCommands(terminal));
        root.addSubcommand(new StoreCommands(terminal));
        root.addSubcommand(new DoctorCommand(terminal));
        root.addSubcommand(new CompletionCommand(terminal));
        prepare(root, terminal);
        return root;
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
