/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

import java.time.Duration;
import java.util.List;

/** Runs commands on a server. */
public interface NodeCommands {
    CommandResult run(List<String> argv, Duration limit);
}
