/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.PrivateFiles;
import io.demarc.plugin.books.StoreDoubt;
import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.configuration.Manage;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkTruth;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.reconcile.PortCondition;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.SwitchCondition;
import io.demarc.plugin.reconcile.SwitchSessions;
import io.demarc.plugin.words.LoginReference;
import io.demarc.plugin.words.ManagedDatabase;
import io.demarc.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Looks at the daemon itself: what a person would look at first when something is wrong. Thread-safe. */
final class Doctor {
    private final Books books;
    private final DaemonConfig config;
    private final NetworkDirectory directory;
    private final NetworkTruth truth;
    private final TaggedDevices tagged;
    private final CloudSide cloud;
    private final Reconciler reconciler;
    private final SwitchSessions sessions;
    private final List<Trigger> triggers;

    Doctor(Books books, DaemonOperations.Sources sources, Reconciler reconciler, SwitchSessions sessions) {
        this.books = books;
        this.config = sources.config();
        this.directory = sources.directory();
        this.truth = sources.truth();
        this.tagged = sources.tagged();
        this.cloud = sources.cloud();
        this.reconciler = reconciler;
        this.sessions = sessions;
        this.triggers = sources.triggers();
    }

    List<Finding> examine(Deadline deadline) {
        List<Finding> findings = new ArrayList<>();
        findings.add(of("store", "it can be read and written, and nobody else may read it", () -> {
            PrivateFiles.createDirectory(config.stateDirectory());
            books.store().change(handle -> {});
            books.store().doubt().map(StoreDoubt::problem).ifPresent(doubt -> {
                throw doubt.exception();
            });
        }));
        Wishes wishes = books.wishes();
        findings.add(inventory(wishes));
        findings.addAll(cloudStack(deadline));
        triggers.forEach(trigger -> findings.add(trigger.finding()));
        wishes.inventory()
                .switches()
                .values()
                .forEach(managed -> findings.addAll(
                        secrets("switch " + managed.name(), managed.login().secrets())));
        wishes.inventory()
                .objects()
                .entrances()
                .forEach((name, entrance) -> findings.addAll(
                        secrets("server " + name, entrance.login().secrets())));
        wishes.inventory().objects().gateways().forEach((name, gateway) -> {
            if (!(gateway.login() instanceof LoginReference.Ssh)) {
                findings.addAll(secrets("gateway " + name, gateway.login().secrets()));
            }
        });
        wishes.inventory().objects().databases().forEach((name, managed) -> {
            ManagedDatabase.Replication replication = managed.replication();
            if (replication != null) {
                findings.addAll(secrets("database " + name, List.of(replication.password())));
            }
        });
        findings.addAll(ceiling(wishes));
        findings.addAll(freezes(wishes));
        sessions.ownDefinitions().forEach(words -> findings.add(new Finding("platforms", "ok", words, "")));
        findings.addAll(switches());
        findings.addAll(ZoneWarnings.of(wishes.inventory(), wishes.networks()));
        findings.addAll(ComparisonFindings.of(truth.report(), tagged.problems(), wishes.networks()));
        findings.addAll(RenamedOwners.of(wishes));
        return findings;
    }

    private static Finding inventory(Wishes wishes) {
        int switches = wishes.inventory().switches().size();
        int devices = wishes.inventory().devices().size();
        int servers = wishes.inventory().objects().entrances().size();
        return switches + servers == 0
                ? new Finding(
                        "inventory", "warning", "it is empty", "Import one with 'demarc apply -f inventory.yaml'.")
                : new Finding(
                        "inventory",
                        "ok",
                        count(switches, "switch", "switches") + ", " + count(devices, "device", "devices") + ", "
                                + count(servers, "server", "servers"),
                        "");
    }

    private List<Finding> cloudStack(Deadline deadline) {
        CloudStackAccess access = config.cloudStack();
        if (access == null) {
            return List.of(new Finding(
                    "cloudstack",
                    "warning",
                    "no API is configured, so no network's owner can be known and nothing new can be attached",
                    "Put endpoint, api-key and secret-key under cloudstack: in demarc.yaml."));
        }
        Finding answer = of(
                "cloudstack",
                "its API answers and accepts the keys",
                () -> directory.byUuidOrName("demarc-doctor", deadline));
        List<Finding> findings = new ArrayList<>(List.of(
                answer,
                ComparisonFindings.ofTime(
                        truth.report(), access.pollInterval(), books.clock().instant())));
        if (answer.verdict().equals("ok")) {
            findings.addAll(cloud.examine(deadline));
        }
        return findings;
    }

    private static List<Finding> secrets(String subject, List<SecretReference> secrets) {
        List<Finding> findings = new ArrayList<>();
        for (SecretReference secret : secrets) {
            Finding finding = of(subject, "", secret::resolve);
            if (!finding.verdict().equals("ok")) {
                findings.add(finding);
            }
        }
        return findings;
    }

    private List<Finding> switches() {
        List<Finding> findings = new ArrayList<>();
        for (SwitchCondition condition : SwitchCondition.all(books, reconciler)) {
            String subject = "switch " + condition.name();
            findings.add(
                    isWell(condition)
                            ? new Finding(subject, "ok", fine(condition) + unsaved(condition), "")
                            : new Finding(
                                    subject,
                                    "warning",
                                    inWords(condition),
                                    "'demarc switch check " + condition.name() + "' looks closer."));
            if (condition.state() != SwitchCondition.State.UNSAVED) {
                sessions.releasesNothing(condition.managed())
                        .ifPresent(problem -> findings.add(SwitchVisits.warning(subject, problem)));
            }
        }
        return findings;
    }

    private static boolean isWell(SwitchCondition condition) {
        return condition.state() == SwitchCondition.State.CONVERGED
                ? condition.ports().stream().noneMatch(Doctor::isMissed)
                : condition.state() == SwitchCondition.State.OBSERVED && condition.problem() == null;
    }

    /** Somebody wishes something of a port that is only observed. */
    private static boolean isMissed(PortCondition port) {
        return port.state() == PortCondition.State.OBSERVED && port.problem() != null;
    }

    private static String fine(SwitchCondition condition) {
        long observed = condition.ports().stream()
                .filter(port -> port.state() == PortCondition.State.OBSERVED)
                .count();
        if (observed == condition.ports().size() && observed > 0) {
            return "its ports are only observed: 'demarc adopt " + condition.name() + "' hands them over";
        }
        return "its ports are as wanted" + (observed == 0 ? "" : ", " + observed + " more are only observed");
    }

    private static List<Finding> freezes(Wishes wishes) {
        return wishes.freezes().stream()
                .map(freeze -> new Finding(freeze.subject(), "warning", freeze.inWords(), freeze.thaw() + " ends it."))
                .toList();
    }

    private static List<Finding> ceiling(Wishes wishes) {
        return wishes.ceiling() == Manage.ENFORCE
                ? List.of()
                : List.of(new Finding(
                        "daemon",
                        "warning",
                        "demarc.yaml says manage: observe, so no port of any switch is written",
                        "Say manage: enforce there and restart the daemon if adopted ports are to be written."));
    }

    private static String count(int number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }

    /** Every problem of its ports, or its own. */
    private static String inWords(SwitchCondition condition) {
        Set<String> problems = new TreeSet<>();
        condition.ports().stream()
                .map(PortCondition::problem)
                .filter(Objects::nonNull)
                .forEach(problems::add);
        if (problems.isEmpty() && condition.problem() != null) {
            problems.add(condition.problem());
        }
        return condition.state().id()
                + unsaved(condition)
                + (problems.isEmpty() ? "" : ": " + String.join(" ", problems));
    }

    private static String unsaved(SwitchCondition condition) {
        Long since = condition.seen().unsavedSinceMillis();
        return since == null ? "" : ", unsaved since " + Instant.ofEpochMilli(since);
    }

    private static Finding of(String subject, String fine, Runnable trial) {
        try {
            trial.run();
            return new Finding(subject, "ok", fine, "");
        } catch (ProblemException e) {
            return SwitchVisits.failed(subject, e.problem());
        }
    }
}
