/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.cli.PlatformCommands.Directories;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.Observation;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.Recorded;
import io.demarc.switches.platform.Platform.SavedOutput;
import io.demarc.switches.platform.Platform.UnreadLine;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchDraft;
import io.demarc.switches.session.SwitchReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "try",
        description = {
            "Tries a definition on a real switch, reading only; nothing is written.",
            "Tells which lines are sent, each port as it is read, what is missing, and what a plan would send.",
            "Without --fingerprint it shows the switch's key, and nobody logs in.",
            "Exit 1 if anything can't be read or is in doubt."
        },
        footer = {
            "",
            "Example:",
            "  demarc platform try my-switch.yaml 192.0.2.10 --user reader --fingerprint SHA256:1lCxb8..."
        })
final class TryCommand implements Callable<Integer> {
    private static final int MOST_NAMES = 6;

    private final Terminal terminal;

    @Mixin
    private Directories directories = new Directories();

    @Mixin
    private SwitchByAddress target = new SwitchByAddress();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to show a plan's lines for. Default: the first that is beyond doubt.")
    private @Nullable String port;

    @Option(
            names = "--vlan",
            paramLabel = "VLAN",
            defaultValue = "150",
            description = "The tenant's VLAN in those lines. Default: ${DEFAULT-VALUE}.")
    private int vlan;

    @Option(
            names = "--parking",
            paramLabel = "VLAN",
            defaultValue = "999",
            description = "The parking VLAN in those lines. Default: ${DEFAULT-VALUE}.")
    private int parking;

    @Parameters(index = "0", paramLabel = "PLATFORM", description = "Its name, or its definition's file (.yaml).")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "HOST or HOST:PORT of the switch.")
    private String address = "";

    TryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What one look brought. */
    private record Looked(Observation seen, Optional<Duration> uptime, Optional<String> version, List<Plan> plans) {}

    /** Lines that would be sent, and what for. */
    private record Plan(String what, List<String> lines) {}

    @Override
    public Integer call() {
        Platform platform = directories.find(name);
        Vlan tenant = vlan(vlan);
        Vlan idle = vlan(parking);
        List<String> questions = platform.questions(target.bridge());
        if (questions.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "Platform " + platform.name() + " has no command line to be tried.",
                    "Save a walk of the switch: 'demarc platform parse " + platform.name() + "' reads it.");
        }
        terminal.line("Platform " + platform.name()
                + ", reading only. Beside the login and its questions, no lines but these are" + " sent:");
        questions.forEach(line -> terminal.line("  " + Terminal.plain(line)));
        Optional<Recorded<Looked>> visited = target.visit(
                address,
                terminal,
                (access, deadline) ->
                        platform.record(access, deadline, session -> look(platform, session, tenant, idle)));
        return visited.map(recorded -> tell(platform, recorded)).orElse(ExitStatus.DIFFERS.code());
    }

    private static Vlan vlan(int id) {
        try {
            return new Vlan(id);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(ProblemCode.INPUT_INVALID, e.getMessage() + ".", "Give a VLAN from 1 to 4094."), e);
        }
    }

    private Looked look(Platform platform, SwitchReading session, Vlan tenant, Vlan idle) {
        Observation seen = session.observe(Set.of());
        Optional<Duration> uptime = session.uptime();
        return new Looked(
                seen,
                uptime,
                session.version(),
                chosen(platform, seen)
                        .map(state -> plans(platform, session, seen, state, tenant, idle))
                        .orElse(List.of()));
    }

    private Optional<PortState> chosen(Platform platform, Observation seen) {
        if (port == null) {
            return seen.ports().values().stream()
                    .filter(state -> state.doubts().isEmpty() && state.untagged() != null)
                    .filter(state -> state.mode() != PortMode.ROUTED)
                    .findFirst();
        }
        PortName wanted = platform.normalise(port);
        return Optional.of(seen.port(wanted)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.PORT_NOT_FOUND,
                        "The switch says nothing of port " + wanted + ".",
                        "It has "
                                + some(seen.ports().keySet().stream()
                                        .map(PortName::value)
                                        .toList()) + ".")));
    }

    private static List<Plan> plans(
            Platform platform, SwitchReading session, Observation seen, PortState state, Vlan tenant, Vlan idle) {
        PortName port = state.port();
        List<Plan> plans = new ArrayList<>();
        for (Vlan vlan : List.of(tenant, idle)) {
            List<PortStep> steps = new ArrayList<>();
            boolean isMissing = seen.vlans() != null && !seen.vlans().contains(vlan);
            if (isMissing && platform.capabilities().contains(Capability.VLAN_DATABASE)) {
                steps.add(new PortStep.CreateVlan(vlan, "demarc-" + vlan));
            }
            if (vlan.equals(tenant)) {
                steps.add(new PortStep.Shut(port));
                steps.add(new PortStep.Attach(port, vlan, new PortDescription("demarc trial")));
                steps.add(new PortStep.Enable(port));
            } else {
                steps.add(new PortStep.Park(port, vlan, true));
            }
            SwitchDraft draft = session.draft();
            plans.add(new Plan(
                    (vlan.equals(tenant) ? "attach " + port + " to" : "park " + port + " in") + " VLAN " + vlan,
                    lines(() -> Stream.concat(draft.apply(steps, seen.ports()).stream(), draft.confirm().stream()))));
        }
        if (platform.capabilities().contains(Capability.SAVE_CONFIG)) {
            plans.add(new Plan("save", lines(() -> session.draft().save().stream())));
        }
        return plans;
    }

    private static List<String> lines(java.util.function.Supplier<Stream<SwitchDraft.Line>> drafted) {
        try {
            return drafted.get().map(SwitchDraft.Line::text).toList();
        } catch (ProblemException e) {
            return List.of("nothing: " + e.problem().summary());
        }
    }

    private int tell(Platform platform, Recorded<Looked> recorded) {
        Observation seen = recorded.told().seen();
        terminal.line("");
        recorded.told().version().ifPresent(version -> terminal.line("Its software is version " + version + "."));
        PortStates.print(seen.ports().values(), seen.evidence(), terminal);
        List<String> missing = missing(platform, recorded);
        terminal.line("");
        terminal.line(missing.isEmpty() ? "Nothing is missing." : "Missing:");
        missing.forEach(line -> terminal.line("  " + Terminal.plain(line)));
        for (Plan plan : recorded.told().plans()) {
            terminal.line("");
            terminal.line("To " + plan.what() + " a plan would send (nothing of it was sent):");
            (plan.lines().isEmpty() ? List.of("nothing") : plan.lines())
                    .forEach(line -> terminal.line("  " + Terminal.plain(line)));
        }
        boolean isSure =
                seen.ports().values().stream().allMatch(state -> state.doubts().isEmpty());
        return ExitStatus.doneIf(isSure && missing.isEmpty());
    }

    private static List<String> missing(Platform platform, Recorded<Looked> recorded) {
        Observation seen = recorded.told().seen();
        List<String> missing = new ArrayList<>();
        if (seen.ports().isEmpty()) {
            missing.add("ports: none was read");
        }
        ports(seen, "the mode", state -> state.mode() == PortMode.UNKNOWN, missing);
        ports(seen, "the untagged VLAN", state -> state.untagged() == null && isSwitched(state), missing);
        ports(seen, "the tagged VLANs", state -> state.tagged() == null && isTagging(state), missing);
        ports(seen, "up or down by configuration", state -> state.adminUp() == null, missing);
        if (platform.capabilities().contains(Capability.PORT_DESCRIPTION)) {
            ports(seen, "the label", state -> state.description() == null, missing);
        }
        seen.unavailable().forEach((kind, why) -> missing.add(kind.id() + " can't be known: " + why));
        if (platform.capabilities().contains(Capability.VLAN_DATABASE) && seen.vlans() == null) {
            missing.add("the VLANs that exist");
        }
        if (recorded.told().uptime().isEmpty()) {
            missing.add("how long the switch has run: a restart of it can't be noticed");
        }
        for (SavedOutput output : recorded.outputs()) {
            List<UnreadLine> unread = platform.unread(List.of(output));
            unread.stream()
                    .limit(MOST_NAMES)
                    .forEach(line -> missing.add("'" + output.command() + "' line " + line.number()
                            + ", which no pattern takes: " + line.text()));
            if (unread.size() > MOST_NAMES) {
                missing.add("'" + output.command() + "': " + (unread.size() - MOST_NAMES) + " more such lines");
            }
        }
        return missing;
    }

    private static boolean isSwitched(PortState state) {
        return state.mode() != PortMode.ROUTED && state.mode() != PortMode.TRUNK;
    }

    private static boolean isTagging(PortState state) {
        return state.mode() == PortMode.TRUNK || state.mode() == PortMode.HYBRID;
    }

    private static void ports(Observation seen, String what, Predicate<PortState> lacks, List<String> missing) {
        List<String> names = seen.ports().values().stream()
                .filter(lacks)
                .map(state -> state.port().value())
                .toList();
        if (!names.isEmpty()) {
            missing.add(what + " of " + (names.size() == 1 ? "port " : names.size() + " ports: ") + some(names));
        }
    }

    private static String some(List<String> names) {
        return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? ", ..." : "");
    }
}
