/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.drbd.Events2;
import io.demarc.hooks.drbd.Role;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.storage.StoragePair.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Guards on what real nodes printed in each state. */
class PairGuardsTest {
    private static final Path SAMPLES = Path.of("src", "test", "resources", "drbd");
    private static final StorageNode A = new StorageNode("node-a", "10.9.0.1", "repl0", "mgmt0");
    private static final StorageNode B = new StorageNode("node-b", "10.9.0.2", "repl0", "mgmt0");
    private static final StoragePair PAIR = new StoragePair(
            "store-1", A, B, Cluster.HEARTBEAT, Set.of("r0"), List.of("10.0.0.100/24"), List.of("/srv/data"));
    private static final String HEALTHY = "03-connected-uptodate-both-primary-secondary";

    private static List<DrbdResource> recorded(String state, String node) throws IOException {
        Matcher matcher = Pattern.compile("drbdsetup events2 --now --statistics r0\\n(.*?)\\[exit", Pattern.DOTALL)
                .matcher(Files.readString(SAMPLES.resolve(state).resolve("node-" + node + ".txt")));
        assertThat(matcher.find()).isTrue();
        return Events2.read(matcher.group(1));
    }

    private static NodeView node(StorageNode node, List<DrbdResource> resources) {
        boolean serves = resources.stream().anyMatch(it -> it.role() == Role.PRIMARY);
        return new NodeView(
                node,
                "boot",
                resources,
                serves ? Set.of("/", "/srv/data") : Set.of("/"),
                serves ? Set.of("/srv/data") : Set.of(),
                serves ? Set.of("10.0.0.100/24") : Set.of(),
                true,
                true,
                Optional.of(new ClusterView(Set.of("node-a", "node-b"), Set.of(), false, List.of())),
                Optional.empty(),
                List.of());
    }

    private static PairView view(String state) throws IOException {
        return new PairView(
                PAIR,
                Map.of("node-a", node(A, recorded(state, "a")), "node-b", node(B, recorded(state, "b"))),
                Map.of());
    }

    /** The healthy pair, with node-b otherwise. */
    private static PairView with(UnaryOperator<NodeView> otherwise) throws IOException {
        PairView healthy = view(HEALTHY);
        Map<String, NodeView> seen = new HashMap<>(healthy.seen());
        seen.computeIfPresent("node-b", (name, node) -> otherwise.apply(node));
        return new PairView(PAIR, seen, Map.of());
    }

    private static List<String> broken(List<Finding> findings) {
        return findings.stream().filter(it -> !it.isMet()).map(Finding::inWords).toList();
    }

    @Test
    void onlyTheHealthyStatesAreHealthy() throws IOException {
        TreeSet<String> healthy = new TreeSet<>();
        try (Stream<Path> states = Files.list(SAMPLES)) {
            for (Path state :
                    states.filter(it -> Files.exists(it.resolve("node-b.txt"))).toList()) {
                String name = state.getFileName().toString();
                if (broken(PairGuards.healthy(view(name))).isEmpty()) {
                    healthy.add(name.substring(0, 2));
                }
            }
        }
        assertThat(healthy).containsExactly("03", "09");
    }

    @Test
    void splitBrainsAreSeenAndNothingElseIsTakenForOne() throws IOException {
        assertThat(broken(PairGuards.onePrimary(view("06-both-primary-link-down"))))
                .anyMatch(it -> it.contains("node-a and node-b are"));
        for (String state : List.of("07-split-brain-detected", "08-one-side-standalone-other-wfconnection")) {
            assertThat(broken(PairGuards.onePrimary(view(state))))
                    .as(state)
                    .anyMatch(it -> it.contains("is in no split brain"));
        }
        for (String state :
                List.of(HEALTHY, "02-syncsource-synctarget", "04-secondary-down-cleanly", "05-replication-link-down")) {
            assertThat(broken(PairGuards.onePrimary(view(state)))).as(state).isEmpty();
        }
    }

    @Test
    void theKernelsWordCountsWhileTheNodesAreApart() throws IOException {
        String said = "block drbd0: Split-Brain detected but unresolved, dropping connection!";
        List<DrbdResource> apart = recorded("05-replication-link-down", "a");
        NodeView calm = node(A, apart);
        NodeView alarmed = new NodeView(
                A,
                "boot",
                apart,
                calm.mounts(),
                calm.drbdMounts(),
                calm.addresses(),
                true,
                true,
                Optional.empty(),
                Optional.empty(),
                List.of(said));

        assertThat(broken(PairGuards.onePrimary(new PairView(PAIR, Map.of("node-a", alarmed), Map.of()))))
                .singleElement()
                .matches(it -> it.contains("its kernel said"));
    }

    @Test
    void aSecondaryMayGoAndAPrimaryMayNot() throws IOException {
        assertThat(broken(PairGuards.mayGo(view(HEALTHY), B))).isEmpty();
        assertThat(broken(PairGuards.mayGo(view(HEALTHY), A)))
                .anyMatch(it -> it.contains("node-a is secondary for every resource"))
                .anyMatch(it -> it.contains("nothing of the service is on node-a"));
        assertThat(broken(PairGuards.mayFailOver(view(HEALTHY), A))).isEmpty();
        assertThat(broken(PairGuards.mayFailOver(view(HEALTHY), B))).isNotEmpty();
    }

    @Test
    void nobodyGoesWhileTheOtherNodeIsSilentOrItsClusterManagerIsDown() throws IOException {
        PairView alone = new PairView(
                PAIR,
                Map.of("node-b", node(B, recorded(HEALTHY, "b"))),
                Map.of("node-a", "Node node-a cannot be reached."));
        PairView down = with(it -> new NodeView(
                it.node(),
                it.bootId(),
                it.resources(),
                it.mounts(),
                it.drbdMounts(),
                it.addresses(),
                false,
                true,
                Optional.empty(),
                Optional.of("legacy"),
                List.of()));

        assertThat(broken(PairGuards.mayGo(alone, B))).anyMatch(it -> it.contains("cannot be reached"));
        assertThat(broken(PairGuards.mayGo(down, B)))
                .anyMatch(it -> it.contains("the cluster manager runs on node-b"))
                .anyMatch(it -> it.contains("auto_failback is legacy"));
    }

    @Test
    void aResourceThatIsNotUpIsNotOverlooked() throws IOException {
        PairView view = with(it -> node(B, List.of()));

        assertThat(broken(PairGuards.healthy(view))).anyMatch(it -> it.contains("r0 is up on node-b"));
    }

    @Test
    void aServiceThatIsHalfElsewhereIsNotWhole() throws IOException {
        PairView view = with(it -> new NodeView(
                it.node(),
                it.bootId(),
                it.resources(),
                it.mounts(),
                it.drbdMounts(),
                Set.of("10.0.0.100/24"),
                true,
                true,
                Optional.empty(),
                Optional.empty(),
                List.of()));

        assertThat(broken(PairGuards.healthy(view))).anyMatch(it -> it.contains("there is 10.0.0.100/24 on node-b"));
    }

    private static PairView clustered(ClusterView cluster) throws IOException {
        return with(it -> new NodeView(
                it.node(),
                it.bootId(),
                it.resources(),
                it.mounts(),
                it.drbdMounts(),
                it.addresses(),
                true,
                true,
                Optional.of(cluster),
                Optional.empty(),
                List.of()));
    }

    @Test
    void aClusterManagerThatWouldNotMoveTheServiceIsNotHealthy() throws IOException {
        Set<String> both = Set.of("node-a", "node-b");

        assertThat(broken(PairGuards.healthy(clustered(new ClusterView(Set.of("node-b"), Set.of(), false, List.of())))))
                .singleElement()
                .matches(it -> it.contains("has both nodes in the cluster") && it.contains("not node-a"));
        assertThat(broken(PairGuards.healthy(clustered(new ClusterView(both, Set.of("node-a"), false, List.of())))))
                .singleElement()
                .matches(it -> it.contains("node-a may give the service"));
        assertThat(broken(PairGuards.healthy(clustered(new ClusterView(both, Set.of(), true, List.of())))))
                .singleElement()
                .matches(it -> it.contains("maintenance mode"));
    }
}
