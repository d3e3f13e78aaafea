/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.yaml.YamlProblems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What regular expressions of a definition may be: none may match just anything, or nothing, or go on for ever. One caller, once. */
final class PatternCheck {
    /** Lines that mean nothing to anybody. */
    private static final List<String> ANY_LINES = List.of("x 1 y", "", " ", "qq-17: zz");

    private static final String NEVER_SEEN = "zq-x!z";

    /** A repetition of what is itself repeated: such a pattern may try for ever. */
    private static final Pattern REPEATED_TWICE =
            Pattern.compile("\\((?:\\?:)?(?:\\\\[swdSWD]|\\.|\\[[^\\]]*\\]|\\w)[+*]\\)[+*]");
    /** What can't stand there in any line. */
    private static final Pattern NEVER =
            Pattern.compile("(?<!\\\\)\\$[A-Za-z0-9]|(?<![\\\\\\[(|?:!=>^])[A-Za-z0-9]\\^(?![\\]])");
    /** One digit where there may be four. */
    private static final Pattern ONE_DIGIT = Pattern.compile("\\((?:\\?<\\w+>)?\\\\d\\)");

    private static final Set<String> OF_VLANS = Set.of(
            "vlan", "access-vlan", "native-vlan", "untagged", "tagged", "pvid", "member", "voice-vlan", "trunk-vlans");

    /** As switches print them; at most one mode may take each for its own. */
    private static final List<String> PROMPTS = List.of(
            "sw1>",
            "sw1#",
            "sw1(config)#",
            "sw1(config-if)#",
            "sw1(config-vlan-10)#",
            "sw1(conf)#",
            "SSH@sw1#",
            "root@sw1%",
            "admin@sw1>",
            "admin@sw1#",
            "<sw1>",
            "[sw1]",
            "[~sw1]",
            "[*sw1-vlan10]",
            "(sw1) >",
            "(sw1) #",
            "(sw1) (Config)#",
            "* sw1.12 #",
            "[admin@sw1] >");

    private final CliDefinition definition;
    private final YamlProblems problems;

    PatternCheck(CliDefinition definition, YamlProblems problems) {
        this.definition = definition;
        this.problems = problems;
    }

    void run() {
        Dialogue dialogue = definition.session();
        if (dialogue != null) {
            checkDialogue(dialogue);
        }
        definition.operations().all().forEach((place, commands) -> checkCommands("operations." + place, commands));
        CliDefinition.Identify identify = definition.identify();
        if (identify != null) {
            narrow("identify.match", identify.match());
            narrow("identify.version", identify.version());
            narrow("identify.description", identify.description());
            narrowAll("identify.versions", identify.versions());
        }
        for (int i = 0; i < definition.facts().size(); i++) {
            narrow("facts[" + i + "].match", definition.facts().get(i).match());
        }
        for (int i = 0; i < definition.requirements().size(); i++) {
            CliDefinition.Requirement requirement = definition.requirements().get(i);
            narrow("requires[" + i + "].match", requirement.match());
            narrow("requires[" + i + "].never", requirement.never());
            narrowAll("requires[" + i + "].absent", requirement.absent());
        }
        for (int i = 0; i < definition.reads().size(); i++) {
            checkRead("reads[" + i + "]", definition.reads().get(i));
        }
        CliDefinition.Locating locate = definition.locate();
        if (locate != null) {
            narrowAll("locate.absent", locate.absent());
            checkFormats("locate", locate.formats());
        }
        checkNames();
    }

    private void checkDialogue(Dialogue dialogue) {
        dialogue.modes().forEach((name, mode) -> {
            if (mode != null) {
                String here = "session.modes." + name + ".prompt";
                narrow(here, mode.prompt());
                problems.require(
                        mode.prompt().pattern().contains("(?<host>"),
                        here,
                        "must have a group called host: no other switch's prompt may pass for this one's");
            }
        });
        for (String prompt : PROMPTS) {
            List<String> taking = dialogue.modes().entrySet().stream()
                    .filter(mode -> mode.getValue() != null
                            && mode.getValue().prompt().matcher(prompt).find())
                    .map(Map.Entry::getKey)
                    .toList();
            problems.require(
                    taking.size() < 2,
                    "session.modes",
                    "'" + prompt + "' is the prompt of modes " + String.join(" and ", taking)
                            + ": only one may match it");
        }
        narrowAll("session.noise", dialogue.noise());
        for (int i = 0; i < dialogue.errors().size(); i++) {
            narrow("session.errors[" + i + "].match", dialogue.errors().get(i).match());
        }
        checkAnswers("session.greeting", dialogue.greeting());
        dialogue.moves().forEach(move -> checkAnswers("session.moves", move.answers()));
        checkCommands("session.on-open", dialogue.onOpen());
        Dialogue.Pager pager = dialogue.pager();
        if (pager != null) {
            narrow("session.pager.match", pager.match());
            problems.require(!pager.reply().isEmpty(), "session.pager.reply", "empty: nothing would turn the page");
        }
        if (dialogue.channel() == Dialogue.Channel.EXEC) {
            problems.require(
                    pager == null
                            && dialogue.greeting().isEmpty()
                            && dialogue.onOpen().isEmpty(),
                    "session",
                    "pager, greeting and on-open mean nothing with channel exec");
        }
    }

    private void checkCommands(String here, List<Command> commands) {
        Dialogue dialogue = definition.session();
        boolean isExec = dialogue != null && dialogue.channel() == Dialogue.Channel.EXEC;
        Command.all(commands).forEach(command -> {
            narrow(here + ".expect", command.expect());
            narrowAll(here + ".benign", command.benign());
            checkAnswers(here + ".answers", command.answers());
            command.when().values().forEach(pattern -> sound(here + ".when", pattern));
            problems.require(
                    !isExec || (command.answers().isEmpty() && command.timeoutSeconds() == null),
                    here,
                    "answers and timeout-seconds mean nothing with channel exec");
        });
    }

    private void checkAnswers(String here, List<Dialogue.Answer> answers) {
        answers.forEach(answer -> narrow(here, answer.match()));
    }

    private void checkRead(String here, Read read) {
        narrowAll(here + ".absent", read.absent());
        narrowAll(here + ".denied", read.denied());
        narrow(here + ".recognise", read.recognise());
        checkFormats(here, read.formats());
        Read.Follow follow = read.follow();
        if (follow != null) {
            narrowAll(here + ".follow.absent", follow.absent());
            checkFormats(here + ".follow", follow.formats());
        }
    }

    private void checkFormats(String place, List<Format> formats) {
        for (int i = 0; i < formats.size(); i++) {
            Format format = formats.get(i);
            String here = place + ".formats[" + i + "]";
            narrow(here + ".from", format.from());
            narrow(here + ".until", format.until());
            narrow(here + ".record", format.record());
            narrow(here + ".continued", format.continued());
            narrowAll(here + ".skip", format.skip());
            format.lines().forEach(line -> {
                sound(here + ".lines", line);
                RowReader.groupsOf(line).forEach(group -> oneDigit(here + ".lines", Field.ofGroup(group), line));
            });
            format.fields()
                    .forEach((field, patterns) -> patterns.forEach(pattern -> {
                        sound(here + ".fields." + field, pattern);
                        oneDigit(here + ".fields." + field, field, pattern);
                        problems.require(
                                field.startsWith("x-") || pattern.matcher("").groupCount() > 0,
                                here + ".fields." + field,
                                "'" + pattern.pattern() + "' has no group: what the first group takes is the value");
                    }));
            format.rules().forEach(rule -> rule.when().values().forEach(pattern -> sound(here + ".rules", pattern)));
            format.values()
                    .forEach((field, words) -> checkValues(here + ".values." + field, List.copyOf(words.keySet())));
        }
    }

    /** The first that matches counts: what stands behind one that takes everything is never reached. */
    private void checkValues(String here, List<String> words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            try {
                problems.require(
                        !Pattern.compile(words.get(i)).matcher(NEVER_SEEN).matches(),
                        here,
                        "'" + words.get(i) + "' takes everything, so that '" + words.get(i + 1) + "' is never reached");
            } catch (java.util.regex.PatternSyntaxException e) {
                return; // told elsewhere
            }
        }
    }

    private void checkNames() {
        Map<String, String> longNames = new TreeMap<>();
        List<String> said = new ArrayList<>();
        for (CliDefinition.Names.Kind kind : definition.names().kinds()) {
            said.clear();
            said.add(kind.longName());
            said.addAll(kind.shortNames());
            for (String name : said) {
                String other = longNames.putIfAbsent(name.toLowerCase(Locale.ROOT), kind.longName());
                problems.require(
                        other == null || other.equals(kind.longName()),
                        "names.kinds",
                        "'" + name + "' stands for " + other + " and for " + kind.longName());
            }
        }
    }

    private void narrowAll(String here, List<Pattern> patterns) {
        patterns.forEach(pattern -> narrow(here, pattern));
    }

    /** It must not match lines that mean nothing. */
    private void narrow(String here, @Nullable Pattern pattern) {
        if (pattern != null && pattern != Command.NOTHING) {
            problems.require(
                    ANY_LINES.stream().noneMatch(line -> Matching.finds(pattern, line)),
                    here,
                    "'" + pattern.pattern() + "' matches just any line");
            sound(here, pattern);
        }
    }

    private void sound(String here, Pattern pattern) {
        problems.require(
                !REPEATED_TWICE.matcher(pattern.pattern()).find(),
                here,
                "'" + pattern.pattern() + "' repeats what repeats itself: on some line it would try for ever");
        problems.require(
                !NEVER.matcher(pattern.pattern()).find(),
                here,
                "'" + pattern.pattern()
                        + "' can match no line: something stands before its beginning or behind its end");
    }

    private void oneDigit(String here, String field, Pattern pattern) {
        problems.require(
                !OF_VLANS.contains(field)
                        || !ONE_DIGIT.matcher(pattern.pattern()).find(),
                here,
                "'" + pattern.pattern() + "' takes one digit of a VLAN's id: \\d+ takes all of it");
    }
}
