/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.access.Deadline;

/** What answers CloudStack's extension commands. Thread-safe. */
@FunctionalInterface
public interface ExtensionHandler {
    /**
     * The answer to one command; it comes before the deadline.
     *
     * @param command as CloudStack calls it: any text
     * @param payload as CloudStack wrote it: any bytes, 1 MiB at most
     */
    Reply handle(String command, byte[] payload, Deadline deadline);

    /**
     * What the entry point does next.
     *
     * @param success decides its exit code
     * @param line    what it prints: one line of JSON, or empty for nothing
     */
    record Reply(boolean success, String line) {}
}
