/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers are those of iputils 20221126, of Thomas Habets' arping 2.23 and of resource-agents, as recorded. */
class AnnouncerTest {
    private final List<String> ran = new ArrayList<>();
    private final Map<String, CommandResult> answers = new HashMap<>();
    private final NodeCommands server = (argv, limit) -> {
        String line = String.join(" ", argv);
        ran.add(line);
        return answers.entrySet().stream()
                .filter(it -> line.startsWith(it.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(new CommandResult(0, "", ""));
    };

    @BeforeEach
    void hasTheAddress() {
        answers.put(
                "ip -o addr show to 10.0.0.100",
                new CommandResult(
                        0, "2: mgmt0    inet 10.0.0.100/24 scope global secondary mgmt0\\ valid_lft forever\n", ""));
        answers.put(
                "ip -o addr show to 2001:db8::100",
                new CommandResult(0, "2: mgmt0    inet6 2001:db8::100/64 scope global \\ valid_lft forever\n", ""));
    }

    private Finding announce(String address) {
        return new Announcer().announce(server, address);
    }

    @Test
    void iputilsSendsRequestsAndReplies() {
        answers.put("arping -V", new CommandResult(0, "arping from iputils 20221126\n", ""));

        assertThat(announce("10.0.0.100/24").isMet()).isTrue();
        assertThat(ran).contains("arping -U -c 3 -I mgmt0 10.0.0.100", "arping -A -c 3 -I mgmt0 10.0.0.100");
    }

    @Test
    void theOtherArpingIsTalkedToInItsOwnWordsAndItsOneIsNoFailure() {
        answers.put("arping -V", new CommandResult(1, "", "arping: option requires an argument -- 'V'\n"));
        answers.put("arping -U", new CommandResult(1, "", ""));

        assertThat(announce("10.0.0.100/24").isMet()).isTrue();
        assertThat(ran).contains("arping -U -c 3 -i mgmt0 -S 10.0.0.100 10.0.0.100");
    }

    @Test
    void withoutAToolTheFindingSaysWhichPackage() {
        answers.put("arping -V", new CommandResult(127, "", "sh: arping: not found\n"));

        Finding finding = announce("10.0.0.100/24");

        assertThat(finding.isMet()).isFalse();
        assertThat(finding.advice()).contains("iputils-arping");
    }

    @Test
    void anAddressThatTheServerDoesNotHaveIsNotAnnounced() {
        answers.put("ip -o addr show", new CommandResult(0, "", ""));

        assertThat(announce("10.0.0.101/24").found()).isEqualTo("no interface of the server has it");
        assertThat(ran).noneMatch(it -> it.startsWith("arping"));
    }

    @Test
    void anErrorOfSendUaIsSeenAlthoughItEndsWithZero() {
        answers.put("/usr/libexec/heartbeat/send_ua", new CommandResult(0, "", "bind() failed\n"));

        assertThat(announce("2001:db8::100/64").isMet()).isFalse();
        assertThat(ran).contains("/usr/libexec/heartbeat/send_ua -i 200 -c 3 2001:db8::100 64 mgmt0");
    }
}
