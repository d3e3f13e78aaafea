/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.runbook.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of DRBD under which a guarded step could do harm all the same; the rest is what drbdsetup 9.22 shows of an 8.4.11 module. */
class DrbdSettingsTest {
    private static final Path SAMPLES = Path.of("src", "test", "resources", "drbd");
    private static final String USUAL = "module 8.4.11\ntools 9.22.0\n";

    private static String shown() throws IOException {
        Matcher matcher = Pattern.compile("drbdsetup show r0\\n(.*?)\\[exit", Pattern.DOTALL)
                .matcher(Files.readString(SAMPLES.resolve("03-connected-uptodate-both-primary-secondary")
                        .resolve("node-a.txt")));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static DrbdSettings settings(String... lines) {
        return DrbdSettings.read("resource r0 {\n    net {\n" + String.join("\n", lines) + "\n", Set.of("r0"));
    }

    private static List<Finding> guarded(DrbdSettings one, DrbdSettings other) {
        return DrbdGuards.settings(new TreeMap<>(Map.of("node-a", one, "node-b", other)));
    }

    @Test
    void whatARealPairShowsIsFine() throws IOException {
        DrbdSettings real = DrbdSettings.read(shown() + USUAL, Set.of("r0"));

        assertThat(guarded(real, real)).isEmpty();
        assertThat(real.module()).isEqualTo("8.4.11");
    }

    @ParameterizedTest
    @CsvSource({"allow-two-primaries yes;, false", "allow-two-primaries;, false", "'allow-two-primaries\tno;', true"})
    void twoPrimariesMustNotBeAllowed(String line, boolean isFine) {
        DrbdSettings set = settings("        " + line, USUAL);

        assertThat(guarded(settings(USUAL), set).isEmpty()).isEqualTo(isFine);
    }

    @Test
    void anotherResourcesSettingsDoNotMatter() {
        assertThat(DrbdSettings.read(
                                "resource other {\nallow-two-primaries yes;\n}\nresource \"r0\" {\n}\n" + USUAL,
                                Set.of("r0"))
                        .dual())
                .isEmpty();
    }

    @Test
    void whoFencesHasAHandlerThatFencesAndOneThatLiftsIt() {
        String fences = "fencing \tresource-and-stonith;";

        assertThat(guarded(settings(fences, USUAL), settings(USUAL)))
                .singleElement()
                .satisfies(it -> assertThat(it.inWords()).contains("no fence-peer handler", "writes stop"));
        assertThat(guarded(settings(fences, "handler fence-peer", USUAL), settings(USUAL)))
                .singleElement()
                .satisfies(it -> assertThat(it.found()).contains("no handler lifts it"));
        assertThat(guarded(
                        settings(fences, "handler fence-peer", "handler after-resync-target", USUAL),
                        settings("fencing dont-care;", USUAL)))
                .isEmpty();
    }

    @Test
    void activityLogsOfTwoSizesAreTold() {
        assertThat(guarded(settings("al-extents 6433;", USUAL), settings(USUAL)))
                .singleElement()
                .satisfies(it -> assertThat(it.found()).isEqualTo("node-a 6433, node-b the default"));
    }

    @Test
    void modulesOfTwoGenerationsAndToolsThatAreTooOldAreTold() {
        DrbdSettings nine = settings("module 9.1.4", "tools 9.22.0");

        assertThat(guarded(nine, settings(USUAL)))
                .singleElement()
                .satisfies(it -> assertThat(it.inWords()).contains("node-a 9.1.4, node-b 8.4.11", "kernel update"));
        assertThat(guarded(nine, nine)).isEmpty();
        assertThat(guarded(nine, settings("module 9.1.4", "tools 8.9.6")))
                .singleElement()
                .satisfies(it -> assertThat(it.claim()).contains("know its kernel module"));
    }

    @Test
    void aKernelThatWasUpdatedHasToHaveTheDrbdThatTheDisksAreFor() {
        assertThat(DrbdGuards.nextBoot("node-b", settings(USUAL))).isEmpty();
        assertThat(DrbdGuards.nextBoot("node-b", settings(USUAL, "next 6.1.0-28-amd64 8.4.11")))
                .allMatch(Finding::isMet);
        assertThat(DrbdGuards.nextBoot("node-b", settings(USUAL, "next 6.1.0-28-amd64 ")))
                .singleElement()
                .satisfies(it -> assertThat(it.found()).contains("6.1.0-28-amd64 has no DRBD module"));
        assertThat(DrbdGuards.nextBoot("node-b", settings("module 9.1.4", "next 6.1.0-28-amd64 8.4.11")))
                .singleElement()
                .satisfies(it -> assertThat(it.advice()).contains("can't read DRBD 9's metadata"));
    }
}
