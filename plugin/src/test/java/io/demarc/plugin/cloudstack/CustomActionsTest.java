/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CustomActionsTest {
    private final RecordingPlugin plugin = new RecordingPlugin();
    private final CountDownLatch two = new CountDownLatch(2);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CustomActions actions = new CustomActions(new SlowFor204(), plugin, InstantSource.system());

    /** A directory that says nothing of network 204 until it may. */
    private final class SlowFor204 implements NetworkDirectory {
        @Override
        public Optional<NetworkIdentity> byId(NetworkId id, Deadline deadline) {
            if (id.value() == 204) {
                two.countDown();
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return plugin.byId(id, deadline);
        }

        @Override
        public List<NetworkIdentity> byUuidOrName(String text, Deadline deadline) {
            return plugin.byUuidOrName(text, deadline);
        }

        @Override
        public List<Tag> tags(String key, Deadline deadline) {
            return List.of();
        }

        @Override
        public Optional<Truth> truth(String uuid, Deadline deadline) {
            return plugin.truth(uuid, deadline);
        }
    }

    @Test
    void oneNetworkHasTwoActionsAtATimeAndOthersHaveTheirs() throws Exception {
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> status(204));
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> status(204));
        two.await();

        assertThat(status(204)).contains("Not done: 2 actions of this network aren't done yet. Try again");
        assertThat(status(205)).doesNotContain("aren't done yet");

        mayGoOn.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).doesNotContain("aren't done yet");
        assertThat(second.get(10, TimeUnit.SECONDS)).doesNotContain("aren't done yet");
        assertThat(status(204)).doesNotContain("aren't done yet");
    }

    private String status(long network) {
        String payload = "{\"network_id\":\"" + network + "\",\"action\":\"port-status\",\"action-params\":{}}";
        return actions.answer(
                payload.getBytes(StandardCharsets.UTF_8),
                Deadline.after(Duration.ofSeconds(60), InstantSource.system()));
    }
}
