/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.platform;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a switch of a platform is told from others, without the secrets of any. Immutable.
 *
 * @param command     shows what the switch is
 * @param match       a line of the answer that only such a switch gives
 * @param version     a line of it with the software's version in a group {@code version}, if it tells one
 * @param versions    those that the definition was verified with; empty where it was verified with none
 * @param objectIds   what sysObjectID (RFC 3418) begins with
 * @param description in sysDescr, where others begin so, too
 */
public record Identity(
        String command,
        Pattern match,
        Optional<Pattern> version,
        List<Pattern> versions,
        List<String> objectIds,
        Optional<Pattern> description) {
    public Identity {
        versions = List.copyOf(versions);
        objectIds = List.copyOf(objectIds);
    }

    /** Whether an agent that says this of itself is such a switch. */
    public boolean isAgent(String objectId, String text) {
        return objectIds.stream().anyMatch(prefix -> (objectId + ".").startsWith(prefix + "."))
                && description.map(pattern -> pattern.matcher(text).find()).orElse(true);
    }

    /** Whether the definition was verified with this version, or with none at all. */
    public boolean isVerified(String told) {
        return versions.isEmpty()
                || versions.stream().anyMatch(pattern -> pattern.matcher(told).matches());
    }
}
