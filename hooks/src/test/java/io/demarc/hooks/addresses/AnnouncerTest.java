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
    void hasTheAddressesAndNoPerl() {
        answers.put("ip -o address show", new CommandResult(0, """
                        2: mgmt0    inet 10.0.0.100/24 scope global secondary mgmt0\\ valid_lft forever
                        2: mgmt0    inet6 2001:db8::100/64 scope global \\ valid_lft forever
                        """, ""));
        answers.put("perl", new CommandResult(127, "", "sh: perl: not found\n"));
    }

    private Finding announce(String address) {
        return new Announcer().announce(server, address);
    }

    @Test
    void sendsTheFramesItselfWhereThereIsAPerl() {
        answers.put("perl", new CommandResult(0, "", ""));

        assertThat(announce("10.0.0.100/24").isMet()).isTrue();
        assertThat(ran.get(1)).startsWith("perl -e ").endsWith(" announce mgmt0 5 300 - - 10.0.0.100");
        assertThat(ran).hasSize(2);
    }

    @Test
    void whatKeepsThePerlFromSendingIsTold() {
        answers.put("perl", new CommandResult(1, "", "packet socket: Operation not permitted\n"));

        assertThat(announce("10.0.0.100/24").found()).contains("Operation not permitted");
    }

    @Test
    void iputilsSendsRepliesAndRequests() {
        answers.put("arping -V", new CommandResult(0, "arping from iputils 20221126\n", ""));

        assertThat(announce("10.0.0.100/24").isMet()).isTrue();
        assertThat(ran).contains("arping -U -c 5 -I mgmt0 10.0.0.100", "arping -A -c 5 -I mgmt0 10.0.0.100");
    }

    @Test
    void theOtherArpingIsTalkedToInItsOwnWordsAndItsOneIsNoFailure() {
        answers.put("arping -V", new CommandResult(1, "", "arping: option requires an argument -- 'V'\n"));
        answers.put("arping -U", new CommandResult(1, "", ""));

        assertThat(announce("10.0.0.100/24").isMet()).isTrue();
        assertThat(ran).contains("arping -U -c 5 -i mgmt0 -S 10.0.0.100 10.0.0.100");
    }

    @Test
    void withoutAToolTheFindingSaysWhichPackage() {
        answers.put("arping -V", new CommandResult(127, "", "sh: arping: not found\n"));

        Finding finding = announce("10.0.0.100/24");

        assertThat(finding.isMet()).isFalse();
        assertThat(finding.advice()).contains("perl-base").contains("iputils-arping");
    }

    @Test
    void anAddressThatTheServerDoesNotHaveIsNotAnnounced() {
        assertThat(announce("10.0.0.101/24").found()).isEqualTo("no interface of the server has it");
        assertThat(ran).noneMatch(it -> it.startsWith("arping") || it.startsWith("perl"));
    }

    @Test
    void anErrorOfSendUaIsSeenAlthoughItEndsWithZero() {
        answers.put("/usr/libexec/heartbeat/send_ua", new CommandResult(0, "", "bind() failed\n"));

        assertThat(announce("2001:db8::100/64").isMet()).isFalse();
        assertThat(ran).contains("/usr/libexec/heartbeat/send_ua -i 300 -c 5 2001:db8::100 64 mgmt0");
    }
}
