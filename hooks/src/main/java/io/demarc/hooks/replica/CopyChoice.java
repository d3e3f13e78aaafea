/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a copy is made, and why so.
 *
 * @param bytes    that are about to be copied
 * @param findings what the way needs
 */
record CopyChoice(CopyMethod method, String why, long bytes, List<Finding> findings) {
    /** From here on a dump takes too long, if there is another way. */
    private static final Duration LARGE = Duration.ofMinutes(10);

    CopyChoice {
        findings = List.copyOf(findings);
    }

    /** What was seen of servers whose files may be copied: how much that is, and whether it is possible. */
    record Files(long bytes, List<Finding> findings) {
        Files {
            findings = List.copyOf(findings);
        }
    }

    /**
     * @param wanted empty: Demarc chooses
     * @param files  what the copying of files needs, looked at only if that may be chosen; empty: these servers have no such way
     */
    static CopyChoice of(Optional<CopyMethod> wanted, DataView data, Optional<Supplier<Files>> files) {
        String length = Estimate.inWords(duration(CopyMethod.DUMP, data.rowBytes()));
        if (wanted.isPresent() && wanted.get() == CopyMethod.BACKUP) {
            if (files.isEmpty()) {
                Finding none = Finding.notMet(
                        "the servers can be copied file by file", "mariadb-backup is MariaDB's", "Use --method dump.");
                return new CopyChoice(CopyMethod.BACKUP, "as decided", data.bytes(), List.of(none));
            }
            Files seen = files.get().get();
            return new CopyChoice(CopyMethod.BACKUP, "as decided", seen.bytes(), seen.findings());
        }
        boolean isLarge = duration(CopyMethod.DUMP, data.rowBytes()).compareTo(LARGE) > 0;
        if (wanted.isPresent() || !isLarge || files.isEmpty()) {
            String why = wanted.isPresent() ? "as decided" : "it takes about " + length;
            return new CopyChoice(CopyMethod.DUMP, why, data.rowBytes(), List.of());
        }
        Files seen = files.get().get();
        List<String> unmet = new ArrayList<>();
        seen.findings().stream().filter(it -> !it.isMet()).forEach(it -> unmet.add(it.claim() + ": " + it.found()));
        return unmet.isEmpty()
                ? new CopyChoice(CopyMethod.BACKUP, "a dump would take about " + length, seen.bytes(), seen.findings())
                : new CopyChoice(
                        CopyMethod.DUMP,
                        "although it takes about " + length + "; files can't be exchanged: " + String.join("; ", unmet),
                        data.rowBytes(),
                        List.of());
    }

    /** Of some tables only. */
    static CopyChoice ofTables(Optional<CopyMethod> wanted, DataView data) {
        boolean isPossible = wanted.isEmpty() || wanted.get() == CopyMethod.DUMP;
        Finding none = Finding.notMet(
                "some tables are copied by a dump", "mariadb-backup is wanted", "Leave out --method, or --tables.");
        return new CopyChoice(
                CopyMethod.DUMP, "of some tables only", data.rowBytes(), isPossible ? List.of() : List.of(none));
    }

    private static Duration duration(CopyMethod method, long bytes) {
        return Duration.ofSeconds(Math.max(1, bytes / method.bytesPerSecond()));
    }

    Duration duration() {
        return duration(method, bytes);
    }

    /** How long some tables can't be written to when the primary is copied. */
    Duration locked(DataView data) {
        return method == CopyMethod.DUMP ? duration() : duration(method, data.lockedBytes());
    }

    Finding finding() {
        String claim = method == CopyMethod.DUMP
                ? "the copy is a dump, that the replica loads"
                : "the copy is of files, by mariadb-backup, and the replica's server is restarted on them";
        return Finding.met(claim, why);
    }
}
