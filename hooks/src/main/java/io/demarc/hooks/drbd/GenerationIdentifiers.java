/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

import io.demarc.access.Printable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The generation identifiers of one node's data (DRBD user's guide, "Generation Identifiers"): what a node's data are, and
 * what they were when it last saw the peer. They tell who would be resynced from whom before the nodes connect.
 *
 * @param current the data's generation; its lowest bit only says whether the node is primary
 * @param bitmap  the generation that the bitmap of changes began with; 0 when nothing changed since the peer was seen
 * @param history older ones, newest first
 */
public record GenerationIdentifiers(long current, long bitmap, List<Long> history) {
    private static final Pattern FORM =
            Pattern.compile("([0-9A-F]{16}):([0-9A-F]{16}):([0-9A-F]{16}):([0-9A-F]{16})(?::\\d+)+");

    /** Metadata that were made and never had data. */
    private static final long JUST_CREATED = 4;

    public GenerationIdentifiers {
        current &= ~1L;
        bitmap &= ~1L;
        history = history.stream().map(it -> it & ~1L).toList();
    }

    /** How the data of two nodes stand to each other. */
    public enum Relation {
        /** The same. */
        EQUAL,
        /** The second node's data are an older state of the first one's. */
        FIRST_IS_NEWER,
        /** The first node's data are an older state of the second one's. */
        SECOND_IS_NEWER,
        /** Both have changed since they last saw each other. */
        SPLIT_BRAIN,
        /** They never were the same, or DRBD has forgotten it: a full resync, if any. */
        UNRELATED
    }

    /**
     * Output of {@code drbdadm get-gi} or {@code show-gi}.
     *
     * @throws io.demarc.problem.ProblemException {@code DRBD_STATE_UNKNOWN} when there are none in it
     */
    public static GenerationIdentifiers read(String output) {
        Matcher matcher = FORM.matcher(output);
        if (!matcher.find()) {
            throw DrbdWord.unknown("DRBD printed no generation identifiers but: " + Printable.of(output.strip()));
        }
        return new GenerationIdentifiers(
                part(matcher, 1), part(matcher, 2), List.of(part(matcher, 3), part(matcher, 4)));
    }

    private static long part(Matcher matcher, int group) {
        return Long.parseUnsignedLong(matcher.group(group), 16);
    }

    /** Metadata that were made and never had data: connected, such a side is overwritten wholly. */
    public boolean isJustCreated() {
        return current == JUST_CREATED;
    }

    /** As DRBD writes them: {@code 53BC8A6E1E4C7A12 since 3B55C2F7E9A0D4F0}. */
    public String inWords() {
        return String.format("%016X", current) + (bitmap == 0 ? "" : " since " + String.format("%016X", bitmap));
    }

    public static Relation compare(GenerationIdentifiers first, GenerationIdentifiers second) {
        if (first.current == second.current) {
            return Relation.EQUAL;
        }
        if (first.current == JUST_CREATED || second.current == JUST_CREATED) {
            return first.current == JUST_CREATED ? Relation.SECOND_IS_NEWER : Relation.FIRST_IS_NEWER;
        }
        boolean firstKnows = first.bitmap == second.current || first.history.contains(second.current);
        boolean secondKnows = second.bitmap == first.current || second.history.contains(first.current);
        if (firstKnows != secondKnows) {
            return firstKnows ? Relation.FIRST_IS_NEWER : Relation.SECOND_IS_NEWER;
        }
        List<Long> ancestors = ancestors(second);
        boolean isCommon = ancestors(first).stream().anyMatch(ancestors::contains);
        return isCommon ? Relation.SPLIT_BRAIN : Relation.UNRELATED;
    }

    private static List<Long> ancestors(GenerationIdentifiers of) {
        return Stream.concat(Stream.of(of.bitmap), of.history.stream())
                .filter(it -> it != 0)
                .toList();
    }
}
