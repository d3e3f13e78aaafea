/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.storage.NetworkCards.Change;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkCardsTest {
    private static final String A = "52:54:00:00:00:0a";
    private static final String B = "52:54:00:00:00:0b";
    private static final String C = "52:54:00:00:00:0c";
    private static final String D = "52:54:00:00:00:0d";
    private static final NetworkCards BEFORE = new NetworkCards(Map.of("mgmt0", A, "repl0", B));

    @Test
    void whatTheNodePrintsIsRead() {
        assertThat(NetworkCards.parse("mgmt0 52:54:00:00:00:0A\nrepl0 " + B + "\nib0 80:00:00:48:fe\n"))
                .isEqualTo(BEFORE);
        assertThat(NetworkCards.parse(BEFORE.inLines())).isEqualTo(BEFORE);
    }

    @Test
    void nothingHasChanged() {
        assertThat(BEFORE.since(BEFORE, "mgmt0", "mgmt0")).contains(List.of());
    }

    @Test
    void bothCardsAreNewAndTheOneThatDemarcComesThroughIsTheManagementCard() {
        NetworkCards now = new NetworkCards(Map.of("eth0", D, "eth1", C));

        assertThat(now.since(BEFORE, "mgmt0", "eth1").orElseThrow())
                .containsExactlyInAnyOrder(new Change("mgmt0", A, "eth1", C), new Change("repl0", B, "eth0", D));
    }

    @Test
    void aCardThatKeptItsNameHasKeptItsPlace() {
        NetworkCards now = new NetworkCards(Map.of("mgmt0", C, "repl0", D));

        assertThat(now.since(BEFORE, "mgmt0", "mgmt0").orElseThrow())
                .containsExactlyInAnyOrder(new Change("mgmt0", A, "mgmt0", C), new Change("repl0", B, "repl0", D));
    }

    @Test
    void twoStrangersForOnePlaceAreNotGuessedAt() {
        NetworkCards now = new NetworkCards(Map.of("mgmt0", A, "eth0", C, "eth1", D));

        assertThat(now.since(BEFORE, "mgmt0", "mgmt0")).isEmpty();
        assertThat(now.missing(BEFORE)).containsExactly("repl0");
    }

    @Test
    void aCardThatIsGoneIsNotPlain() {
        assertThat(new NetworkCards(Map.of("mgmt0", A)).since(BEFORE, "mgmt0", "mgmt0"))
                .isEmpty();
    }
}
