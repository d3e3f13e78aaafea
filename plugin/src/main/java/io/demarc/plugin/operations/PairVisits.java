/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.storage.PairCheck;
import io.demarc.hooks.storage.StorageNode;
import io.demarc.hooks.storage.StoragePairs;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.operations.Views.PairNodeView;
import io.demarc.plugin.operations.Views.PairView;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Entrance;
import io.demarc.plugin.words.ManagedPair;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Storage pairs: what is declared, how they are, and whom to believe. Thread-safe. */
final class PairVisits {
    private final Books books;
    private final StoragePairs pairs;
    private final HostKeyTrust hostKeys;

    PairVisits(Books books, StoragePairs pairs, HostKeyTrust hostKeys) {
        this.books = books;
        this.pairs = pairs;
        this.hostKeys = hostKeys;
    }

    List<PairView> list() {
        return books.store().read(books.inventories()::current).objects().pairs().values().stream()
                .map(PairVisits::view)
                .toList();
    }

    private static PairView view(ManagedPair it) {
        return new PairView(
                it.name(),
                it.pair().cluster().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                it.pair().nodes().stream()
                        .map(node ->
                                new PairNodeView(node.name(), entrance(it, node).host()))
                        .toList(),
                it.pair().addresses(),
                it.pool());
    }

    private static Entrance entrance(ManagedPair pair, StorageNode node) {
        Entrance entrance = pair.entrances().get(node.name());
        if (entrance == null) {
            throw new IllegalStateException(pair.name() + " has no way to " + node);
        }
        return entrance;
    }

    List<Views.Finding> check(String name) {
        ManagedPair managed =
                books.store().read(books.inventories()::current).objects().requirePair(name);
        return PairCheck.look(pairs, managed.pair()).stream()
                .map(it -> of(name, it))
                .toList();
    }

    private static Views.Finding of(String name, Finding it) {
        return new Views.Finding(
                name, it.isMet() ? "ok" : "failed", it.claim() + ": " + it.found(), it.isMet() ? "" : it.advice());
    }

    String trust(String name, String nodeName, Optional<String> fingerprint, Actor actor, Deadline deadline) {
        ManagedPair managed =
                books.store().read(books.inventories()::current).objects().requirePair(name);
        StorageNode node = managed.pair().node(nodeName);
        Entrance entrance = entrance(managed, node);
        return hostKeys.trust(HostKeyTrust.Server.of("node " + node, entrance), fingerprint, actor, deadline);
    }
}
