/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.demarc.switches.Capability;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.platform.Platform;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A platform definition with {@code transport: ssh}, as its file says. A missing list is empty and a missing text is the
 * empty text; {@link DefinitionCheck} tells which keys may be missing. docs/add-a-platform.md explains every key.
 */
record CliDefinition(
        String platform,
        String title,
        Platform.@Nullable Verified verified,
        Platform.@Nullable Transport transport,
        Set<Capability> capabilities,
        Names names,
        @Nullable Dialogue session,
        Applying apply,
        Operations operations,
        ByHand byHand,
        List<Fact> facts,
        @JsonProperty("requires") List<Requirement> requirements,
        List<Read> reads,
        List<Lack> lacks,
        @Nullable Locating locate,
        @Nullable LastFrame lastFrame,
        @Nullable Uptime uptime,
        @Nullable Identify identify) {
    CliDefinition {
        platform = Objects.requireNonNullElse(platform, "");
        title = Objects.requireNonNullElse(title, "");
        EnumSet<Capability> all = EnumSet.of(Capability.READ_PORTS);
        all.addAll(Objects.requireNonNullElse(capabilities, Set.of()));
        capabilities = all;
        names = Objects.requireNonNullElse(names, new Names(List.of(), null, false));
        apply = Objects.requireNonNullElse(
                apply, new Applying(null, "", List.of(), List.of(), List.of(), List.of(), List.of(), false, 0));
        operations = Objects.requireNonNullElse(
                operations, new Operations(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
        byHand = Objects.requireNonNullElse(byHand, new ByHand(List.of()));
        facts = Objects.requireNonNullElse(facts, List.of());
        requirements = Objects.requireNonNullElse(requirements, List.of());
        reads = Objects.requireNonNullElse(reads, List.of());
        lacks = Objects.requireNonNullElse(lacks, List.of());
    }

    /**
     * What a switch says of itself, for lines and conditions.
     *
     * @param command   asks for it; empty for what is never asked for
     * @param match     a line of the answer, with the value in its first group
     * @param otherwise the value where no line matches
     */
    record Fact(String name, String command, Pattern match, String otherwise) {
        Fact {
            name = Objects.requireNonNullElse(name, "");
            command = Objects.requireNonNullElse(command, "");
            match = Objects.requireNonNullElse(match, Command.NOTHING);
            otherwise = Objects.requireNonNullElse(otherwise, "");
        }
    }

    /**
     * What must be true of the switch: otherwise nothing is written to it, and nothing that it says of a port proves
     * anything.
     *
     * @param match  must be in the answer; null for nothing
     * @param never  must not be in it; null for nothing
     * @param absent answers of a switch that has nothing of the kind, which is fine
     * @param otherwise what is the matter and what to do, for people
     */
    record Requirement(
            String command,
            @Nullable Pattern match,
            @Nullable Pattern never,
            List<Pattern> absent,
            @JsonProperty("else") String otherwise) {
        Requirement {
            command = Objects.requireNonNullElse(command, "");
            absent = Objects.requireNonNullElse(absent, List.of());
            otherwise = Objects.requireNonNullElse(otherwise, "");
        }
    }

    /**
     * Evidence of which a model or version is known to have nothing, by what the switch says of itself. Asked only when the
     * switch refused to tell that evidence.
     *
     * @param command shows what the switch is
     * @param match   in its output: then the evidence isn't missed
     */
    record Lack(PortEvidence.@Nullable Kind evidence, String command, Pattern match) {
        Lack {
            command = Objects.requireNonNullElse(command, "");
            match = Objects.requireNonNullElse(match, Command.NOTHING);
        }
    }

    List<Command> operation(Operation operation) {
        return operations.of(operation);
    }

    /** What a definition says how to write: one for each kind of step, and saving. */
    enum Operation {
        CREATE_VLAN,
        SHUT,
        ATTACH,
        ENABLE,
        PARK,
        SAVE
    }

    /** The commands of each operation. */
    record Operations(
            List<Command> createVlan,
            List<Command> shut,
            List<Command> attach,
            List<Command> enable,
            List<Command> park,
            List<Command> save) {
        Operations {
            createVlan = Objects.requireNonNullElse(createVlan, List.of());
            shut = Objects.requireNonNullElse(shut, List.of());
            attach = Objects.requireNonNullElse(attach, List.of());
            enable = Objects.requireNonNullElse(enable, List.of());
            park = Objects.requireNonNullElse(park, List.of());
            save = Objects.requireNonNullElse(save, List.of());
        }

        /** By the key in a file. */
        Map<String, List<Command>> all() {
            return Map.of(
                    "create-vlan",
                    createVlan,
                    "shut",
                    shut,
                    "attach",
                    attach,
                    "enable",
                    enable,
                    "park",
                    park,
                    "save",
                    save);
        }

        List<Command> of(Operation operation) {
            return switch (operation) {
                case CREATE_VLAN -> createVlan;
                case SHUT -> shut;
                case ATTACH -> attach;
                case ENABLE -> enable;
                case PARK -> park;
                case SAVE -> save;
            };
        }
    }

    /**
     * What is shown to a person, who may type it; no {@link Operation}, so that no session can send it.
     *
     * @param trunk makes a port a trunk, by {@code {port}}, {@code {native}} and {@code {vlans}}
     */
    record ByHand(List<Command> trunk) {
        ByHand {
            trunk = Objects.requireNonNullElse(trunk, List.of());
        }
    }

    /**
     * How ports are called.
     *
     * @param kinds           kinds of interface by long name and its short forms
     * @param remove          what is cut off a printed name, such as a logical unit
     * @param isCaseSensitive whether names that differ in case are different ports
     */
    record Names(
            List<Kind> kinds,
            @Nullable Pattern remove,
            @JsonProperty("case-sensitive") Boolean isCaseSensitive) {
        Names {
            kinds = Objects.requireNonNullElse(kinds, List.of());
            isCaseSensitive = Objects.requireNonNullElse(isCaseSensitive, false);
        }

        record Kind(
                @JsonProperty("long") String longName,
                @JsonProperty("short") List<String> shortNames) {
            Kind {
                longName = Objects.requireNonNullElse(longName, "");
                shortNames = Objects.requireNonNullElse(shortNames, List.of());
            }
        }
    }

    /**
     * How a batch of steps takes effect.
     *
     * @param style     null for a missing key
     * @param mode      the mode in which operations are sent; empty for the start mode
     * @param begin     sent before the steps
     * @param commit    makes the steps take effect (candidate only)
     * @param confirm   keeps what was committed
     * @param discard   forgets what was not committed
     * @param rollBack  takes back what was committed and not confirmed
     * @param isHolding whether the mode is kept from commit to confirm, so that nobody comes in between
     * @param settleSeconds how long the switch's commands may disagree about a port after a write, in seconds
     */
    record Applying(
            @Nullable Style style,
            String mode,
            List<Command> begin,
            List<Command> commit,
            List<Command> confirm,
            List<Command> discard,
            List<Command> rollBack,
            @JsonProperty("hold") Boolean isHolding,
            Integer settleSeconds) {
        Applying {
            mode = Objects.requireNonNullElse(mode, "");
            begin = Objects.requireNonNullElse(begin, List.of());
            commit = Objects.requireNonNullElse(commit, List.of());
            confirm = Objects.requireNonNullElse(confirm, List.of());
            discard = Objects.requireNonNullElse(discard, List.of());
            rollBack = Objects.requireNonNullElse(rollBack, List.of());
            isHolding = Objects.requireNonNullElse(isHolding, false);
            settleSeconds = Objects.requireNonNullElse(settleSeconds, 0);
        }

        enum Style {
            /** Every line takes effect when it is sent. */
            IMMEDIATE,
            /** Nothing takes effect before it is committed. */
            CANDIDATE
        }
    }

    /**
     * How to ask how long the switch has run.
     *
     * @param match a line of the answer, with the time in a group {@code uptime}; null for a missing key
     */
    record Uptime(String command, @Nullable Pattern match) {
        Uptime {
            command = Objects.requireNonNullElse(command, "");
        }
    }

    /**
     * How to tell a switch of this platform, and its software's version.
     *
     * @param command     shows what the switch is
     * @param match       a line of the answer that only such a switch gives; null for a missing key
     * @param version     a line of it, with the version in a group {@code version}; null where none is told
     * @param versions    those that the definition was verified with
     * @param objectIds   what sysObjectID (RFC 3418) begins with
     * @param description in sysDescr, where others begin so, too; null for anything
     */
    record Identify(
            String command,
            @Nullable Pattern match,
            @Nullable Pattern version,
            List<Pattern> versions,
            List<String> objectIds,
            @Nullable Pattern description) {
        Identify {
            command = Objects.requireNonNullElse(command, "");
            versions = Objects.requireNonNullElse(versions, List.of());
            objectIds = Objects.requireNonNullElse(objectIds, List.of());
        }
    }

    /**
     * How to ask when the last frame came in on a port.
     *
     * @param command with {@code {port}} in it
     * @param match   a line of the answer, with the time since then in a group {@code ago}; null for a missing key
     */
    record LastFrame(String command, @Nullable Pattern match) {
        LastFrame {
            command = Objects.requireNonNullElse(command, "");
        }
    }

    /**
     * How to find the port behind a MAC address, and the addresses behind a port.
     *
     * @param command with {@code {mac}} in it
     * @param table   shows every learned address or, with {@code {port}} in it, those of one port; empty for no such command
     * @param formats of what both of them print
     */
    record Locating(String command, String table, MacFormat macFormat, List<Pattern> absent, List<Format> formats) {
        Locating {
            command = Objects.requireNonNullElse(command, "");
            table = Objects.requireNonNullElse(table, "");
            macFormat = Objects.requireNonNullElse(macFormat, MacFormat.COLON);
            absent = Objects.requireNonNullElse(absent, List.of());
            formats = Objects.requireNonNullElse(formats, List.of());
        }

        enum MacFormat {
            /** 02:00:00:00:00:01. */
            COLON,
            /** 02-00-00-00-00-01. */
            DASH,
            /** 0200.0000.0001. */
            DOTTED
        }
    }
}
