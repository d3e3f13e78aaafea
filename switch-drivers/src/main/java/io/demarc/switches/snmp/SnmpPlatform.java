/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.platform.Platform;

/** A platform that is driven through SNMP, as its definition says. */
public final class SnmpPlatform {
    private SnmpPlatform() {}

    /** Reads a definition; throws {@code PLATFORM_INVALID} with all its problems. */
    @SuppressWarnings("DoNotCallSuggester") // a placeholder until the engine is here
    public static Platform load(String fileName, String yaml) {
        throw new UnsupportedOperationException(fileName + " cannot be read yet");
    }
}
