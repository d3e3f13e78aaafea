/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.demarc.access.Deadline;
import io.demarc.plugin.cloudstack.CloudStackApi.ApiRefusal;
import io.demarc.plugin.networks.NetworkDirectory.Tag;
import io.demarc.plugin.networks.NetworkDirectory.Truth;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.words.OwnerKey;
import io.demarc.plugin.words.Zone;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Vlan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded answers of a real CloudStack's API, and answers that it had better not give. */
class CloudStackDirectoryTest {
    private static final String ALICES = "50f13157-b872-444a-a9c1-91f6f85a1dd0";
    private static final Zone SIM = new Zone("7fa996a0-6e37-4e18-84cc-23aed0d75ec3", "sim");
    private static final JsonObject NONE = new JsonObject();

    private final List<Map<String, String>> asked = new ArrayList<>();
    private Function<Map<String, String>, JsonObject> answer =
            parameters -> RecordedCall.answer("listNetworks.admin.after-implement.json");
    private final CloudStackDirectory directory = new CloudStackDirectory((command, parameters, deadline) -> {
        assertThat(command).isIn("listNetworks", "listTags");
        asked.add(Map.copyOf(parameters));
        return answer.apply(parameters);
    });

    @Test
    void anInternalIdIsAskedForWithoutPagesBecauseASmallPageLimitWouldRefuseThem() {
        OwnerKey key = new OwnerKey("876d4c2f-e708-11f1-b765-02fc00000001", Owner.Kind.ACCOUNT, "alice");
        assertThat(directory.byId(new NetworkId(204), soon()))
                .contains(new NetworkIdentity(ALICES, "a1", new Owner("ROOT", Owner.Kind.ACCOUNT, "alice"), SIM, key));
        assertThat(asked).containsExactly(Map.of("id", "204", "listall", "true"));
    }

    @Test
    void theTruthIsStateAndVlanAsAnAdministratorSeesThem() {
        Truth after = directory.truth(ALICES, soon()).orElseThrow();
        assertThat(after.state()).isEqualTo("Implemented");
        assertThat(after.vlan()).isEqualTo(new Vlan(193));

        answer = parameters -> RecordedCall.answer("listNetworks.admin.before-implement.json");
        Truth before = directory.truth(ALICES, soon()).orElseThrow();
        assertThat(before.state()).isEqualTo("Allocated");
        assertThat(before.vlan()).isNull();
    }

    @Test
    void aProjectsNetworkIsListedOnlyWhenAskedFor() {
        answer = parameters -> "-1".equals(parameters.get("projectid"))
                ? changed("account", null, "project", "web", "domainpath", "/ROOT/acme/")
                : NONE;

        assertThat(directory.byId(new NetworkId(204), soon()).orElseThrow().owner())
                .isEqualTo(new Owner("ROOT/acme", Owner.Kind.PROJECT, "web"));
    }

    @Test
    void onlyAnEmptyListAndTheErrorForAnUnknownUuidMeanThatThereIsNone() {
        answer = parameters -> NONE;
        assertThat(directory.byId(new NetworkId(999), soon())).isEmpty();
        answer = parameters -> object("{\"count\":0}");
        assertThat(directory.byId(new NetworkId(999), soon())).isEmpty();
        answer = parameters -> {
            throw new ApiRefusal(
                    431,
                    "Unable to execute API command listnetworks due to invalid value. Invalid parameter id value="
                            + ALICES
                            + " due to incorrect long value format, or entity does not exist or due to incorrect"
                            + " parameter annotation for the field in api cmd class.");
        };
        assertThat(directory.truth(ALICES, soon())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"network\":{}}",
                "{\"network\":[1]}",
                "{\"network\":null}",
                "{\"jobid\":\"1\"}",
                "{\"errorcode\":530}",
                "{\"network\":[{}]}",
                "{\"network\":[{\"id\":\"1\",\"state\":\"Allocated\",\"domainpath\":\"ROOT\"}]}",
                "{\"network\":[{\"id\":\"1\",\"state\":\"Allocated\",\"account\":\"a\",\"domainpath\":\"elsewhere\"}]}"
            })
    void anAnswerOfAnotherShapeNeverMeansThatThereIsNone(String json) {
        answer = parameters -> object(json);
        assertUnknown(() -> directory.byId(new NetworkId(204), soon()));
        assertUnknown(() -> directory.truth(ALICES, soon()));
    }

    @Test
    void otherRefusalsNeverMeanThatThereIsNone() {
        for (ApiRefusal refusal : List.of(
                new ApiRefusal(401, "unable to verify user credentials and/or request signature"),
                new ApiRefusal(432, "The given command 'listNetworks' either does not exist, or is not available"),
                new ApiRefusal(431, "Page size can not exceed max allowed page size value: 50"),
                new ApiRefusal(431, "Invalid parameter projectid value=-1, entity does not exist"),
                new ApiRefusal(530, "Internal error executing command, please contact your system administrator"))) {
            answer = parameters -> {
                throw refusal;
            };
            assertUnknown(() -> directory.byId(new NetworkId(204), soon()));
        }
    }

    @Test
    void anotherNetworkThanTheOneAskedForIsNotTakenForIt() {
        assertUnknown(() -> directory.truth("00000000-b872-444a-a9c1-91f6f85a1dd0", soon()));

        JsonObject two = RecordedCall.answer("listNetworks.admin.after-implement.json");
        JsonArray networks = two.getAsJsonArray("network");
        networks.add(networks.get(0).deepCopy());
        answer = parameters -> two;
        assertUnknown(() -> directory.byId(new NetworkId(204), soon()));
    }

    @Test
    void aVlanThatIsNoneIsNone() {
        for (String vlan : List.of("N/A", "untagged", "0", "4095", "99999", "")) {
            answer = parameters -> changed("vlan", vlan, "broadcasturi", "vlan://" + vlan);
            assertThat(directory.truth(ALICES, soon()).orElseThrow().vlan()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vxlan://150", "vs://150", "pvlan://150-i151", "lswitch:150", "vlan://151", "150", ""})
    void aNumberOfSomethingElseThanAVlanIsNone(String uri) {
        answer = parameters -> changed("vlan", "150", "broadcasturi", uri);
        assertThat(directory.truth(ALICES, soon()).orElseThrow().vlan()).isNull();
    }

    @Test
    void aNumberWithoutTheWordWhatItIsOfIsNoVlan() {
        answer = parameters -> changed("vlan", "150", "broadcasturi", null);
        assertThat(directory.truth(ALICES, soon()).orElseThrow().vlan()).isNull();
    }

    @Test
    void tagsOfAccountsAndProjectsAreListedAndOthersLeftOut() {
        answer = parameters -> object("{\"count\":3,\"tag\":["
                + "{\"key\":\"demarc-devices\",\"value\":\"acme-vpn\",\"resourcetype\":\"Network\",\"resourceid\":\""
                + ALICES
                + "\",\"account\":\"alice\"},"
                + "{\"key\":\"demarc-devices\",\"value\":\"x\",\"resourcetype\":\"UserVm\",\"resourceid\":\"1\"},"
                + "{\"key\":\"demarc-devices-2\",\"value\":\"y\",\"resourcetype\":\"Network\",\"resourceid\":\"2\"}]}");

        assertThat(directory.tags("demarc-devices", soon())).containsExactly(new Tag(ALICES, "acme-vpn"));
        assertThat(asked).anySatisfy(it -> assertThat(it).containsEntry("projectid", "-1"));
        assertThat(asked).allSatisfy(it -> assertThat(it).containsEntry("resourcetype", "Network"));
    }

    @Test
    void thatThereAreNoTagsIsSaidByAnEmptyListAlone() {
        answer = parameters -> NONE;
        assertThat(directory.tags("demarc-devices", soon())).isEmpty();
        answer = parameters -> object("{\"jobid\":\"1\"}");
        assertUnknown(() -> directory.tags("demarc-devices", soon()));
    }

    @Test
    void aSharedNetworkOfAWholeDomainIsToldToBeOne() {
        answer = parameters ->
                changed("account", null, "acltype", "Domain", "type", "Shared", "domainpath", "ROOT/acme");

        assertThatThrownBy(() -> directory.truth(ALICES, soon())).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(ProblemCode.NETWORK_UNSUPPORTED);
            assertThat(e.problem().message())
                    .contains(ALICES, "belongs to domain ROOT/acme as a whole", "acltype=account")
                    .doesNotContain("API key");
        });
    }

    @Test
    void aNameIsFoundThoughANetworkOfTheSameNameCantBeUnderstood() {
        JsonObject page = changed("account", null, "acltype", "Domain", "id", "00000000-b872-444a-a9c1-91f6f85a1dd0");
        page.getAsJsonArray("network")
                .add(changed().getAsJsonArray("network").get(0).deepCopy());
        answer = parameters -> parameters.containsKey("projectid") ? NONE : page;

        assertThat(directory.byUuidOrName("a1", soon()))
                .extracting(NetworkIdentity::uuid)
                .containsExactly(ALICES);
    }

    @Test
    void aNameIsFoundOnEveryPageAndOnlyWhenItIsTheWholeName() {
        answer = parameters -> {
            JsonObject page = new JsonObject();
            JsonArray networks = new JsonArray();
            boolean isFirst = "1".equals(parameters.get("page"));
            boolean isOfAccounts = !parameters.containsKey("projectid");
            for (int i = 0; i < (isFirst ? 100 : 1) && isOfAccounts; i++) {
                JsonObject network = changed("name", isFirst ? "a1-" + i : "a1")
                        .getAsJsonArray("network")
                        .get(0)
                        .getAsJsonObject();
                networks.add(network);
            }
            page.add("network", networks);
            return page;
        };
        assertThat(directory.byUuidOrName("a1", soon())).hasSize(1);
        assertThat(asked).hasSize(3);
    }

    private static void assertUnknown(ThrowingCallable question) {
        assertThatThrownBy(question)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.CLOUDSTACK_UNREACHABLE));
    }

    /** The recorded network with other values; null takes one away. */
    private static JsonObject changed(@Nullable String... keysAndValues) {
        JsonObject recorded = RecordedCall.answer("listNetworks.admin.after-implement.json");
        JsonObject network = recorded.getAsJsonArray("network").get(0).getAsJsonObject();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            network.addProperty(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
            if (keysAndValues[i + 1] == null) {
                network.remove(keysAndValues[i]);
            }
        }
        return recorded;
    }

    private static JsonObject object(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(5), InstantSource.system());
    }
}
