/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.replica.CopyChoice.Files;
import io.demarc.hooks.runbook.Finding;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CopyChoiceTest {
    private static final DataView SMALL = data(500_000_000L);
    private static final DataView LARGE = data(60_000_000_000L);

    private static Files notLookedAt() {
        throw new AssertionError("nobody has to know");
    }

    private static DataView data(long rows, String... inexact) {
        return new DataView(
                rows * 2,
                rows,
                List.of("app.old (MyISAM)"),
                90_000_000,
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                List.of(),
                List.of(inexact),
                List.of());
    }

    private static Supplier<Files> files(Finding... findings) {
        return () -> new Files(CopyMethod.BACKUP, 90_000_000_000L, List.of(findings));
    }

    private static CopyChoice choose(String method, DataView data, Supplier<Files> files) {
        return CopyChoice.of(CopyMethod.named(method), data, files);
    }

    @Test
    void smallDataAreDumpedAndNobodyLooksForAnotherWay() {
        CopyChoice choice = choose("auto", SMALL, CopyChoiceTest::notLookedAt);

        assertThat(choice.method()).isEqualTo(CopyMethod.DUMP);
        assertThat(choice.duration()).isEqualTo(Duration.ofSeconds(50));
        assertThat(choice.finding().inWords()).contains("a dump; a server of its own loads it", "it takes about 50 s");
        assertThat(choice.locked(SMALL))
                .as("the lock lasts as long as the dump")
                .isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void largeDataAreCopiedAsFilesIfThatIsPossible() {
        CopyChoice choice = choose("auto", LARGE, files(Finding.met("there is room", "100 GB")));

        assertThat(choice.method()).isEqualTo(CopyMethod.BACKUP);
        assertThat(choice.duration()).isEqualTo(Duration.ofMinutes(50));
        assertThat(choice.finding().inWords())
                .contains("of files, by mariadb-backup", "a dump would take about 100 min");
        assertThat(choice.locked(LARGE))
                .as("only what knows no transactions is copied under a lock")
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(choice.findings()).hasSize(1);
    }

    @Test
    void largeDataThatCannotBeCopiedAsFilesAreDumpedAndItSaysWhy() {
        CopyChoice choice = choose("auto", LARGE, files(Finding.notMet("there is room", "1 GB free", "Make room.")));

        assertThat(choice.method()).isEqualTo(CopyMethod.DUMP);
        assertThat(choice.findings()).as("nothing of it is in the dump's way").isEmpty();
        assertThat(choice.finding().inWords())
                .contains(
                        "although a dump would take about 100 min; files can't be exchanged: there is room: 1 GB free");
    }

    @Test
    void whatADumpWouldRoundIsCopiedAsFiles() {
        CopyChoice choice =
                choose("auto", data(1_000, "app.prices.rate"), files(Finding.met("there is room", "100 GB")));

        assertThat(choice.method()).isEqualTo(CopyMethod.BACKUP);
        assertThat(choice.finding().inWords()).contains("a dump would round app.prices.rate");
    }

    @Test
    void whatIsToldIsDoneOrRefused() {
        assertThat(choose("dump", LARGE, CopyChoiceTest::notLookedAt).method()).isEqualTo(CopyMethod.DUMP);

        CopyChoice told = choose("backup", SMALL, files(Finding.notMet("there is room", "1 GB free", "Make room.")));
        assertThat(told.method()).isEqualTo(CopyMethod.BACKUP);
        assertThat(told.findings()).noneMatch(Finding::isMet);

        CopyChoice mysql =
                CopyChoice.of(CopyMethod.named("backup"), SMALL, () -> new Files(CopyMethod.CLONE, 1_000, List.of()));
        assertThat(mysql.findings().get(0).inWords()).contains("NOT MET", "theirs is clone", "Use --method clone");
    }
}
