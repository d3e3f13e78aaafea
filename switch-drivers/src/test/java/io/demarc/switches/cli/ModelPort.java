/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.util.Set;
import java.util.TreeSet;

/**
 * A port as vendors' manuals describe it, so far as it matters which VLANs it is in. Of a switch whose ports have modes each
 * mode keeps VLANs of its own; of one whose VLANs list their ports only {@code untagged} and {@code tagged} count.
 */
final class ModelPort {
    boolean isUp = true;
    String mode = "access";
    int access = 1;
    int nativeVlan = 1;
    int voice;
    final Set<Integer> trunk = new TreeSet<>();
    final Set<Integer> untagged = new TreeSet<>();
    final Set<Integer> tagged = new TreeSet<>();

    ModelPort copy() {
        ModelPort copy = new ModelPort();
        copy.isUp = isUp;
        copy.mode = mode;
        copy.access = access;
        copy.nativeVlan = nativeVlan;
        copy.voice = voice;
        copy.trunk.addAll(trunk);
        copy.untagged.addAll(untagged);
        copy.tagged.addAll(tagged);
        return copy;
    }

    /** Every VLAN of which frames pass, while the port is up. */
    Set<Integer> carried() {
        Set<Integer> all = new TreeSet<>(untagged());
        all.addAll(tagged());
        return all;
    }

    Set<Integer> untagged() {
        return switch (mode) {
            case "access" -> new TreeSet<>(access == 0 ? Set.of() : Set.of(access));
            case "trunk" -> new TreeSet<>(nativeVlan == 0 ? Set.of() : Set.of(nativeVlan));
            case "routed" -> new TreeSet<>();
            default -> new TreeSet<>(untagged);
        };
    }

    Set<Integer> tagged() {
        Set<Integer> all = new TreeSet<>();
        if (mode.equals("access") && voice > 0) {
            all.add(voice);
        } else if (mode.equals("trunk")) {
            all.addAll(trunk);
            all.remove(nativeVlan);
        } else if (mode.equals("hybrid") || mode.equals("lists")) {
            all.addAll(tagged);
        }
        return all;
    }

    @Override
    public String toString() {
        return mode + ", untagged " + untagged() + ", tagged " + tagged() + (isUp ? ", up" : ", down");
    }
}
