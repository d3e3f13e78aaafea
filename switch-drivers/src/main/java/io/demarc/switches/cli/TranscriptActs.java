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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a transcript's head says to do in a session, and what comes of it in words. */
final class TranscriptActs {
    private TranscriptActs() {}

    static void act(SwitchSession session, String[] words, List<String> told) {
        try {
            switch (words[0]) {
                case "observe" -> observe(session, words, told);
                case "apply" -> session.apply(List.of(step(words)));
                case "confirm" -> session.confirm();
                case "roll-back" -> session.rollBack();
                case "save" -> session.save();
                case "locate" ->
                    told.add(words[1] + " is on "
                            + session.locate(words[1]).map(PortName::value).orElse("no port"));
                case "traffic" -> traffic(session, words, told);
                default -> throw unknown("act", words[0], "observe, apply, confirm, roll-back, save, locate, traffic");
            }
        } catch (ProblemException e) {
            told.add(inWords(e.problem()));
        }
    }

    private static Set<PortName> ports(String[] words) {
        Set<PortName> ports = new TreeSet<>();
        Arrays.stream(words).skip(1).map(PortName::new).forEach(ports::add);
        return ports;
    }

    private static void traffic(SwitchSession session, String[] words, List<String> told) {
        session.traffic(ports(words))
                .forEach((port, traffic) -> told.add(port + ": "
                        + (traffic.macs() == null ? "addresses not told" : traffic.learned() + " " + traffic.macs())
                        + (traffic.lastFrame() == null ? "" : ", last frame " + traffic.lastFrame() + " ago")));
    }

    private static void observe(SwitchSession session, String[] words, List<String> told) {
        Observation seen = session.observe(ports(words));
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

    private static PortStep step(String[] words) {
        String[] rest = Arrays.copyOfRange(words, 2, words.length);
        return switch (words[1]) {
            case "create-vlan" -> new PortStep.CreateVlan(vlan(rest[0]), rest[1]);
            case "shut" -> new PortStep.Shut(new PortName(rest[0]));
            case "enable" -> new PortStep.Enable(new PortName(rest[0]));
            case "park" -> new PortStep.Park(new PortName(rest[0]), vlan(rest[1]), rest[2].equals("down"));
            case "attach" ->
                new PortStep.Attach(
                        new PortName(rest[0]),
                        vlan(rest[1]),
                        new PortDescription(String.join(" ", Arrays.copyOfRange(rest, 2, rest.length))));
            default -> throw unknown("step", words[1], "create-vlan, shut, attach, enable, park");
        };
    }

    private static Vlan vlan(String text) {
        return new Vlan(Integer.parseInt(text));
    }

    private static ProblemException unknown(String what, String word, String known) {
        return ProblemException.of(
                ProblemCode.INPUT_INVALID,
                "There is no " + what + " '" + Printable.of(word) + "'.",
                "Known: " + known + ".");
    }
}
