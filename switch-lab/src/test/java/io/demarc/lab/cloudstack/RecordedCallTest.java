/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordedCallTest {
    @Test
    void readsEveryRecording() {
        assertThat(RecordedCall.names())
                .hasSizeGreaterThan(30)
                .allSatisfy(
                        name -> assertThat(RecordedCall.named(name).command()).isNotEmpty());
        assertThat(RecordedCall.sequenceNames())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(RecordedCall.sequence(name)).isNotEmpty());
    }

    @Test
    void changesNetworkAndVlanAndNothingElse() {
        RecordedCall original = RecordedCall.named("iso-first-vm.5.implement-network");
        RecordedCall other = original.withNetwork(7).withVlan("150");
        assertThat(other.payloadText())
                .isEqualTo(original.payloadText().replace("\"204\"", "\"7\"").replace("\"193\"", "\"150\""));
        assertThat(original.networkId()).isEqualTo(204);
    }

    @Test
    void callsTheScriptAsCloudStackDoes(@TempDir Path folder) throws Exception {
        Path script = folder.resolve("script.sh");
        Files.writeString(script, "#!/bin/sh\necho \"$1 $3 $EXTRA\" >&2; stat -c %a \"$2\"; cat \"$2\"; exit 3\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        RecordedCall call = RecordedCall.named("gc.shutdown-network").within(5);
        PayloadPlayer.Played played = new PayloadPlayer(script, Map.of("EXTRA", "more")).awaitAnswer(call);
        assertThat(played.exitCode()).isEqualTo(3);
        assertThat(played.output().lines().toList())
                .isEqualTo(List.of("shutdown-network 5 more", "644", call.payloadText()));
    }
}
