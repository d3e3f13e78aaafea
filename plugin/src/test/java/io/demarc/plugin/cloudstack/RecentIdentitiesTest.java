/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.access.Deadline;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.world.VirtualTime;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentIdentitiesTest {
    private final VirtualTime time = new VirtualTime();
    private final RecordingPlugin cloudStack = new RecordingPlugin();
    private final RecentIdentities directory = new RecentIdentities(cloudStack, time);

    @Test
    void cloudStackIsAskedOnceInHalfAMinute() {
        for (int i = 0; i < 100; i++) {
            assertThat(directory.byId(new NetworkId(204), soon())).contains(RecordingPlugin.ALICE);
        }
        assertThat(cloudStack.asked).isEqualTo(1);

        time.pass(Duration.ofSeconds(30));
        assertThat(directory.byId(new NetworkId(204), soon())).contains(RecordingPlugin.ALICE);
        assertThat(cloudStack.asked).isEqualTo(2);
    }

    @Test
    void whatIsTooOldIsNotUsedWhenCloudStackIsAway() {
        directory.byId(new NetworkId(204), soon());
        cloudStack.apiDown = true;
        assertThat(directory.byId(new NetworkId(204), soon())).isPresent();

        time.pass(Duration.ofSeconds(30));
        assertThatThrownBy(() -> directory.byId(new NetworkId(204), soon())).isInstanceOf(ProblemException.class);
    }

    @Test
    void aFailureIsNotRemembered() {
        cloudStack.apiDown = true;
        assertThatThrownBy(() -> directory.byId(new NetworkId(204), soon())).isInstanceOf(ProblemException.class);
        cloudStack.apiDown = false;
        assertThat(directory.byId(new NetworkId(204), soon())).isPresent();
    }

    @Test
    void aBoundedNumberIsRemembered() {
        for (int id = 1; id <= 5_000; id++) {
            directory.byId(new NetworkId(id), soon());
        }
        cloudStack.asked = 0;
        directory.byId(new NetworkId(5_000), soon());
        directory.byId(new NetworkId(1), soon());
        assertThat(cloudStack.asked).isEqualTo(1);
    }

    private Deadline soon() {
        return Deadline.after(Duration.ofSeconds(5), time);
    }
}
