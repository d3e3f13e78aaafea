/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long an operator has patience with switches. */
final class Wait {
    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Longest wait for switches, 0 to 600. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    int seconds() {
        return seconds;
    }

    Duration duration() {
        return Duration.ofSeconds(Math.max(0, seconds));
    }
}
