/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.demarc.access.Deadline;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.plugin.reconcile.PortCondition;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong: what a custom action answers holds nothing of another tenant, and no advice for operators. */
class TenantAnswersTest {
    /** Another tenant's network, and what an operator should do about it. */
    private static final String FOREIGN = " network 204 'bobs-net' of account bob, VLAN 160: systemctl restart demarc";

    private static final List<String> ACTIONS = List.of("attach-device", "detach-device", "port-status", "repair");

    private final RecordingPlugin plugin = new RecordingPlugin();
    private Instant now = Instant.parse("2026-11-24T07:42:00Z");
    private final CustomActions actions = new CustomActions(plugin, plugin, () -> now);

    @BeforeEach
    void aliceHasADevice() {
        plugin.devices.add(new DeviceView(
                "alice-vpn", "account alice in ROOT", "tor-a1", "Gi1/0/7", RecordingPlugin.ALICE.uuid(), "a1", false));
        plugin.aside = FOREIGN;
    }

    private static Problem problem(ProblemCode code) {
        return new Problem(code, "It collides with" + FOREIGN + ".", "Look at" + FOREIGN + ".", List.of(FOREIGN));
    }

    private String answer(String action) {
        String payload =
                "{\"network_id\":\"204\",\"action\":\"" + action + "\",\"action-params\":{\"device\":\"alice-vpn\"}}";
        return actions.answer(
                payload.getBytes(StandardCharsets.UTF_8), Deadline.after(Duration.ofMinutes(1), () -> now));
    }

    private void assertNothingForeign() {
        for (String action : ACTIONS) {
            assertThat(answer(action)).as(action).doesNotContain("bob", "160", "systemctl", "SSH");
        }
    }

    @Test
    void ofAnswersThatSucceed() {
        assertNothingForeign();
    }

    @ParameterizedTest
    @EnumSource
    void ofEveryProblemWhereverItComesFrom(ProblemCode code) {
        plugin.attachProblem = problem(code).exception();
        plugin.otherProblem = problem(code).exception();
        assertNothingForeign();
        plugin.readProblem = problem(code).exception();
        assertNothingForeign();
        plugin.defect = problem(code).exception();
        assertNothingForeign();
    }

    @ParameterizedTest
    @EnumSource
    void ofAPortInEveryState(PortCondition.State state) {
        plugin.portState = state.id();
        plugin.portProblem = problem(ProblemCode.CONFLICT).message();
        assertNothingForeign();
    }

    @Test
    void ofADefect() {
        plugin.attachProblem = new IllegalStateException(FOREIGN);
        plugin.otherProblem = new IllegalArgumentException(FOREIGN);
        plugin.readProblem = new IllegalStateException(FOREIGN);
        assertNothingForeign();
    }

    @Test
    void ofANetworkThatIsInDispute() {
        plugin.networkProblem = "CloudStack says that it is up, but" + FOREIGN;
        assertNothingForeign();
        assertThat(answer("repair")).contains("CloudStack has not told clearly whether this network is up");
    }

    @Test
    void theOperatorReadsItAllInTheJournalsLineOfThatNumber() {
        plugin.portState = "refused";
        plugin.portProblem = "It collides with" + FOREIGN;

        assertThat(answer("attach-device")).contains("It must not be set as wanted.", "journal line 1.");
        assertThat(plugin.notes.get(0)).contains("network 204: tor-a1 Gi1/0/7: It collides with" + FOREIGN);
    }

    @Test
    void askingInALoopFillsNoJournal() {
        plugin.readProblem = problem(ProblemCode.SWITCH_UNREACHABLE).exception();
        for (int i = 0; i < 50; i++) {
            assertThat(answer("port-status")).contains("journal line 1.");
        }
        assertThat(plugin.notes).hasSize(1);

        now = now.plus(Duration.ofMinutes(11));
        assertThat(answer("port-status")).contains("journal line 2.");
    }

    @Test
    void aJournalThatCantBeWrittenChangesNoAnswer() {
        plugin.journalDefect = new IllegalStateException(FOREIGN);
        plugin.readProblem = problem(ProblemCode.SWITCH_UNREACHABLE).exception();
        assertNothingForeign();
        assertThat(answer("port-status")).contains("Tell the operator of this cloud.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\\\u0000", "\\\\\\\\u0000", "a\\nb", "\u2028", "\\ud800"})
    void noAnswerHasABackslashInItsTextBecauseCloudStackCantStoreEveryOne(String hostile) {
        List<String> answers = new ArrayList<>();
        for (String action : List.of("attach-device", "detach-device", hostile)) {
            plugin.attachProblem = problem(ProblemCode.NOT_FOUND).exception();
            String payload = "{\"network_id\":\"204\",\"action\":\"" + action + "\",\"action-params\":{\"device\":\""
                    + hostile + "\"}}";
            answers.add(actions.answer(
                    payload.getBytes(StandardCharsets.UTF_8), Deadline.after(Duration.ofMinutes(1), () -> now)));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer).doesNotContain("\\"));
        answers.forEach(answer -> assertThat(texts(JsonParser.parseString(answer)))
                .allSatisfy(text -> assertThat(text).matches("[\\x20-\\x7e]*").doesNotContain("\\")));
    }

    private static List<String> texts(JsonElement json) {
        List<String> texts = new ArrayList<>();
        if (json.isJsonPrimitive()) {
            texts.add(json.getAsString());
        } else if (json instanceof JsonArray array) {
            array.forEach(one -> texts.addAll(texts(one)));
        } else {
            json.getAsJsonObject().asMap().values().forEach(one -> texts.addAll(texts(one)));
        }
        return texts;
    }
}
