/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import io.demarc.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A machine as SSH reaches it.
 *
 * @param kind           in whose words problems are told
 * @param name           as the inventory calls it
 * @param host           address or DNS name
 * @param port           TCP port, 1 to 65535
 * @param knownHosts     OpenSSH known_hosts file with the machine's host key; null where there is none, and no connection then
 * @param connectTimeout longest wait for a connection and login
 * @param commandTimeout longest silence within one command
 */
public record SshTarget(
        Kind kind,
        String name,
        String host,
        int port,
        @Nullable Path knownHosts,
        Duration connectTimeout,
        Duration commandTimeout) {
    public SshTarget {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "port " + port + " of " + kind.word + " " + name + " is not within 1 to 65535");
        }
    }

    /** What sort of machine it is. */
    public enum Kind {
        SWITCH("switch", ProblemCode.SWITCH_UNREACHABLE, ProblemCode.DEADLINE_PASSED) {
            @Override
            String trusting(String name) {
                return "demarc switch trust " + name;
            }
        },
        /** A server that runbooks work on. */
        NODE("node", ProblemCode.NODE_UNREACHABLE, ProblemCode.NODE_UNREACHABLE) {
            @Override
            String trusting(String name) {
                return "demarc server trust " + name + " (or demarc pair trust, for a node of a storage pair)";
            }
        };

        private final String word;
        private final ProblemCode unreachable;
        private final ProblemCode outOfTime;

        Kind(String word, ProblemCode unreachable, ProblemCode outOfTime) {
            this.word = word;
            this.unreachable = unreachable;
            this.outOfTime = outOfTime;
        }

        /** The command that pins the host key. */
        abstract String trusting(String name);

        String word() {
            return word;
        }

        ProblemCode unreachable() {
            return unreachable;
        }
    }

    /** At the beginning of a sentence. */
    String who() {
        return Character.toUpperCase(kind.word.charAt(0)) + kind.word.substring(1) + " " + name;
    }

    /** Within a sentence. */
    String whom() {
        return kind.word + " " + name;
    }

    ProblemCode unreachable() {
        return kind.unreachable;
    }

    ProblemCode outOfTime() {
        return kind.outOfTime;
    }

    String trusting() {
        return kind.trusting(name);
    }
}
