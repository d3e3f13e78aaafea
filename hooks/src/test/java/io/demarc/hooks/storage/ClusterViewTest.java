/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real cluster managers said: Heartbeat 3.0.6, and Pacemaker 2.1.5 with corosync 3.1.7. */
class ClusterViewTest {
    private static final Path SAMPLES = Path.of("src", "test", "resources", "cluster");

    private static final Set<String> BOTH = Set.of("node-a", "node-b");

    private static String printed(String file, String command) throws IOException {
        Matcher matcher = Pattern.compile(
                        "^\\$ " + Pattern.quote(command) + "\\n(.*?)^\\[exit \\d+]$",
                        Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(SAMPLES.resolve(file)));
        assertThat(matcher.find()).as("%s in %s", command, file).isTrue();
        return matcher.group(1);
    }

    private static ClusterView heartbeat(String file) throws IOException {
        return ClusterView.ofHeartbeat("node-a " + printed(file, "cl_status nodestatus node-a") + "node-b "
                + printed(file, "cl_status nodestatus node-b"));
    }

    private static ClusterView pacemaker(String file) throws IOException {
        return ClusterView.ofPacemaker(printed(file, "crm_mon -1 --output-as=xml"), "", BOTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-both-up-node-a.txt",
                "01-both-up-node-b.txt",
                "02-after-failover-and-return-node-a.txt",
                "02-after-failover-and-return-node-b.txt"
            })
    void heartbeatHasBothNodes(String file) throws IOException {
        assertThat(heartbeat("heartbeat/" + file).active()).containsExactlyInAnyOrder("node-a", "node-b");
    }

    @Test
    void heartbeatHasLostTheNodeThatCrashed() throws IOException {
        assertThat(heartbeat("heartbeat/03-after-crash-takeover-node-b.txt").active())
                .containsExactly("node-b");
    }

    @Test
    void aHeartbeatThatIsDownHasNobody() {
        assertThat(ClusterView.ofHeartbeat("node-a ERROR: Cannot signon with heartbeat\nnode-b up\n")
                        .active())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "01-both-online-b-active-node-a.txt, '', false",
        "02-after-failover-and-return-node-a.txt, '', false",
        "02-after-failover-and-return-node-b.txt, '', false",
        "03-node-b-standby-node-a.txt, node-b, false",
        "04-maintenance-mode-node-a.txt, '', true"
    })
    void pacemakerTellsWhoRestsAndWhetherItMayAct(String file, String standby, boolean isHandsOff) throws IOException {
        assertThat(pacemaker("pacemaker/" + file))
                .isEqualTo(new ClusterView(
                        Set.of("node-a", "node-b"),
                        standby.isEmpty() ? Set.of() : Set.of(standby),
                        isHandsOff,
                        List.of()));
    }

    @Test
    void whatIsCutOffIsNotTakenForAState() throws IOException {
        String whole = printed("pacemaker/01-both-online-b-active-node-a.txt", "crm_mon -1 --output-as=xml");
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            String cut = whole.substring(0, random.nextInt(whole.stripTrailing().length() - 1));
            assertThatExceptionOfType(ProblemException.class)
                    .as(cut)
                    .isThrownBy(() -> ClusterView.ofPacemaker(cut, "", BOTH))
                    .withMessageContaining("crm_mon printed no state of a cluster");
        }
    }

    @Test
    void nothingIsFetchedForADocumentType() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> ClusterView.ofPacemaker(
                        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><pacemaker-result><summary/></pacemaker-result>",
                        "",
                        BOTH));
    }
}
