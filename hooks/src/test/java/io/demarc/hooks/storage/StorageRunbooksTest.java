/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.addresses.NowhereAddresses;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.pointer.PointerButtons;
import io.demarc.hooks.replica.NowhereDatabases;
import io.demarc.hooks.runbook.Runbook;
import io.demarc.hooks.runbook.Runbooks;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.runbook.StepKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runbooks that come with Demarc are ones that its steps understand. */
class StorageRunbooksTest {
    private static final NodeCommands NOBODY = (words, limit) -> {
        throw new IllegalStateException("not asked");
    };
    private static final StoragePairs NOWHERE = new StoragePairs() {
        @Override
        public StoragePair pair(String name) {
            throw new IllegalStateException("not asked");
        }

        @Override
        public NodeCommands on(StoragePair pair, StorageNode node) {
            return NOBODY;
        }
    };

    private static List<StepKind> kinds() {
        List<StepKind> kinds = new ArrayList<>(StorageSteps.of(NOWHERE, pair -> Optional.empty()));
        kinds.addAll(NowhereAddresses.steps());
        kinds.addAll(NowhereDatabases.steps());
        return kinds;
    }

    @Test
    void everyOneIsReadAndWatchesForTwoPrimaries() {
        Runbooks runbooks = Runbooks.builtIn(StepKinds.of(kinds()));

        assertThat(runbooks.all())
                .extracting(Runbook::name)
                .contains(
                        "replace-nodes",
                        "restart-node",
                        "fail-over",
                        "resolve-split-brain",
                        "replace-disk",
                        "rebuild-node",
                        "verify-data",
                        "grow-resource");
        assertThat(runbooks.all())
                .filteredOn(runbook -> runbook.objectKind().equals(StorageSteps.OBJECT_KIND))
                .filteredOn(runbook -> !runbook.name().equals("resolve-split-brain"))
                .allSatisfy(runbook -> assertThat(runbook.always())
                        .extracting(check -> check.does())
                        .contains("one-primary"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"runbooks.md", "write-a-runbook.md"})
    void thoseThatTheDocumentationShowsAreReadAsWell(String page) throws IOException {
        List<StepKind> kinds = kinds();
        kinds.add(new PointerButtons(NOBODY, Path.of("/")));

        Map<String, String> shown = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", page)))
                .results()
                .collect(Collectors.toMap(block -> page + " at " + block.start(), block -> block.group(1)));

        assertThat(Runbooks.of(shown, StepKinds.of(kinds)).all()).hasSameSizeAs(shown.keySet());
        assertThat(shown).isNotEmpty();
    }
}
