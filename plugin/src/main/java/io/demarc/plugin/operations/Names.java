/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Printable;
import io.demarc.plugin.words.DeviceName;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import java.util.Locale;
import java.util.function.Function;

/** Names as people type them; what cannot be one is {@code INPUT_INVALID}. */
final class Names {
    private Names() {}

    static SwitchName ofSwitch(String text) {
        return read(text, SwitchName::new, "See 'demarc switch list'.");
    }

    static DeviceName ofDevice(String text) {
        return read(text, DeviceName::new, "See 'demarc device list'.");
    }

    /** {@code 02:01:0a:0b:0c:0d} out of any of the usual ways to write it. */
    static String ofMac(String text) {
        String digits = text.replaceAll("[:.-]", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{12}") || text.length() > 17) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "'" + Printable.of(text) + "' is not a MAC address.",
                    "Write it as 02:01:0a:0b:0c:0d.");
        }
        return String.join(":", digits.split("(?<=\\G..)"));
    }

    static <T> T read(String text, Function<String, T> form, String fix) {
        try {
            return form.apply(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ProblemCode.INPUT_INVALID, capital(String.valueOf(e.getMessage())) + ".", fix);
        }
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
