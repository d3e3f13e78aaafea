/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.operations.Views.PlannedChange;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DryRunRenderingTest {
    @Test
    void saysHowManyOfTheChangesAreMadeInTheFirstMinuteIfNotAllAre() {
        assertThat(summary(List.of(
                        change("add", false), change("add", true), change("change", true), change("none", false))))
                .isEqualTo("""
                        1 to change, 2 to add, 0 to remove; 1 left as it is.
                        1 of these 3 are changed in the first minute, the rest after that (reconcile.most-changes).
                        """);
        assertThat(summary(List.of(change("add", false)))).isEqualTo("0 to change, 1 to add, 0 to remove.\n");
    }

    private static String summary(List<PlannedChange> changes) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed, true);
        new DryRunRendering(new Terminal(InputStream.nullInputStream(), out, out, Map.of())).summary(changes);
        return printed.toString();
    }

    private static PlannedChange change(String kind, boolean waits) {
        return new PlannedChange("tor", "ge1", null, "idle", "nothing is attached", kind, List.of(), null, waits);
    }
}
