/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A switch that a command may be limited to. */
final class OneSwitch {
    @Parameters(arity = "0..1", paramLabel = "SWITCH", description = "Only this one.")
    private @Nullable String name;

    boolean isGiven() {
        return name != null;
    }

    /** What follows other parameters of a REST call. */
    String query() {
        return name == null ? "" : "&switch=" + encode(name);
    }
}
