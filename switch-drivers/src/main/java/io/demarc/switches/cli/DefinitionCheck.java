/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.yaml.YamlProblems;
import io.demarc.switches.Capability;
import io.demarc.switches.cli.CliDefinition.Applying;
import io.demarc.switches.cli.CliDefinition.Applying.Style;
import io.demarc.switches.cli.CliDefinition.LastFrame;
import io.demarc.switches.cli.CliDefinition.Locating;
import io.demarc.switches.cli.CliDefinition.Operation;
import io.demarc.switches.cli.CliDefinition.Uptime;
import io.demarc.switches.platform.Platform;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Everything about a definition that its form does not enforce. One caller, once. */
final class DefinitionCheck {
    private static final Map<Capability, List<Operation>> NEEDED = Map.of(
            Capability.ACCESS_VLAN, List.of(Operation.ATTACH, Operation.PARK),
            Capability.VLAN_DATABASE, List.of(Operation.CREATE_VLAN),
            Capability.PORT_ADMIN, List.of(Operation.SHUT, Operation.ENABLE),
            Capability.SAVE_CONFIG, List.of(Operation.SAVE));

    private static final Set<String> RESERVED =
            Set.of("port", "vlan", "vlan-name", "description", "down", "bridge", "unique", "each", "each-name", "mac");

    private final CliDefinition definition;
    private final YamlProblems problems;

    DefinitionCheck(CliDefinition definition, YamlProblems problems) {
        this.definition = definition;
        this.problems = problems;
    }

    void run() {
        problems.require(
                definition.platform().matches("[a-z][a-z0-9-]{1,40}"),
                "platform",
                "a platform's name is small letters, digits and dashes, such as cisco-ios");
        problems.require(!definition.title().isBlank(), "title", "missing: what people call the platform");
        problems.require(definition.verified() != null, "verified", "missing: simulated, lab or field");
        problems.require(
                definition.transport() == Platform.Transport.SSH,
                "transport",
                "missing or not ssh, which this file is for");
        Dialogue dialogue = definition.session();
        problems.require(dialogue != null, "session", "missing: prompts, modes and errors");
        if (dialogue != null) {
            new DialogueCheck(dialogue, definition.apply().mode(), problems).run();
        }
        checkFacts();
        checkApply();
        for (Operation operation : Operation.values()) {
            checkCommands(
                    "operations." + id(operation), definition.operation(operation), CommandLines.placesIn(operation));
        }
        checkCommands("by-hand.trunk", definition.byHand().trunk(), CommandLines.PLACES_IN_TRUNK);
        checkCapabilities();
        new ReadCheck(problems).run(definition.reads());
        checkReadsCover();
        new OperationCheck(definition, problems).run();
        new PatternCheck(definition, problems).run();
        new VerbCheck(definition, problems).run();
        for (int i = 0; i < definition.lacks().size(); i++) {
            CliDefinition.Lack lack = definition.lacks().get(i);
            String here = "lacks[" + i + "]";
            problems.require(lack.evidence() != null, here + ".evidence", "missing: lldp, lag or own-addresses");
            problems.require(!lack.command().isBlank(), here + ".command", "missing: what shows the model or version");
            checkPlaces(here + ".command", lack.command(), Set.of("bridge"));
            problems.require(lack.match() != Command.NOTHING, here + ".match", "missing: what its output says then");
        }
        Uptime uptime = definition.uptime();
        if (uptime != null) {
            problems.require(!uptime.command().isBlank(), "uptime.command", "missing: the line to send");
            checkPlaces("uptime.command", uptime.command(), Set.of());
            Pattern match = uptime.match();
            problems.require(
                    match != null && match.pattern().contains("(?<uptime>"),
                    "uptime.match",
                    "must have a group called uptime, such as 'uptime is (?<uptime>.+)'");
        }
        checkIdentify();
        Locating locate = definition.locate();
        if (locate != null) {
            problems.require(locate.command().contains("{mac}"), "locate.command", "must have {mac} in it");
            checkPlaces("locate.command", locate.command(), Set.of("mac", "bridge"));
            checkPlaces("locate.table", locate.table(), Set.of("port", "bridge"));
            new ReadCheck(problems).checkFormats("locate", locate.formats(), Set.of(Field.MAC));
        }
        LastFrame lastFrame = definition.lastFrame();
        if (lastFrame != null) {
            problems.require(lastFrame.command().contains("{port}"), "last-frame.command", "must have {port} in it");
            checkPlaces("last-frame.command", lastFrame.command(), Set.of("port", "bridge"));
            Pattern match = lastFrame.match();
            problems.require(
                    match != null && match.pattern().contains("(?<ago>"),
                    "last-frame.match",
                    "must have a group called ago, such as 'Last input (?<ago>[^,]+),'");
        }
    }

    private void checkIdentify() {
        CliDefinition.Identify identify = definition.identify();
        boolean isTried =
                definition.verified() == Platform.Verified.LAB || definition.verified() == Platform.Verified.FIELD;
        problems.require(
                !isTried || (identify != null && !identify.versions().isEmpty()),
                "identify.versions",
                "missing: verified is not simulated, so say with which versions of the switch's software");
        if (identify == null) {
            return;
        }
        problems.require(
                !identify.command().isBlank(), "identify.command", "missing: what shows the make and the version");
        checkPlaces("identify.command", identify.command(), Set.of());
        problems.require(identify.match() != null, "identify.match", "missing: what only such a switch answers");
        Pattern version = identify.version();
        problems.require(
                version == null || version.pattern().contains("(?<version>"),
                "identify.version",
                "must have a group called version, such as 'Version (?<version>[^,]+),'");
        problems.require(
                version != null || identify.versions().isEmpty(),
                "identify.version",
                "missing: versions are told by it");
        for (String id : identify.objectIds()) {
            problems.require(
                    id.matches("1\\.3\\.6\\.1(?:\\.\\d{1,10}){1,60}"),
                    "identify.object-ids",
                    "'" + id + "' is no object identifier such as 1.3.6.1.4.1.9.1");
        }
    }

    private void checkApply() {
        Applying apply = definition.apply();
        problems.require(apply.style() != null, "apply.style", "missing: immediate or candidate");
        boolean isCandidate = apply.style() == Style.CANDIDATE;
        problems.require(
                !isCandidate || !apply.commit().isEmpty(), "apply.commit", "missing: style candidate needs it");
        problems.require(
                !isCandidate || !apply.discard().isEmpty(), "apply.discard", "missing: style candidate needs it");
        problems.require(isCandidate || apply.commit().isEmpty(), "apply.commit", "means nothing with style immediate");
        if (definition.capabilities().contains(Capability.ATOMIC_COMMIT)) {
            problems.require(isCandidate, "apply.style", "capability atomic-commit needs style candidate");
            problems.require(!apply.confirm().isEmpty(), "apply.confirm", "missing: capability atomic-commit needs it");
            problems.require(
                    !apply.rollBack().isEmpty(), "apply.roll-back", "missing: capability atomic-commit needs it");
        }
        problems.require(
                definition.capabilities().contains(Capability.ATOMIC_COMMIT)
                        || (apply.confirm().isEmpty() && apply.rollBack().isEmpty()),
                "capabilities",
                "apply.confirm and roll-back are given, capability atomic-commit is not declared");
        checkCommands("apply.begin", apply.begin(), Set.of("bridge"));
        checkCommands("apply.commit", apply.commit(), Set.of("bridge"));
        checkCommands("apply.confirm", apply.confirm(), Set.of("bridge"));
        checkCommands("apply.discard", apply.discard(), Set.of("bridge"));
        checkCommands("apply.roll-back", apply.rollBack(), Set.of("bridge"));
    }

    private void checkCapabilities() {
        Set<Capability> declared = definition.capabilities();
        problems.require(
                !declared.containsAll(Set.of(Capability.SAVE_CONFIG, Capability.DURABLE_CHANGES)),
                "capabilities",
                "changes that need save-config are no durable-changes: declare one of them");
        NEEDED.forEach((capability, operations) -> {
            for (Operation operation : operations) {
                boolean isGiven = !definition.operation(operation).isEmpty();
                problems.require(
                        isGiven || !declared.contains(capability),
                        "operations." + id(operation),
                        "missing: capability " + capability.id() + " needs it");
                problems.require(
                        !isGiven || declared.contains(capability),
                        "capabilities",
                        "operation " + id(operation) + " is given, capability " + capability.id() + " is not declared");
            }
        });
        boolean describes = Command.all(definition.operation(Operation.ATTACH))
                .anyMatch(command -> command.send().contains("{description}"));
        problems.require(
                describes == declared.contains(Capability.PORT_DESCRIPTION),
                "capabilities",
                "port-description must be declared if and only if operation attach uses {description}");
        problems.require(
                (definition.locate() != null) == declared.contains(Capability.MAC_TABLE),
                "capabilities",
                "mac-table must be declared if and only if there is a locate");
    }

    private void checkReadsCover() {
        problems.require(
                !definition.reads().isEmpty() && definition.reads().get(0).about() == Read.About.PORTS,
                "reads",
                "the first read must be about ports: it is the one that shows their states");
        requireField(Capability.LLDP, Set.of(Field.NEIGHBOUR, Field.NEIGHBOUR_PORT));
        requireField(Capability.LAG, Set.of(Field.LAG));
        requireField(Capability.OWN_ADDRESSES, Set.of(Field.ADDRESS));
        requireField(Capability.PORT_ADMIN, Set.of(Field.ADMIN));
        requireField(Capability.VLAN_DATABASE, Set.of(Field.VLAN));
        requireField(
                Capability.ACCESS_VLAN,
                Set.of(Field.UNTAGGED, Field.ACCESS_VLAN, Field.MEMBER, Field.UNTAGGED_PORTS, Field.PVID));
        requireField(Capability.ACCESS_VLAN, Set.of(Field.TAGGED, Field.TRUNK_VLANS, Field.MEMBER, Field.TAGGED_PORTS));
        requireDeclared(Capability.LLDP, Field.NEIGHBOUR);
        requireDeclared(Capability.LAG, Field.LAG);
        requireDeclared(Capability.OWN_ADDRESSES, Field.ADDRESS);
        problems.require(
                definition.reads().isEmpty() || definition.reads().get(0).isSent(),
                "reads[0].sent",
                "the first read is always sent");
    }

    private void requireDeclared(Capability capability, Field field) {
        boolean isRead = definition.reads().stream()
                .filter(Read::isSent)
                .flatMap(read -> Stream.concat(
                        read.formats().stream(),
                        Stream.ofNullable(read.follow()).flatMap(it -> it.formats().stream())))
                .anyMatch(format -> ReadCheck.fieldsOf(format).contains(field.id()));
        problems.require(
                !isRead || definition.capabilities().contains(capability),
                "capabilities",
                field.id() + " is read, and capability " + capability.id() + " is not declared");
    }

    private void requireField(Capability capability, Set<Field> anyOf) {
        boolean isRead = definition.reads().stream()
                .filter(Read::isSent)
                .flatMap(read -> read.formats().stream())
                .anyMatch(format -> anyOf.stream()
                        .anyMatch(field -> ReadCheck.fieldsOf(format).contains(field.id())));
        problems.require(
                isRead || !definition.capabilities().contains(capability),
                "reads",
                "no read that is sent tells " + anyOf.iterator().next().id() + ", which capability " + capability.id()
                        + " needs");
    }

    private void checkCommands(String place, List<Command> commands, Set<String> named) {
        Set<String> known = new TreeSet<>(named);
        definition.facts().forEach(fact -> known.add(fact.name()));
        known.add("unique");
        check(place, commands, known);
    }

    private void check(String place, List<Command> commands, Set<String> known) {
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            String here = place + "[" + i + "]";
            boolean isBlock = !command.lines().isEmpty();
            problems.require(
                    isBlock || !command.send().isBlank(),
                    here + ".send",
                    "missing: the line to send, or lines of a block");
            problems.require(!isBlock || command.send().isEmpty(), here + ".lines", "a block has no line of its own");
            Set<String> places = new TreeSet<>(known);
            String forEach = command.forEach();
            if (forEach == null) {
                problems.require(command.except().isEmpty(), here + ".except", "goes with for-each only");
                problems.require(command.join() == null, here + ".join", "goes with for-each only");
            } else {
                problems.require(known.contains(forEach), here + ".for-each", unknown(forEach, known));
                problems.require(
                        command.join() == null || !isBlock, here + ".join", "goes with one line, not with a block");
                checkPlaces(here + ".except", command.except(), known);
                places.add("each");
                places.add("each-name");
            }
            checkPlaces(here, command.send(), places);
            checkPrompt(here, command, places);
            check(here + ".lines", command.lines(), places);
            for (String value : command.when().keySet()) {
                problems.require(places.contains(value), here + ".when", unknown(value, places));
            }
            for (Dialogue.Answer answer : command.answers()) {
                problems.require(answer.match() != Command.NOTHING, here + ".answers", "an answer needs a match");
                problems.require(
                        !answer.reply().contains("{"), here + ".answers", "an answer to a command has no placeholders");
            }
        }
    }

    private void checkPrompt(String here, Command command, Set<String> places) {
        Dialogue dialogue = definition.session();
        Set<String> modes = dialogue == null ? Set.of() : dialogue.modes().keySet();
        for (String mode : List.of(command.mode(), command.leadsTo())) {
            problems.require(
                    mode.isEmpty() || modes.contains(mode),
                    here,
                    "unknown mode '" + mode + "'; known: " + String.join(", ", new TreeSet<>(modes)));
        }
        if (!command.prompt().isEmpty()) {
            problems.require(
                    dialogue == null || dialogue.channel() == Dialogue.Channel.SHELL,
                    here + ".prompt",
                    "a session with channel exec has no prompts");
            checkPlaces(here + ".prompt", command.prompt(), places);
            try {
                Pattern.compile(CommandLines.PLACE.matcher(command.prompt()).replaceAll("x"));
            } catch (PatternSyntaxException e) {
                problems.add(here + ".prompt", "not a regular expression: " + e.getDescription());
            }
        }
    }

    private void checkFacts() {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < definition.facts().size(); i++) {
            CliDefinition.Fact fact = definition.facts().get(i);
            String here = "facts[" + i + "]";
            problems.require(
                    fact.name().matches("[a-z]+(?:-[a-z]+)*") && !fact.name().startsWith("current-"),
                    here + ".name",
                    "small letters and dashes, such as default-vlan, and not beginning with current-");
            problems.require(
                    names.add(fact.name()) && !RESERVED.contains(fact.name()),
                    here + ".name",
                    "'" + fact.name() + "' has a meaning already");
            checkPlaces(here + ".command", fact.command(), Set.of("bridge"));
            problems.require(
                    fact.command().isEmpty() || fact.match().matcher("").groupCount() > 0,
                    here + ".match",
                    "must have a group: what it takes is the value");
        }
        for (int i = 0; i < definition.requirements().size(); i++) {
            CliDefinition.Requirement requirement = definition.requirements().get(i);
            String here = "requires[" + i + "]";
            problems.require(!requirement.command().isBlank(), here + ".command", "missing: what shows it");
            checkPlaces(here + ".command", requirement.command(), Set.of("bridge"));
            problems.require(
                    requirement.match() != null || requirement.never() != null,
                    here,
                    "missing: match, which must be in the answer, or never, which must not");
            problems.require(
                    !requirement.otherwise().isBlank(),
                    here + ".else",
                    "missing: what is the matter then, and what to do");
        }
    }

    private void checkPlaces(String place, String line, Set<String> known) {
        Matcher matcher = CommandLines.PLACE.matcher(line);
        while (matcher.find()) {
            problems.require(known.contains(matcher.group(1)), place, unknown("{" + matcher.group(1) + "}", known));
        }
        problems.require(
                line.chars().noneMatch(c -> c < ' ' || c == 0x7f), place, "a line holds no control characters");
    }

    private static String unknown(String name, Set<String> known) {
        return "unknown placeholder " + name + "; known here: " + String.join(", ", new TreeSet<>(known));
    }

    private static String id(Operation operation) {
        return operation.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
