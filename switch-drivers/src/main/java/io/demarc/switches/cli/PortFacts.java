/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.Doubt;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortEvidence.Neighbour;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the outputs of a switch told of one port so far. Outputs may speak of the same port: their VLANs add up, of
 * everything else what the first says stays, and where two disagree that is a contradiction. One caller at a time.
 */
final class PortFacts {
    private final PortName port;
    private final Set<Vlan> untagged = new TreeSet<>();
    private final Map<Vlan, String> listedBy = new TreeMap<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private boolean exists;
    private @Nullable PortMode mode;
    private boolean modeIsSaid;
    private String modeBy = "";
    private String untaggedBy = "";
    private @Nullable Set<Vlan> tagged;
    private @Nullable Boolean adminUp;
    private String adminBy = "";
    private @Nullable Boolean linkUp;
    private @Nullable String description;
    private @Nullable Neighbour neighbour;
    private boolean neighbourIsTold;
    private @Nullable String lag;
    private @Nullable String address;

    PortFacts(PortName port) {
        this.port = port;
    }

    void exists() {
        exists = true;
    }

    boolean isKnown() {
        return exists;
    }

    void doubt(Doubt doubt) {
        doubts.add(doubt);
    }

    /** Adds what one output says about VLANs. */
    void add(Membership said, String command) {
        addMode(said.mode(), said.saysMode(), command);
        Set<Vlan> saidUntagged = said.untagged();
        if (!saidUntagged.isEmpty()) {
            // One that tells more of the same VLANs is a port in several of them; others are another port's.
            if (!untagged.isEmpty() && untagged.stream().noneMatch(saidUntagged::contains)) {
                contradict(inWords(untagged) + " untagged by '" + untaggedBy + "' and " + inWords(saidUntagged)
                        + " by '" + command + "'");
            }
            untaggedBy = untagged.isEmpty() ? command : untaggedBy;
            untagged.addAll(saidUntagged);
        }
        Set<Vlan> saidTagged = said.tagged();
        if (saidTagged != null) {
            if (tagged == null) {
                tagged = new TreeSet<>();
            }
            tagged.addAll(saidTagged);
        }
        said.unread().forEach(word -> doubts.add(Doubt.unread(word + " in the VLANs of '" + command + "'")));
    }

    /** A mode that is only concluded from members stands back behind one that is said. */
    private void addMode(@Nullable PortMode told, boolean isSaid, String command) {
        if (told == null || told == PortMode.UNKNOWN) {
            mode = mode == null ? told : mode;
        } else if (mode == null || mode == PortMode.UNKNOWN || (isSaid && !modeIsSaid)) {
            mode = told;
            modeIsSaid = isSaid;
            modeBy = command;
        } else if (isSaid && mode != told && untagged.size() < 2) {
            contradict("its mode is " + mode.id() + " by '" + modeBy + "' and " + told.id() + " by '" + command + "'");
        }
    }

    /** A VLAN's own list of ports has this one. */
    void listed(Vlan vlan, String command) {
        listedBy.putIfAbsent(vlan, command);
    }

    void adminUp(boolean isUp, String command) {
        if (adminUp == null) {
            adminUp = isUp;
            adminBy = command;
        } else if (adminUp != isUp) {
            contradict("it is administratively " + (adminUp ? "up" : "down") + " by '" + adminBy + "' and "
                    + (isUp ? "up" : "down") + " by '" + command + "'");
        }
    }

    void linkUp(boolean isUp) {
        linkUp = linkUp == null ? isUp : linkUp;
    }

    void description(String text) {
        description = description == null ? text : description;
    }

    /**
     * A neighbour that told its capabilities counts before one that did not, and then a bridge before one that is none.
     *
     * @param isTold whether it told its capabilities
     */
    void neighbour(Neighbour heard, boolean isTold) {
        boolean isBetter = isTold == neighbourIsTold ? heard.isBridge() : isTold;
        if (neighbour == null || isBetter) {
            neighbour = heard;
            neighbourIsTold = isTold;
        }
    }

    void lag(String group) {
        lag = lag == null ? group : lag;
    }

    void address(String text) {
        address = address == null ? text : address;
    }

    PortState state() {
        List<Vlan> also = new ArrayList<>(untagged);
        Vlan first = also.isEmpty() ? null : also.remove(0);
        PortMode known = also.isEmpty() ? mode == null ? PortMode.UNKNOWN : mode : PortMode.HYBRID;
        List<Doubt> all = new ArrayList<>(doubts);
        all.addAll(unlisted());
        boolean isCut =
                tagged != null && tagged.isEmpty() && all.stream().anyMatch(doubt -> doubt.kind() == Doubt.Kind.UNREAD);
        List<Vlan> members = tagged == null || isCut ? null : new ArrayList<>(tagged);
        return new PortState(port, known, first, members, adminUp, linkUp, description, also, all);
    }

    /** VLANs that count the port as theirs, of which the port itself says nothing. */
    private List<Doubt> unlisted() {
        Set<Vlan> own = new TreeSet<>(untagged);
        own.addAll(tagged == null ? Set.of() : tagged);
        List<Doubt> strange = new ArrayList<>();
        listedBy.forEach((vlan, command) -> {
            if (!own.isEmpty() && !own.contains(vlan)) {
                strange.add(Doubt.contradiction("'" + command + "' lists it in VLAN " + vlan + ", " + inWords(own)
                        + " by '" + untaggedBy + "'"));
            }
        });
        return strange;
    }

    PortEvidence evidence() {
        return new PortEvidence(port, neighbour, lag, address);
    }

    private void contradict(String how) {
        doubts.add(Doubt.contradiction(how));
    }

    private static String inWords(Set<Vlan> vlans) {
        return "VLAN " + vlans.stream().limit(8).map(Vlan::toString).collect(Collectors.joining(" "));
    }
}
