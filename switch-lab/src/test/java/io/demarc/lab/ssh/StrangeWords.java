/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A switch that says what it believes of port 7 in words that nobody knows, or says only a part of it, in one of its outputs. It never
 * says anything else in known words: that nobody could find out. One caller at a time.
 */
final class StrangeWords {
    private static final String RECORD = "Name: Gi1/0/7\n";

    private static final String PORTS = "show interfaces switchport";
    private static final String CUT = "cut record";
    private static final List<Strangeness> ALL = List.of(
            new Strangeness("voice vlan", PORTS, text -> inRecord(text, "(Voice VLAN: )(\\d+)", "$1V$2")),
            new Strangeness("voice vlan label", PORTS, text -> inRecord(text, "Voice VLAN: (\\d+)", "Phone VLAN: $1")),
            new Strangeness("access vlan", PORTS, text -> inRecord(text, "(Access Mode VLAN: \\d)", "$1?")),
            new Strangeness("trunk vlans", PORTS, text -> inRecord(text, "(Trunking VLANs Enabled: \\S+)", "$1,8o-9o")),
            new Strangeness("operational mode", PORTS, text -> inRecord(text, "(Operational Mode: )\\S", "$1%")),
            new Strangeness("member", "show vlan brief", text -> text.replaceFirst("\\bGi1/0/7\\b", "Gi1|0|7")),
            new Strangeness("vlan row", "show vlan brief", text -> text.replaceAll("(?m)^16(?=\\d )", "1G")),
            new Strangeness(
                    "vlan state", "show vlan brief", text -> text.replaceAll("(?m)^(160 .*)active", "$1aktive")),
            new Strangeness("neighbour", "show lldp neighbors", text -> text.replaceFirst("\\bGi1/0/7\\b", "?1/0/7")),
            new Strangeness(
                    "bundle", "show etherchannel summary", text -> text.replaceFirst("\\bGi1/0/7\\(", "#Gi(1/0/7(")),
            new Strangeness(
                    "address", "show ip interface brief", text -> text.replaceFirst("192\\.0\\.2\\.7", "192-0-2-7")),
            new Strangeness(CUT, PORTS, text -> text));

    private final @Nullable Strangeness strangeness;
    private final int chance;

    /** One output in other words. */
    private record Strangeness(String name, String command, UnaryOperator<String> wording) {}

    StrangeWords(Random random) {
        int drawn = random.nextInt(3 * ALL.size());
        this.strangeness = drawn < ALL.size() ? ALL.get(drawn) : null;
        this.chance = random.nextInt(1 << 16);
    }

    /** What is printed instead of the output. */
    String said(String command, String output) {
        Strangeness how = strangeness;
        if (how == null || !how.command().equals(command)) {
            return output;
        }
        int begin = output.indexOf(RECORD);
        if (how.name().equals(CUT) && begin >= 0) {
            int end = output.indexOf("Trunking VLANs Enabled", begin);
            return output.substring(0, begin + chance % Math.max(1, end - begin)) + "\n";
        }
        return how.wording().apply(output);
    }

    private static String inRecord(String text, String what, String instead) {
        int begin = Math.max(0, text.indexOf(RECORD));
        return text.substring(0, begin) + text.substring(begin).replaceFirst(what, instead);
    }

    @Override
    public String toString() {
        return strangeness == null ? "plain" : strangeness.name();
    }
}
