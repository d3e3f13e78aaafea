/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.plugin.inventory.LoginReference;
import io.demarc.plugin.inventory.ManagedDatabase;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkRecord;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.reconcile.Books;
import io.demarc.plugin.reconcile.PortCondition;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.Wishes;
import io.demarc.plugin.store.PrivateFiles;
import io.demarc.plugin.store.StoreDoubt;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks at the daemon itself: what a person would look at first when something is wrong. Thread-safe. */
final class Doctor {
    private final Books books;
    private final DaemonConfig config;
    private final NetworkDirectory directory;
    private final Reconciler reconciler;

    Doctor(Books books, DaemonConfig config, NetworkDirectory directory, Reconciler reconciler) {
        this.books = books;
        this.config = config;
        this.directory = directory;
        this.reconciler = reconciler;
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
        findings.add(cloudStack(deadline));
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
        findings.addAll(switches(wishes));
        findings.addAll(networks(wishes));
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
                        switches + " switches, " + devices + " devices, " + servers + " servers",
                        "");
    }

    private Finding cloudStack(Deadline deadline) {
        if (config.cloudStack() == null) {
            return new Finding(
                    "cloudstack",
                    "warning",
                    "no API is configured, so no network's owner can be known and nothing new can be attached",
                    "Put endpoint, api-key and secret-key under cloudstack: in demarc.yaml.");
        }
        return of(
                "cloudstack",
                "its API answers and accepts the keys",
                () -> directory.byUuidOrName("demarc-doctor", deadline));
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

    private List<Finding> switches(Wishes wishes) {
        List<PortCondition> ports = PortCondition.all(books, reconciler);
        List<Finding> findings = new ArrayList<>();
        for (var name : wishes.inventory().switches().keySet()) {
            Set<String> problems = new TreeSet<>();
            ports.stream()
                    .filter(port -> port.desired().address().switchName().equals(name))
                    .filter(port ->
                            port.state() == PortCondition.State.STUCK || port.state() == PortCondition.State.REFUSED)
                    .forEach(port -> problems.add(String.valueOf(port.problem())));
            findings.add(
                    problems.isEmpty()
                            ? new Finding("switch " + name, "ok", "nothing is stuck or refused", "")
                            : new Finding(
                                    "switch " + name,
                                    "warning",
                                    String.join(" ", problems),
                                    "'demarc switch check " + name + "' looks closer."));
        }
        return findings;
    }

    private static List<Finding> networks(Wishes wishes) {
        List<String> unidentified = wishes.networks().stream()
                .filter(network -> network.identity() == null)
                .map(NetworkRecord::inWords)
                .toList();
        return unidentified.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        "networks",
                        "warning",
                        "who they are is not known yet: " + String.join(", ", unidentified),
                        "They are asked for again with every comparison with CloudStack."));
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
