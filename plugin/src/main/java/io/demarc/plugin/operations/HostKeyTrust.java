/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.access.SshAlgorithms;
import io.demarc.access.ssh.HostKeys;
import io.demarc.access.ssh.HostKeys.Fetched;
import io.demarc.access.ssh.SshTarget;
import io.demarc.plugin.books.AdoptionTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Entrance;
import io.demarc.plugin.words.LoginReference;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Shows a server's SSH host key, and pins it when a person names its fingerprint. Thread-safe. */
final class HostKeyTrust {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Books books;
    private final Path knownHosts;

    HostKeyTrust(Books books, Path knownHosts) {
        this.books = books;
        this.knownHosts = knownHosts;
    }

    /**
     * Where the key is presented.
     *
     * @param words      {@code switch tor-a1}, {@code node node-a}
     * @param switchName for the journal, if it is one
     */
    record Server(String words, String host, int port, SshAlgorithms algorithms, Optional<SwitchName> switchName) {
        /** Not a switch. */
        static Server of(String words, Entrance entrance) {
            return new Server(
                    words, entrance.host(), entrance.port(), entrance.login().algorithms(), Optional.empty());
        }

        static Server of(ManagedSwitch managed) {
            if (!(managed.login() instanceof LoginReference.Ssh login)) {
                throw ProblemException.of(
                        ProblemCode.INPUT_INVALID,
                        "Switch " + managed.name() + " speaks SNMP: it has no host key.",
                        "Nothing to do.");
            }
            return new Server(
                    "switch " + managed.name(),
                    managed.endpoint().host(),
                    managed.endpoint().port(),
                    login.algorithms(),
                    Optional.of(managed.name()));
        }

        private SshTarget.Kind targetKind() {
            return switchName.isPresent() ? SshTarget.Kind.SWITCH : SshTarget.Kind.NODE;
        }

        private String kind() {
            return words.substring(0, words.indexOf(' '));
        }

        private String capitalised() {
            return Character.toUpperCase(words.charAt(0)) + words.substring(1);
        }
    }

    String trust(Server server, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        Fetched key = HostKeys.fetch(
                server.targetKind(), server.host(), server.port(), deadline.leftAtMost(LONGEST), server.algorithms());
        if (fingerprint.isEmpty()) {
            return server.capitalised() + " presents " + key.type() + " " + key.fingerprint()
                    + ". Nothing was pinned. Compare it with what the " + server.kind()
                    + " prints on its console, then name it.";
        }
        if (!fingerprint.get().equals(key.fingerprint())) {
            throw ProblemException.of(
                    ProblemCode.HOST_KEY_CHANGED,
                    server.capitalised() + " presents " + key.type() + " " + key.fingerprint() + ", not "
                            + Printable.of(fingerprint.get()) + "; nothing was pinned.",
                    "Compare with what the " + server.kind()
                            + " prints on its console; if it differs there, somebody is in between.");
        }
        // Before it is trusted: nothing must be written to a switch that nobody has looked at.
        String observed = HostKeys.isOther(knownHosts, key)
                ? server.switchName().map(name -> observeAgain(name, actor)).orElse("")
                : "";
        HostKeys.pin(knownHosts, key);
        String message =
                "The host key of " + server.words() + " is pinned: " + key.type() + " " + key.fingerprint() + ".";
        JournalDraft draft = JournalDraft.of("trusted", actor, message);
        books.journal().append(server.switchName().map(draft::withSwitch).orElse(draft));
        return message + observed;
    }

    /** Another key may be another switch, whose ports nobody has looked at. Claims stay. */
    private String observeAgain(SwitchName name, Actor actor) {
        return books.store().write(handle -> {
            if (AdoptionTable.remove(handle, name) == 0) {
                return "";
            }
            String message =
                    "Its key was another one before, so its ports are only observed until somebody adopts them.";
            books.journal()
                    .append(
                            handle,
                            JournalDraft.of("unadopted", actor, "Switch " + name + ": " + message)
                                    .withSwitch(name));
            return " " + message;
        });
    }
}
