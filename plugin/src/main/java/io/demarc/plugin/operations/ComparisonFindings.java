/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Printable;
import io.demarc.plugin.networks.ComparisonReport;
import io.demarc.plugin.networks.NetworkDirectory.Truth;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.words.NetworkRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What the comparison with CloudStack left open, and what CloudStack itself isn't done with. */
final class ComparisonFindings {
    private static final String SUBJECT = "networks";
    /** One that has just begun, and the pauses between two, don't make it late. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int POLLS = 3;

    private ComparisonFindings() {}

    static List<Finding> of(ComparisonReport report, List<String> tagProblems, List<NetworkRecord> networks) {
        List<Finding> findings = new ArrayList<>();
        report.unclearByProblem()
                .forEach((problem, all) -> findings.add(warning(
                        SUBJECT,
                        "not compared with CloudStack: " + String.join(", ", all) + ": " + problem.summary(),
                        problem.fix())));
        networks.stream()
                .filter(network -> report.behind().containsKey(network.id()))
                .forEach(network -> findings.add(warning(
                        network.inWords(),
                        String.valueOf(report.behind().get(network.id())),
                        "Restarting the network in CloudStack brings it back at once.")));
        report.unfinished().forEach(truth -> findings.add(unfinished(truth)));
        tagProblems.forEach(problem -> findings.add(warning(
                SUBJECT,
                problem,
                "Tags are their tenants' (cmk list tags resourcetype=Network key=" + TaggedDevices.KEY + ").")));
        List<String> untold = networks.stream()
                .filter(network -> !network.isTold())
                .map(NetworkRecord::inWords)
                .toList();
        if (!untold.isEmpty()) {
            findings.add(new Finding(
                    SUBJECT,
                    "ok",
                    "known by CloudStack's API alone, which lets go of their VLANs without asking: "
                            + String.join(", ", untold),
                    ""));
        }
        List<String> unidentified = networks.stream()
                .filter(network ->
                        network.identity() == null && !report.unclear().containsKey(network.inWords()))
                .map(NetworkRecord::inWords)
                .toList();
        if (!unidentified.isEmpty()) {
            findings.add(warning(
                    SUBJECT,
                    "who they are is not known yet: " + String.join(", ", unidentified),
                    "They are asked for again with every comparison with CloudStack."));
        }
        return findings;
    }

    private static Finding unfinished(Truth truth) {
        String network = "network " + truth.identity().uuid() + " '"
                + Printable.of(truth.identity().name()) + "'";
        return truth.isStuckInShutdown()
                ? warning(
                        network,
                        "CloudStack has it in state Shutdown and keeps VLAN " + truth.vlan()
                                + " for it: a port could not be shown to be out of it, or no daemon answered",
                        "Mend what is told of its switches; then CloudStack tries again by itself, or delete the network"
                                + " if it is a persistent one.")
                : warning(
                        network,
                        "CloudStack says that it has to be restarted (restartrequired)",
                        "When its users can spare it for a moment: 'cmk restart network cleanup=true id="
                                + truth.identity().uuid() + "'.");
    }

    /** @param poll pause between two comparisons */
    static Finding ofTime(ComparisonReport report, Duration poll, Instant now) {
        Instant last = report.wholeAt().truncatedTo(ChronoUnit.SECONDS);
        String words = "every network could last be compared with it at " + last;
        return report.wholeAt().plus(poll.multipliedBy(POLLS)).plus(PATIENCE).isAfter(now)
                ? new Finding("cloudstack", "ok", words, "")
                : warning(
                        "cloudstack",
                        words + ", and that is due every " + poll.toSeconds() + " seconds",
                        "Networks that can't be compared are named here with the reason; if none is, the daemon's log"
                                + " tells what interrupts it: journalctl -u demarc.");
    }

    private static Finding warning(String subject, String message, String fix) {
        return new Finding(subject, "warning", message, fix);
    }
}
