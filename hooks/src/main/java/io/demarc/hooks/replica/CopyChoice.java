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

    /** What was seen of servers whose files may be copied: how that is done, how much it is, and whether it is possible. */
    record Files(CopyMethod method, long bytes, List<Finding> findings) {
        Files {
            findings = List.copyOf(findings);
        }
    }

    /**
     * @param wanted empty: Demarc chooses
     * @param files  what the copying of files needs, looked at only if that may be chosen
     */
    static CopyChoice of(Optional<CopyMethod> wanted, DataView data, Supplier<Files> files) {
        if (wanted.isPresent()) {
            return wanted.get().isOfStatements()
                    ? ofStatements(wanted.get(), "as decided", data)
                    : ofFiles(wanted.get(), "as decided", files.get());
        }
        Duration length = duration(CopyMethod.DUMP, data.rowBytes());
        boolean isFaithful = data.inexact().isEmpty();
        if (isFaithful && length.compareTo(LARGE) <= 0) {
            return ofStatements(CopyMethod.DUMP, "it takes about " + Estimate.inWords(length), data);
        }
        String why = isFaithful
                ? "a dump would take about " + Estimate.inWords(length)
                : "a dump would round " + String.join(", ", data.inexact());
        Files seen = files.get();
        CopyChoice choice = ofFiles(seen.method(), why, seen);
        List<String> unmet = new ArrayList<>();
        choice.findings().stream().filter(it -> !it.isMet()).forEach(it -> unmet.add(it.claim() + ": " + it.found()));
        return unmet.isEmpty()
                ? choice
                : ofStatements(
                        CopyMethod.DUMP,
                        "although " + why + "; files can't be exchanged: " + String.join("; ", unmet),
                        data);
    }

    private static CopyChoice ofStatements(CopyMethod method, String why, DataView data) {
        return new CopyChoice(method, why, data.rowBytes(), List.of());
    }

    private static CopyChoice ofFiles(CopyMethod wanted, String why, Files seen) {
        if (wanted != seen.method()) {
            Finding none = Finding.notMet(
                    "these servers have the method " + wanted.word(),
                    "theirs is " + seen.method().word(),
                    "Use --method " + seen.method().word() + ", or dump.");
            return new CopyChoice(wanted, why, seen.bytes(), List.of(none));
        }
        return new CopyChoice(wanted, why, seen.bytes(), seen.findings());
    }

    /** Of some tables only, which the replica itself loads. */
    static CopyChoice ofTables(Optional<CopyMethod> wanted, DataView data) {
        boolean isPossible = wanted.isEmpty() || wanted.get().isOfStatements();
        Finding none = Finding.notMet(
                "some tables are copied by a dump", "files are wanted", "Leave out --method, or --tables.");
        return new CopyChoice(
                CopyMethod.IN_PLACE, "of some tables only", data.rowBytes(), isPossible ? List.of() : List.of(none));
    }

    private static Duration duration(CopyMethod method, long bytes) {
        return Duration.ofSeconds(Math.max(1, bytes / method.bytesPerSecond()));
    }

    Duration duration() {
        return duration(method, bytes);
    }

    /** How long some tables can't be written to when the primary is copied. */
    Duration locked(DataView data) {
        return method.isOfStatements() ? duration() : duration(method, data.lockedBytes());
    }

    Finding finding() {
        String claim = switch (method) {
            case DUMP ->
                "the copy is a dump; a server of its own loads it beside the replica's data, and the replica's server is"
                        + " restarted on that";
            case BACKUP -> "the copy is of files, by mariadb-backup, and the replica's server is restarted on them";
            case CLONE ->
                "the copy is a clone, which a server of its own takes beside the replica's data, and the replica's server is"
                        + " restarted on that";
            case IN_PLACE -> "the copy is a dump, that the replica loads";
        };
        return Finding.met(claim, why);
    }
}
