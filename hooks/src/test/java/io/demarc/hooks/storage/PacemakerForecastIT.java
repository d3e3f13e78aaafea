/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.node.OwnMachine;
import io.demarc.hooks.runbook.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pacemaker's real simulator on the state of a pair: DRBD promoted on node-a, with a group behind it. */
class PacemakerForecastIT {
    private static final StorageNode A = new StorageNode("node-a", "10.77.1.11", "eth1", "eth0");
    private static final StorageNode B = new StorageNode("node-b", "10.77.1.12", "eth1", "eth0");
    private static final Path STATE = Path.of("src", "test", "resources", "cluster", "pacemaker", "cib-both-up.xml");

    private static final String ALL = "crm_simulate says so: p_drbd_r0 (promoted), p_fs, p_ip";

    @TempDir
    Path folder;

    /** A node whose cluster is in this state. */
    private NodeCommands node(String cib) throws IOException {
        Path file = Files.writeString(folder.resolve("cib.xml"), cib);
        return (argv, limit) -> {
            List<String> words = new ArrayList<>(List.of("env", "CIB_file=" + file));
            words.addAll(argv);
            return new OwnMachine().run(words, limit);
        };
    }

    private List<Finding> forecast(String cib) throws IOException {
        return PacemakerForecast.of(node(cib), A, B);
    }

    private static String state() throws IOException {
        return Files.readString(STATE);
    }

    private static String constrained(String constraint) throws IOException {
        return state().replace("</constraints>", constraint + "</constraints>");
    }

    @Test
    void aHealthyClusterMovesTheServiceAndLeavesItThere() throws IOException {
        assertThat(forecast(state()))
                .extracting(Finding::inWords)
                .containsExactly(
                        "met: Pacemaker would move the service from node-a to node-b (found: " + ALL + ")",
                        "met: Pacemaker would leave the service on node-b when node-a comes back (found: " + ALL + ")");
        assertThat(Files.readString(folder.resolve("cib.xml")))
                .as("the cluster's own")
                .isEqualTo(state());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<rsc_location id='cli-ban-g' rsc='g_data' role='Started' node='node-b' score='-INFINITY'/>;not p_fs,"
                        + " p_ip",
                "<rsc_location id='f' rsc='ms_drbd_r0'><rule role='Promoted' score='-INFINITY' id='fr'><expression"
                        + " attribute='#uname' operation='ne' value='node-a' id='fe'/></rule></rsc_location>;not p_drbd_r0"
                        + " (promoted), p_fs, p_ip",
            })
    void aServiceThatTheOtherNodeMayNotHaveIsNotMoved(String constraint, String found) throws IOException {
        Finding moved = forecast(constrained(constraint)).get(0);

        assertThat(moved.isMet()).isFalse();
        assertThat(moved.found()).contains(found);
    }

    @Test
    void aServiceThatHasFailedOnTheOtherNodeTooOftenIsNotMoved() throws IOException {
        String failed = state().replace(
                        "<instance_attributes id=\"status-2\">",
                        "<instance_attributes id=\"status-2\"><nvpair id=\"fc\" name=\"fail-count-p_ip#start_0\""
                                + " value=\"INFINITY\"/>");

        assertThat(forecast(failed).get(0).found()).isEqualTo("crm_simulate says: not p_ip");
    }

    @ParameterizedTest
    @CsvSource({"50, true", "1000, false", "INFINITY, false"})
    void aPreferenceThatIsStrongerThanStickinessTakesItBack(String score, boolean stays) throws IOException {
        List<Finding> forecast =
                forecast(constrained("<rsc_location id='l' rsc='g_data' node='node-a' score='" + score + "'/>"));

        assertThat(forecast.get(0).isMet()).isTrue();
        assertThat(forecast.get(1).isMet()).isEqualTo(stays);
    }

    @Test
    void fencingDevicesThatStayWhereTheyAreAreNoHindrance() throws IOException {
        String fenced = constrained("<rsc_location id='l_f' rsc='fence-b' node='node-b' score='-INFINITY'/>")
                .replace(
                        "<clone id=\"ms",
                        "<primitive id=\"fence-b\" class=\"stonith\" type=\"fence_ipmilan\"/><clone id=\"ms");

        assertThat(forecast(fenced)).allMatch(Finding::isMet);
    }

    @Test
    void aClusterInWhichNothingRunsHasNothingToMove() throws IOException {
        assertThat(forecast(state().replaceAll("(?s)<lrm_resources>.*?</lrm_resources>", "<lrm_resources/>")))
                .noneMatch(Finding::isMet);
    }

    @Test
    void withoutASimulatorThatIsSaid() {
        List<Finding> forecast =
                PacemakerForecast.of((argv, limit) -> new CommandResult(0, "@@moved 127\n@@back 127\n", ""), A, B);

        assertThat(forecast).singleElement().satisfies(it -> {
            assertThat(it.isMet()).isTrue();
            assertThat(it.found()).contains("not foretold");
        });
    }
}
