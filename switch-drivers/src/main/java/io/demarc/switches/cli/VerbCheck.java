/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.yaml.YamlProblems;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is sent to read, and to get from mode to mode, may change nothing on the switch. On a Unix shell a search may be a loop
 * over bridges: there that is read by people alone. One caller, once.
 */
final class VerbCheck {
    private static final Pattern READING = Pattern.compile(
            "(?:show|display|get|info|list)\\s+(?!tech|diag)\\S.*"
                    + "|(?:ip|bridge)(?: -\\S+)* (?:link|addr(?:ess)?|vlan|fdb)(?: show\\b.*)?|nv(?: -\\S+)* show .*"
                    + "|/[\\w-]+(?:[ /](?!(?:add|set|remove|unset|disable|enable|move|reset|reboot|run|import|export|flush)\\b)[\\w-]+)*"
                    + "[ /]print(?: (?:terse|detail|brief|stats|without-paging|as-value|count-only))*(?: where [\\w={}\" .:-]+)?"
                    + "|ovs-(?:vsctl|appctl|ofctl)(?: --?\\S+)* (?:list|find|show|list-\\S+|get|fdb/show|bond/show|lacp/show)\\b.*"
                    + "|uptime|cat /(?:proc|sys)/\\S+|cat /etc/os-release|ovs-vsctl --version|lldpcli(?: -f \\w+)? show .*|lldpctl(?: -f \\w+)?(?: [\\w{][\\w.{}-]*)*");
    /** Whole lines: what begins like one of these may go on to write. */
    private static final Pattern OPENING = Pattern.compile("terminal (?:length|width|pager) \\d+|terminal datadump"
            + "|terminal no monitor|(?:no|undo) terminal (?:monitor|length)|screen-(?:length|width) (?:\\d+(?: temporary)?|disable)"
            + "|environment no more|set cli [a-z-]+ [\\w-]+|set length 0|(?:no|undo) (?:page|pager|paging|pagination)"
            + "|skip-page-display|disable (?:clipaging|cli (?:prompting|paging))|config paging disable");

    private static final Pattern MOVING =
            Pattern.compile("enable(?: \\d{1,2})?|en|system-view|cli|end|return|quit|abort|disable"
                    + "|conf(?:ig(?:ure)?)?(?: (?:t|term|terminal|exclusive|private|global))?|configure session \\S+|vlan database"
                    + "|exit(?: (?:all|configuration-mode))?|start-shell|start shell|bash");
    private static final Pattern CLOSING = Pattern.compile("exit|quit|logout|end|y|n|yes|no");
    private static final Pattern FILTER =
            Pattern.compile("\\s*(?:json|xml|no-more|no-paging|count|display (?:set|xml|json)"
                    + "|(?:include|exclude|begin|section|match|except|grep|head|tail)\\b.*)\\s*");

    private final CliDefinition definition;
    private final YamlProblems problems;

    VerbCheck(CliDefinition definition, YamlProblems problems) {
        this.definition = definition;
        this.problems = problems;
    }

    void run() {
        for (int i = 0; i < definition.reads().size(); i++) {
            Read read = definition.reads().get(i);
            reading("reads[" + i + "].command", read.command());
            reading("reads[" + i + "].one", read.one());
            Read.Follow follow = read.follow();
            reading("reads[" + i + "].follow.command", follow == null ? "" : follow.command());
        }
        each("facts", definition.facts(), CliDefinition.Fact::command);
        each("requires", definition.requirements(), CliDefinition.Requirement::command);
        each("lacks", definition.lacks(), CliDefinition.Lack::command);
        Dialogue dialogue = definition.session();
        boolean isShell = dialogue != null && dialogue.channel() == Dialogue.Channel.EXEC;
        CliDefinition.Locating locate = definition.locate();
        if (locate != null && !isShell) {
            reading("locate.command", locate.command());
            reading("locate.table", locate.table());
        }
        CliDefinition.Uptime uptime = definition.uptime();
        reading("uptime.command", uptime == null || isShell ? "" : uptime.command());
        CliDefinition.Identify identify = definition.identify();
        reading("identify.command", identify == null ? "" : identify.command());
        CliDefinition.LastFrame lastFrame = definition.lastFrame();
        reading("last-frame.command", lastFrame == null ? "" : lastFrame.command());
        if (dialogue != null) {
            only("session.on-open", dialogue.onOpen(), Command::send, OPENING, "sets up a terminal");
            only("session.on-close", dialogue.onClose(), Function.identity(), CLOSING, "ends a session");
            only("session.moves", dialogue.moves(), Dialogue.Move::send, MOVING, "leads to another mode");
        }
    }

    private <T> void each(String here, List<T> all, Function<T, String> command) {
        for (int i = 0; i < all.size(); i++) {
            reading(here + "[" + i + "].command", command.apply(all.get(i)));
        }
    }

    private void reading(String here, String command) {
        if (command.isEmpty()) {
            return;
        }
        Matcher whole = READING.matcher(command.strip());
        problems.require(
                whole.matches(),
                here,
                "'" + command + "' doesn't begin with a word that only shows, such as show or display");
        String[] parts = command.split("\\|", -1);
        boolean isFiltered = true;
        for (int i = 1; i < parts.length; i++) {
            isFiltered &= FILTER.matcher(parts[i]).matches();
        }
        problems.require(
                isFiltered && !command.matches(".*(?:[;<>`&]|://|\\s--\\s).*") && !command.contains("$("),
                here,
                "'" + command
                        + "' does more than show: no ; > & ` -- or address of a file, and a pipe only into a filter such as"
                        + " include");
    }

    private <T> void only(String here, List<T> all, Function<T, String> sent, Pattern known, String what) {
        for (int i = 0; i < all.size(); i++) {
            String line = sent.apply(all.get(i));
            problems.require(
                    line.isBlank() || (known.matcher(line.strip()).matches() && !line.matches(".*[;<>`&|].*")),
                    here + "[" + i + "]",
                    "'" + line + "' is none of the commands of which it is known that each only " + what);
        }
    }
}
