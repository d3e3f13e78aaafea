/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.demarc.access.Deadline;
import io.demarc.plugin.cloudstack.ExtensionProtocol.Reply;
import io.demarc.plugin.networks.NetworkLife.Answer;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionProtocolTest {
    private static final String IMPLEMENT = """
            {"physical-network-extension-details":{"api.token":"abc","physicalnetworkname":"pn0","password":"s3cr3t"},
             "network-extension-details":{},
             "payload":{"network_id":"204","vlan":"193","zone_id":"1","guest_type":"isolated",
              "network_state":"implementing","gateway":"10.50.1.1","cidr":"10.50.1.0/24"}}
            """;

    private static final Gson GSON = new Gson();

    private final RecordingPlugin plugin = new RecordingPlugin();
    private final ExtensionProtocol protocol = new ExtensionProtocol(plugin, plugin, plugin, InstantSource.system());

    @Test
    void implementTellsTheNetworkAndPrintsNothing() {
        assertThat(handle("implement-network", IMPLEMENT)).isEqualTo(new Reply(true, ""));
        assertThat(plugin.told).containsExactly("implemented 204 193");
    }

    @Test
    void destroyComesWithoutAVlan() {
        Reply reply = handle("destroy-network", IMPLEMENT.replace("\"193\"", "\"\""));

        assertThat(reply.success()).isTrue();
        assertThat(plugin.told).containsExactly("destroyed 204 null");
    }

    @Test
    void aPortThatIsNotReleasedFailsTheShutdownWithItsReasonOnOneLine() {
        plugin.answer = new Answer(false, "tor-a1 Gi1/0/7 still carries VLAN 193.\nTry again.");

        Reply reply = handle("shutdown-network", IMPLEMENT);

        assertThat(reply.success()).isFalse();
        assertThat(reply.line()).doesNotContain("\n");
        JsonObject answer = JsonParser.parseString(reply.line()).getAsJsonObject();
        assertThat(answer.get("status").getAsString()).isEqualTo("error");
        assertThat(answer.get("error").getAsString()).contains("still carries VLAN 193");
    }

    @Test
    void ensureNetworkDeviceIsAnsweredWithJsonWhateverThePayload() {
        for (String payload : List.of(IMPLEMENT, "", "rubbish")) {
            Reply reply = handle("ensure-network-device", payload);
            assertThat(reply.success()).isTrue();
            assertThat(JsonParser.parseString(reply.line()).isJsonObject()).isTrue();
        }
    }

    @Test
    void anImplementWithoutAVlanDoesNotFailTheTenantsMachine() {
        assertThat(handle("implement-network", IMPLEMENT.replace("\"193\"", "\"\""))
                        .success())
                .isTrue();
        assertThat(plugin.told).isEmpty();
        assertThat(plugin.notes).singleElement().asString().contains("network 204 without a VLAN id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prepare-nic", "release-nic", "implement-vpc", "apply-fw-rules", "save-vm-data"})
    void whatIsNotOurBusinessIsAcceptedWhateverItContains(String command) {
        assertThat(handle(command, "{\"list\":[1,2,")).isEqualTo(new Reply(true, ""));
        assertThat(plugin.notes).isEmpty();
    }

    @Test
    void anUnknownCommandIsAcceptedIgnoredAndJournaled() {
        assertThat(handle("teleport-network", IMPLEMENT)).isEqualTo(new Reply(true, ""));
        assertThat(plugin.told).isEmpty();
        assertThat(plugin.notes)
                .singleElement()
                .asString()
                .startsWith("unknown-command: ")
                .contains("teleport-network");
    }

    static Stream<String> broken() {
        return Stream.of(
                "",
                "{",
                "[]",
                "null",
                "{} {}",
                IMPLEMENT.replace("\"204\"", "\"-1\""),
                IMPLEMENT.replace("\"204\"", "\"0\""),
                IMPLEMENT.replace("\"204\"", "\"99999999999999999999\""),
                IMPLEMENT.replace("\"204\"", "{}"),
                IMPLEMENT.replace("\"204\"", "\"204; reboot\""),
                IMPLEMENT.replace("\"193\"", "\"4095\""),
                IMPLEMENT.replace("\"193\"", "\"0\""),
                IMPLEMENT.replace("\"193\"", "\"19 3\""),
                IMPLEMENT.replace("\"193\"", "{\"id\":193}"),
                IMPLEMENT.replace("\"zone_id\":\"1\"", "\"network_id\":\"205\""),
                IMPLEMENT.replace("pn0", "p".repeat(256)),
                IMPLEMENT.replace("\"network_id\":\"204\",", ""),
                IMPLEMENT.replace("{\"network_id\"", "\"x\" , \"y\":{\"network_id\""),
                "{\"payload\":".repeat(2000) + "1" + "}".repeat(2000),
                "{\"payload\":{\"network_id\":\"1\",\"x\":\"" + "y".repeat(1 << 20) + "\"}}");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenPayloadIsRefusedWithAReasonAndChangesNothing(String payload) {
        for (String command : List.of("implement-network", "shutdown-network", "destroy-network")) {
            Reply reply = handle(command, payload);
            assertThat(reply.success()).isFalse();
            assertThat(JsonParser.parseString(reply.line())
                            .getAsJsonObject()
                            .get("error")
                            .getAsString())
                    .contains("nothing was changed");
        }
        assertThat(plugin.told).isEmpty();
    }

    @Test
    void whatIsWrongWithAPayloadIsSaidWithoutItsSecrets() {
        assertThat(error("")).contains("the payload is empty");
        assertThat(error("{\"payload\"")).contains("ends in the middle");
        assertThat(error("{\"a\":1,}")).contains("not JSON at line 1 column");
        assertThat(error("\u00e9")).contains("not JSON");
        assertThat(error("{}")).contains("no object 'payload'");
        assertThat(error("{\"network_id\":\"204\",\"vlan\":\"193\"}")).contains("no object 'payload'");
        assertThat(error("{\"payload\":[]}")).contains("'payload' in the payload is not an object");
        assertThat(error(IMPLEMENT.replace("204", "2x4"))).contains("network_id '2x4' is not a whole number");
        assertThat(error(IMPLEMENT.replace("193", "4095"))).contains("VLAN id 4095 is not within 1 to 4094");
        assertThat(error(IMPLEMENT.replace("pn0", "p".repeat(256)))).contains("'physicalnetworkname'");
        assertThat(error(IMPLEMENT.replace("\"s3cr3t\"", "s3cr3t"))).doesNotContain("s3cr3t");
        assertThat(error(IMPLEMENT.replace("\"s3cr3t\"", "\"s3cr3t"))).doesNotContain("s3cr3t");
    }

    private String error(String payload) {
        Reply reply = handle("shutdown-network", payload);
        assertThat(reply.success()).as(payload).isFalse();
        return JsonParser.parseString(reply.line())
                .getAsJsonObject()
                .get("error")
                .getAsString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "guest (10G)",
                "Rüdersdorf",
                "a, b",
                "zone1+2",
                "\\u0000",
                "\\n",
                "\\\"quoted\\\"",
                "名前",
                "; rm -rf /",
                "$(id)",
                ""
            })
    void whateverPeopleCallAPhysicalNetworkItsNetworksComeAndGo(String name) {
        for (String command : List.of("implement-network", "shutdown-network", "destroy-network")) {
            assertThat(handle(command, IMPLEMENT.replace("pn0", name)).success())
                    .isTrue();
        }
        assertThat(plugin.told).containsExactly("implemented 204 193", "shut down 204 193", "destroyed 204 193");
        assertThat(plugin.events)
                .allSatisfy(event -> assertThat(event.physicalNetwork()).matches("[\\x20-\\x7e]*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.50.1.1,fd00::1", "10.50.1.0/24, fd00::/64", "", "{}", "ü"})
    void whatIsNotUsedIsNotJudged(String value) {
        for (String used : List.of("isolated", "implementing", "10.50.1.1\"", "10.50.1.0/24")) {
            String payload = IMPLEMENT.replace(used, value + (used.endsWith("\"") ? "\"" : ""));
            assertThat(handle("implement-network", payload).success()).isTrue();
        }
    }

    @Test
    void aNameIsTheSameInWhateverEncodingTheManagementServerWritesIt() {
        String payload = IMPLEMENT.replace("pn0", "Rüdersdorf");
        for (Charset charset :
                List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII)) {
            assertThat(protocol.handle("implement-network", payload.getBytes(charset), deadline())
                            .success())
                    .isTrue();
        }
        assertThat(plugin.events)
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.physicalNetwork()).isEqualTo("R?dersdorf"));
    }

    @Test
    void keysThatAreNotTextAreRefused() {
        byte[] bytes = IMPLEMENT.getBytes(StandardCharsets.UTF_8);
        bytes[20] = (byte) 0xff;
        assertThat(protocol.handle("implement-network", bytes, deadline()).line())
                .contains("not UTF-8");
        assertThat(plugin.told).isEmpty();
    }

    @Test
    void aDefectBehindTheProtocolIsAFailureAndNotTakenForABadPayload() {
        plugin.defect = new IllegalArgumentException("a defect");

        assertThat(error(IMPLEMENT)).contains("see its daemon's log").doesNotContain("nothing was changed");
        assertThat(action("port-status", "").getAsString()).startsWith("Not done: Something has gone wrong in Demarc.");
    }

    @Test
    void aJournalThatCannotBeWrittenChangesNoAnswer() {
        plugin.journalDefect = new IllegalStateException("disk full");

        assertThat(handle("teleport-network", "{}")).isEqualTo(new Reply(true, ""));
        assertThat(handle("implement-network", IMPLEMENT.replace("193", "untagged")))
                .isEqualTo(new Reply(true, ""));
        assertThat(error("rubbish")).contains("nothing was changed");
    }

    @Test
    void aReasonIsCutToWhatALogLineBears() {
        plugin.answer = new Answer(false, "x".repeat(100_000));
        assertThat(error(IMPLEMENT)).hasSizeLessThan(2_010);
    }

    @Test
    void aTenantAttachesADeviceAndSeesATable() {
        JsonElement message = action("attach-device", "\"device\":\"alice-vpn\",\"force\":\"true\"");

        assertThat(plugin.told).containsExactly("attach alice-vpn to 204 for account alice in ROOT");
        JsonObject row = message.getAsJsonArray().get(0).getAsJsonObject();
        assertThat(row.get("Port").getAsString()).isEqualTo("tor-a1 Gi1/0/7");
        assertThat(row.get("State").getAsString()).isEqualTo("converged");
    }

    @Test
    void aTenantDetachesOnlyFromTheVeryNetwork() {
        plugin.devices.add(device("alice-vpn", RecordingPlugin.ALICE.uuid()));
        plugin.devices.add(device("bob-vpn", "another-network"));

        assertThat(action("detach-device", "\"device\":\"bob-vpn\"").getAsString())
                .startsWith("Not done: No device 'bob-vpn' of account alice in ROOT is attached to this network.");
        assertThat(plugin.told).isEmpty();

        action("detach-device", "\"device\":\"alice-vpn\"");
        assertThat(plugin.told).containsExactly("detach alice-vpn for account alice in ROOT");
    }

    @Test
    void aTenantCannotDetachWhatTheOperatorForcedOntoTheirNetwork() {
        plugin.devices.add(new DeviceView(
                "bob-vpn", "account bob in ROOT", "tor-a1", "Gi1/0/7", RecordingPlugin.ALICE.uuid(), "a1", true));

        assertThat(action("detach-device", "\"device\":\"bob-vpn\"").getAsString())
                .startsWith("Not done: No device 'bob-vpn' of account alice in ROOT is attached");
        assertThat(plugin.told).isEmpty();
        assertThat(action("port-status", "").toString())
                .contains("the operator's")
                .doesNotContain("bob");
    }

    @Test
    void aTenantLearnsNothingOfOthersDevices() {
        plugin.attachProblem = ProblemException.of(
                ProblemCode.OWNER_MISMATCH, "Device bob-vpn belongs to account bob in ROOT.", "Use --force.");
        JsonElement foreign = action("attach-device", "\"device\":\"bob-vpn\"");
        plugin.attachProblem = ProblemException.of(ProblemCode.NOT_FOUND, "No device bob-vpn.", "See device list.");
        JsonElement absent = action("attach-device", "\"device\":\"bob-vpn\"");

        assertThat(foreign).isEqualTo(absent);
        assertThat(foreign.getAsString()).contains("no device 'bob-vpn' of account alice in ROOT");

        plugin.attachProblem =
                ProblemException.of(ProblemCode.CONFLICT, "Device alice-vpn is attached to network 'bobs' (1234).", "");
        assertThat(action("attach-device", "\"device\":\"alice-vpn\"").getAsString())
                .doesNotContain("bobs", "1234");
    }

    @Test
    void aSwitchThatCannotBeReadIsShownAsItWasReadLastAndTheOperatorFindsWhy() {
        plugin.devices.add(device("alice-vpn", RecordingPlugin.ALICE.uuid()));
        plugin.readProblem = ProblemException.of(ProblemCode.SWITCH_UNREACHABLE, "tor-a1 is away.", "Look at it.");

        JsonObject row = action("port-status", "").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(row.get("Problem").getAsString())
                .isEqualTo(
                        "The switch did not do or say what it should. The operator of this cloud finds more in journal"
                                + " line 1.");
        assertThat(plugin.notes).singleElement().asString().contains("network 204: tor-a1 is away. Look at it.");
        assertThat(row.get("Checked").getAsString()).isEqualTo("2026-11-24T00:00:00Z");
    }

    @Test
    void aTableStaysBelowWhatCloudStackCanStore() {
        ActionAnswer.Row row = new ActionAnswer.Row(
                "tor-a1 Gi1/0/7", "alice-vpn", "idle", "idle", "stuck", "never", "\"\u00e4\\".repeat(5_000));
        String line = ActionAnswer.table(Collections.nCopies(ActionAnswer.MOST_ROWS, row))
                .line();

        assertThat(GSON.toJson(line).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(60_000);
        JsonArray rows =
                JsonParser.parseString(line).getAsJsonObject().get("message").getAsJsonArray();
        assertThat(rows.get(rows.size() - 1).getAsJsonObject().get("Port").getAsString())
                .endsWith(" more");
        assertThat(rows)
                .allSatisfy(one -> assertThat(one.getAsJsonObject().keySet())
                        .isEqualTo(rows.get(0).getAsJsonObject().keySet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"device\":{\"a\":\"b\"}",
                "\"device\":[\"alice-vpn\"]",
                "\"device\":\"\"",
                "\"Device\":\"alice-vpn\"",
                "\"network_id\":\"205\",\"force\":\"true\""
            })
    void parametersThatWereNotDeclaredMeanNothing(String parameters) {
        assertThat(action("attach-device", parameters).getAsString())
                .startsWith("Not done: The parameter 'device' is missing.");
        assertThat(plugin.told).isEmpty();
    }

    @Test
    void anActionOfAVpcIsAnsweredInWords() {
        Reply reply = handle("custom-action", "{\"vpc_id\":\"2\",\"action\":\"port-status\"}");
        assertThat(reply.success()).isTrue();
        assertThat(reply.line()).contains("Demarc's actions are for networks");
    }

    @Test
    void repairReconcilesTheSwitchesOfTheNetworksDevices() {
        plugin.devices.add(device("alice-vpn", RecordingPlugin.ALICE.uuid()));

        assertThat(action("repair", "").getAsJsonArray()).hasSize(1);
        assertThat(plugin.told).containsExactly("reconcile tor-a1");
    }

    @Test
    void aFailureIsToldInWordsWithExitStatusZero() {
        plugin.apiDown = true;

        assertThat(action("port-status", "").getAsString())
                .isEqualTo("Not done: Who owns this network can't be found out at the moment. Try again in a while. The"
                        + " operator of this cloud finds more in journal line 1.");
        assertThat(action("reboot-switch", "").getAsString()).contains("there is no action 'reboot-switch'");
        assertThat(action("attach-device", "").getAsString()).startsWith("Not done");
    }

    private JsonElement action(String name, String parameters) {
        Reply reply = handle(
                "custom-action",
                "{\"network_id\":\"204\",\"vlan\":\"193\",\"action\":\"" + name + "\",\"action-params\":{" + parameters
                        + "}}");
        assertThat(reply.success()).isTrue();
        JsonObject answer = JsonParser.parseString(reply.line()).getAsJsonObject();
        assertThat(answer.get("printmessage").getAsString()).isEqualTo("true");
        assertThat(answer.has("status")).isFalse();
        return answer.get("message");
    }

    private Reply handle(String command, String payload) {
        return protocol.handle(command, payload.getBytes(StandardCharsets.UTF_8), deadline());
    }

    private static Deadline deadline() {
        return Deadline.after(Duration.ofSeconds(5), InstantSource.system());
    }

    private static DeviceView device(String name, String network) {
        return new DeviceView(name, "account alice in ROOT", "tor-a1", "Gi1/0/7", network, "a1", false);
    }
}
