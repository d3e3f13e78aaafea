/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.plugin.inventory.LoginReference;
import io.demarc.plugin.inventory.ManagedSwitch;
import io.demarc.plugin.journal.Actor;
import io.demarc.plugin.journal.JournalDraft;
import io.demarc.plugin.reconcile.Books;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Deadline;
import io.demarc.switches.Printable;
import io.demarc.switches.ssh.HostKeys;
import io.demarc.switches.ssh.HostKeys.Fetched;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Shows a switch's SSH host key, and pins it when a person names its fingerprint. Thread-safe. */
final class HostKeyTrust {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Books books;
    private final Path knownHosts;

    HostKeyTrust(Books books, Path knownHosts) {
        this.books = books;
        this.knownHosts = knownHosts;
    }

    String trust(ManagedSwitch managed, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        if (!(managed.login() instanceof LoginReference.Ssh login)) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "Switch " + managed.name() + " speaks SNMP: it has no host key.",
                    "Nothing to do.");
        }
        Fetched key = HostKeys.fetch(
                managed.endpoint().host(),
                managed.endpoint().port(),
                deadline.leftAtMost(LONGEST),
                login.legacyAlgorithms());
        if (fingerprint.isEmpty()) {
            return managed.name() + " presents " + key.type() + " " + key.fingerprint()
                    + ". Nothing was pinned. Compare it with what the switch prints on its console, then name it.";
        }
        if (!fingerprint.get().equals(key.fingerprint())) {
            throw ProblemException.of(
                    ProblemCode.HOST_KEY_CHANGED,
                    "Switch " + managed.name() + " presents " + key.type() + " " + key.fingerprint() + ", not "
                            + Printable.of(fingerprint.get()) + "; nothing was pinned.",
                    "Compare with what the switch prints on its console; if it differs there, somebody is in between.");
        }
        HostKeys.pin(knownHosts, key);
        String message = "The host key of switch " + managed.name() + " is pinned: " + key.type() + " "
                + key.fingerprint() + ".";
        books.journal().append(JournalDraft.of("trusted", actor, message).withSwitch(managed.name()));
        return message;
    }
}
