/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.demarc.access.SshAlgorithms;
import io.demarc.access.ssh.SshTarget.Kind;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostKeysIT {
    @Test
    void aMachineWithoutAHostKeyIsToldInItsKindsWords() throws IOException {
        Problem ofSwitch = refusal(Kind.SWITCH);
        assertThat(ofSwitch.code()).isEqualTo(ProblemCode.SWITCH_UNREACHABLE);
        assertThat(ofSwitch.fix()).contains("SSH is enabled on the switch");

        Problem ofNode = refusal(Kind.NODE);
        assertThat(ofNode.code()).isEqualTo(ProblemCode.NODE_UNREACHABLE);
        assertThat(ofNode.fix()).contains("SSH is enabled on the node");
    }

    private static Problem refusal(Kind kind) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        return catchThrowableOfType(
                        ProblemException.class,
                        () -> HostKeys.fetch(kind, "127.0.0.1", port, Duration.ofSeconds(10), SshAlgorithms.USUAL))
                .problem();
    }
}
