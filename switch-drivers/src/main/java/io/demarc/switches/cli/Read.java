/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One command that shows something, and how its output is read.
 *
 * @param command   as it is sent; a command with {@code {bridge}} in it is sent only to switches with a bridge
 * @param also      other commands whose saved output reads the same way
 * @param about     what its rows are about
 * @param isSent    whether a session sends it; otherwise only saved output of it is read
 * @param absent    output that means that there is nothing of the kind on this switch
 * @param recognise must be in the output of a command that shows no row, to tell an empty table from garbage
 * @param formats   ways to read the output; the first that finds a row counts
 * @param follow    asks more about each port that has a row here
 */
record Read(
        String command,
        List<String> also,
        @Nullable About about,
        @JsonProperty("sent") Boolean isSent,
        List<Pattern> absent,
        @Nullable Pattern recognise,
        List<Format> formats,
        @Nullable Follow follow) {
    Read {
        command = Objects.requireNonNullElse(command, "");
        also = Objects.requireNonNullElse(also, List.of());
        isSent = Objects.requireNonNullElse(isSent, true);
        absent = Objects.requireNonNullElse(absent, List.of());
        formats = Objects.requireNonNullElse(formats, List.of());
    }

    /**
     * @param command with {@code {port}} in it
     */
    record Follow(String command, List<Pattern> absent, List<Format> formats) {
        Follow {
            command = Objects.requireNonNullElse(command, "");
            absent = Objects.requireNonNullElse(absent, List.of());
            formats = Objects.requireNonNullElse(formats, List.of());
        }
    }

    enum About {
        /** Ports: a port that has a row exists. */
        PORTS,
        /** More about ports that exist by another command. */
        DETAILS,
        /** VLANs that exist. */
        VLANS,
        /** Which ports there are to manage: ports that it does not name are left out. */
        SELECTION
    }
}
