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

    private final @Nullable Strangeness strangeness;
    private final int chance;

    private enum Strangeness {
        VOICE_VLAN("show interfaces switchport", text -> inRecord(text, "(Voice VLAN: )(\\d+)", "$1V$2")),
        VOICE_VLAN_LABEL("show interfaces switchport", text -> inRecord(text, "Voice VLAN: (\\d+)", "Phone VLAN: $1")),
        ACCESS_VLAN("show interfaces switchport", text -> inRecord(text, "(Access Mode VLAN: \\d)", "$1?")),
        TRUNK_VLANS("show interfaces switchport", text -> inRecord(text, "(Trunking VLANs Enabled: \\S+)", "$1,8o-9o")),
        OPERATIONAL_MODE("show interfaces switchport", text -> inRecord(text, "(Operational Mode: )\\S", "$1%")),
        MEMBER("show vlan brief", text -> text.replaceFirst("\\bGi1/0/7\\b", "Gi1|0|7")),
        VLAN_ROW("show vlan brief", text -> text.replaceAll("(?m)^16(?=\\d )", "1G")),
        VLAN_STATE("show vlan brief", text -> text.replaceAll("(?m)^(160 .*)active", "$1aktive")),
        NEIGHBOUR("show lldp neighbors", text -> text.replaceFirst("\\bGi1/0/7\\b", "?1/0/7")),
        BUNDLE("show etherchannel summary", text -> text.replaceFirst("\\bGi1/0/7\\(", "#Gi(1/0/7(")),
        ADDRESS("show ip interface brief", text -> text.replaceFirst("192\\.0\\.2\\.7", "192-0-2-7")),
        CUT_RECORD("show interfaces switchport", text -> text);

        private final String command;
        private final UnaryOperator<String> wording;

        Strangeness(String command, UnaryOperator<String> wording) {
            this.command = command;
            this.wording = wording;
        }
    }

    StrangeWords(Random random) {
        List<Strangeness> all = List.of(Strangeness.values());
        int drawn = random.nextInt(3 * all.size());
        this.strangeness = drawn < all.size() ? all.get(drawn) : null;
        this.chance = random.nextInt(1 << 16);
    }

    /** What is printed instead of the output. */
    String said(String command, String output) {
        Strangeness how = strangeness;
        if (how == null || !how.command.equals(command)) {
            return output;
        }
        int begin = output.indexOf(RECORD);
        if (how == Strangeness.CUT_RECORD && begin >= 0) {
            int end = output.indexOf("Trunking VLANs Enabled", begin);
            return output.substring(0, begin + chance % Math.max(1, end - begin)) + "\n";
        }
        return how.wording.apply(output);
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
