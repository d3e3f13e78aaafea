/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.demarc.switches.PortEvidence;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One command that shows something, and how its output is read.
 *
 * @param command   as it is sent; a command with {@code {bridge}} in it is sent only to switches with a bridge
 * @param also      other commands whose saved output reads the same way
 * @param about     what its rows are about
 * @param isSent    whether a session sends it; otherwise only saved output of it is read
 * @param one       shows one port, {@code {port}}: sent instead where few ports are wanted; empty for no such command
 * @param isComplete whether a port that its lists of ports don't have is in no VLAN, and one that they have exists
 * @param absent    output that means that there is nothing of the kind on this switch
 * @param denied    output that means that the login may not see everything
 * @param recognise must be in the output of a command that shows no row, to tell an empty table from garbage
 * @param formats   ways to read the output; the first that finds a row counts
 * @param follow    asks more about each port that has a row here
 */
record Read(
        String command,
        List<String> also,
        @Nullable About about,
        @JsonProperty("sent") Boolean isSent,
        String one,
        @JsonProperty("complete") Boolean isComplete,
        List<Pattern> absent,
        List<Pattern> denied,
        @Nullable Pattern recognise,
        List<Format> formats,
        @Nullable Follow follow) {
    private static final Map<Field, PortEvidence.Kind> EVIDENCE = Map.of(
            Field.NEIGHBOUR, PortEvidence.Kind.LLDP,
            Field.NEIGHBOUR_PORT, PortEvidence.Kind.LLDP,
            Field.NEIGHBOUR_KIND, PortEvidence.Kind.LLDP,
            Field.LAG, PortEvidence.Kind.LAG,
            Field.LAG_PORTS, PortEvidence.Kind.LAG,
            Field.ADDRESS, PortEvidence.Kind.OWN_ADDRESSES);

    private static final Set<String> BESIDE_EVIDENCE = Stream.concat(
                    EVIDENCE.keySet().stream(), Stream.of(Field.PORT, Field.NUMBER, Field.UNREAD))
            .map(Field::id)
            .collect(Collectors.toUnmodifiableSet());

    Read {
        command = Objects.requireNonNullElse(command, "");
        also = Objects.requireNonNullElse(also, List.of());
        isSent = Objects.requireNonNullElse(isSent, true);
        one = Objects.requireNonNullElse(one, "");
        isComplete = Objects.requireNonNullElse(isComplete, false);
        absent = Objects.requireNonNullElse(absent, List.of());
        denied = Objects.requireNonNullElse(denied, List.of());
        formats = Objects.requireNonNullElse(formats, List.of());
    }

    /** The evidence about ports that it tells. */
    Set<PortEvidence.Kind> evidence() {
        Set<PortEvidence.Kind> kinds = EnumSet.noneOf(PortEvidence.Kind.class);
        Set<String> told = fields();
        EVIDENCE.forEach((field, kind) -> {
            if (told.contains(field.id())) {
                kinds.add(kind);
            }
        });
        return kinds;
    }

    /** Whether it tells evidence about ports and nothing of their state. */
    boolean isEvidenceOnly() {
        return !evidence().isEmpty()
                && fields().stream().allMatch(field -> field.startsWith("x-") || BESIDE_EVIDENCE.contains(field));
    }

    /** Whether its rows about VLANs list their ports. */
    boolean listsPorts() {
        return Stream.of(Field.UNTAGGED_PORTS, Field.TAGGED_PORTS).anyMatch(field -> fields().contains(field.id()));
    }

    private Set<String> fields() {
        Set<String> fields = new TreeSet<>();
        formats.forEach(format -> fields.addAll(ReadCheck.fieldsOf(format)));
        return fields;
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

        /** For saved output: sessions send it by themselves. */
        Read saved() {
            return new Read(
                    command, List.of(), About.DETAILS, false, command, false, absent, List.of(), null, formats, null);
        }
    }

    enum About {
        /** Ports: a port that has a row, or stands in a list of one, exists. */
        PORTS,
        /** More about ports that exist by another command. */
        DETAILS,
        /** VLANs that exist. */
        VLANS,
        /** Which ports there are to manage: ports that it does not name are left out. */
        SELECTION,
        /** Interfaces of the switch itself: left out, whatever other commands say of them. */
        OWN
    }
}
