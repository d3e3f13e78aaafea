/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a transcript's head says to do in a session, and what comes of it in words. */
final class TranscriptActs {
    private TranscriptActs() {}

    /** Something to do in a session. */
    interface Act {
        /** Adds to what is told what comes of it. */
        void in(SwitchSession session, List<String> told);

        /** Does it, and tells a problem, too. */
        default void play(SwitchSession session, List<String> told) {
            try {
                in(session, told);
            } catch (ProblemException e) {
                told.add(inWords(e.problem()));
            }
        }
    }

    /** Everything that a transcript says to do. Throws {@code INPUT_INVALID}, naming the line, for what can't be done. */
    static List<Act> of(Transcript transcript) {
        List<Act> acts = new ArrayList<>();
        for (Transcript.Entry entry : transcript.said("do")) {
            try {
                acts.add(read(entry.text()));
            } catch (IllegalArgumentException e) {
                throw new ProblemException(
                        Problem.of(
                                ProblemCode.INPUT_INVALID,
                                transcript.place(entry) + "'" + Printable.of(entry.text()) + "' can't be done: "
                                        + Printable.of(String.valueOf(e.getMessage())) + ".",
                                "See docs/add-a-platform.md, Samples."),
                        e);
            }
        }
        return acts;
    }

    /** Throws {@code IllegalArgumentException} for what can't be done. */
    static Act read(String text) {
        List<String> words = List.of(text.strip().split(" +", -1));
        return switch (words.get(0)) {
            case "observe" -> {
                Set<PortName> ports = ports(words);
                yield (session, told) -> observe(session, ports, told);
            }
            case "apply" -> {
                PortStep step = step(words.subList(1, words.size()));
                yield (session, told) -> session.apply(List.of(step));
            }
            case "confirm" -> (session, told) -> session.confirm();
            case "roll-back" -> (session, told) -> session.rollBack();
            case "save" -> (session, told) -> session.save();
            case "uptime" ->
                (session, told) -> told.add("has run for "
                        + session.uptime().map(Duration::toString).orElse("nobody knows how long"));
            case "locate" -> {
                String mac = word(words, 1, "a MAC address");
                yield (session, told) -> told.add(mac + " is on "
                        + session.locate(mac).map(PortName::value).orElse("no port"));
            }
            case "traffic" -> {
                Set<PortName> ports = ports(words);
                yield (session, told) -> traffic(session, ports, told);
            }
            default ->
                throw new IllegalArgumentException("there is no act '" + words.get(0)
                        + "', but observe, apply, confirm, roll-back, save, uptime, locate, traffic");
        };
    }

    private static String word(List<String> words, int index, String what) {
        if (index >= words.size()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        return words.get(index);
    }

    private static Set<PortName> ports(List<String> words) {
        Set<PortName> ports = new TreeSet<>();
        words.stream().skip(1).map(PortName::new).forEach(ports::add);
        return ports;
    }

    private static void traffic(SwitchSession session, Set<PortName> ports, List<String> told) {
        session.traffic(ports)
                .forEach((port, traffic) -> told.add(port + ": "
                        + (traffic.macs() == null ? "addresses not told" : traffic.learned() + " " + traffic.macs())
                        + (traffic.lastFrame() == null ? "" : ", last frame " + traffic.lastFrame() + " ago")));
    }

    private static void observe(SwitchSession session, Set<PortName> ports, List<String> told) {
        Observation seen = session.observe(ports);
        seen.ports()
                .forEach((port, state) -> told.add(port + ": " + state.inWords()
                        + (state.description() == null ? "" : ", '" + state.description() + "'")));
        seen.evidence().values().forEach(evidence -> told.add(inWords(evidence)));
        seen.unavailable().forEach((kind, why) -> told.add("no evidence of " + kind.id() + ": " + why));
        if (seen.vlans() != null) {
            told.add("VLANs " + seen.vlans() + (seen.suspended().isEmpty() ? "" : ", suspended " + seen.suspended()));
        }
    }

    private static String inWords(PortEvidence evidence) {
        StringBuilder words = new StringBuilder("evidence " + evidence.port());
        if (evidence.neighbour() != null) {
            words.append(", neighbour ")
                    .append(evidence.neighbour().systemName())
                    .append(evidence.neighbour().isBridge() ? " is a bridge" : " is none");
        }
        if (evidence.lag() != null) {
            words.append(", in ").append(evidence.lag());
        }
        if (evidence.managementAddress() != null) {
            words.append(", has ").append(evidence.managementAddress());
        }
        return words.toString();
    }

    static String inWords(Problem problem) {
        return "problem " + problem.code().id() + ": " + problem.summary();
    }

    private static PortStep step(List<String> words) {
        String kind = word(words, 0, "the step");
        return switch (kind) {
            case "create-vlan" -> new PortStep.CreateVlan(vlan(words, 1), word(words, 2, "the VLAN's name"));
            case "shut" -> new PortStep.Shut(port(words));
            case "enable" -> new PortStep.Enable(port(words));
            case "park" -> new PortStep.Park(port(words), vlan(words, 2), isDown(word(words, 3, "up or down")));
            case "attach" ->
                new PortStep.Attach(
                        port(words),
                        vlan(words, 2),
                        new PortDescription(String.join(" ", words.subList(3, words.size()))));
            default ->
                throw new IllegalArgumentException(
                        "there is no step '" + kind + "', but create-vlan, shut, attach, enable, park");
        };
    }

    private static PortName port(List<String> words) {
        return new PortName(word(words, 1, "the port"));
    }

    private static Vlan vlan(List<String> words, int index) {
        String id = word(words, index, "the VLAN");
        if (!id.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("'" + id + "' is no VLAN");
        }
        return new Vlan(Integer.parseInt(id));
    }

    private static boolean isDown(String word) {
        if (!List.of("up", "down").contains(word)) {
            throw new IllegalArgumentException("'" + word + "' is neither up nor down");
        }
        return word.equals("down");
    }
}
