/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.access.yaml.YamlNode;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.SessionOverrides;
import io.demarc.switches.session.SessionOverrides.Reply;
import io.demarc.switches.session.SessionOverrides.Wake;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads what is different about one switch's way to log people in. */
final class SessionReader {
    private SessionReader() {}

    static SessionOverrides read(YamlNode node, Platform.Transport transport) {
        if (node.isPresent() && transport != Platform.Transport.SSH) {
            node.problem("is about logging in to a command line, but the switch's platform speaks SNMP");
            return SessionOverrides.NONE;
        }
        node.knowing("wake", "enable-prompt", "login-greeting");
        Wake wake = node.get("wake").choice(Wake.class).orElse(Wake.SILENCE);
        String enable = node.get("enable-prompt")
                .optional(SessionOverrides::requireQuestion)
                .orElse(null);
        List<Reply> greeting = node.get("login-greeting").items().stream()
                .flatMap(item -> reply(item).stream())
                .toList();
        return new SessionOverrides(wake, enable, greeting);
    }

    private static Optional<Reply> reply(YamlNode item) {
        item.knowing("match", "reply");
        Optional<String> match = item.get("match").required(SessionOverrides::requireQuestion);
        String reply = item.get("reply").optional(UnaryOperator.identity()).orElse("");
        try {
            return match.map(question -> new Reply(question, reply));
        } catch (IllegalArgumentException e) {
            item.get("reply").problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
