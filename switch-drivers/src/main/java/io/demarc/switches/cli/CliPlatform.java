/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.platform.Platform;

/** A platform that is driven through a command line, as its definition says. */
public final class CliPlatform {
    private CliPlatform() {}

    /** Reads a definition; throws {@code PLATFORM_INVALID} with all its problems. */
    @SuppressWarnings("DoNotCallSuggester") // a placeholder until the engine is here
    public static Platform load(String fileName, String yaml) {
        throw new UnsupportedOperationException(fileName + " cannot be read yet");
    }
}
