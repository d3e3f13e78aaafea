/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.access.Deadline;
import io.demarc.plugin.cloudstack.CloudStackDirectory;
import io.demarc.plugin.cloudstack.HttpCloudStackApi;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.plugin.configuration.Triggers;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworkDirectory.Truth;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.words.Zone;
import io.demarc.switches.Vlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who networks are, asked over HTTP of a CloudStack that verifies signatures. */
class CloudStackDirectoryIT {
    private static final String ALICES = "50f13157-b872-444a-a9c1-91f6f85a1dd0";
    private static final Zone SIM = new Zone("7fa996a0-6e37-4e18-84cc-23aed0d75ec3", "sim");
    private static final String WEBS = "60f13157-b872-444a-a9c1-91f6f85a1dd0";

    private final SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());

    @TempDir
    Path directory;

    @BeforeEach
    void addNetworks() {
        cloudStack.add(SimulatedNetwork.created(204, ALICES, "a1", NetworkOwner.account("ROOT", "alice")));
        cloudStack.add(SimulatedNetwork.created(205, WEBS, "Größe & I", NetworkOwner.project("ROOT/acme", "web")));
    }

    @AfterEach
    void close() {
        cloudStack.close();
    }

    @Test
    void aNetworkIsFoundByItsInternalIdWithItsOwner() {
        assertThat(admin().byId(new NetworkId(204), soon())).hasValueSatisfying(network -> {
            assertThat(network.uuid()).isEqualTo(ALICES);
            assertThat(network.owner()).isEqualTo(new Owner("ROOT", Owner.Kind.ACCOUNT, "alice"));
            assertThat(network.zone()).isEqualTo(SIM);
        });
    }

    @Test
    void aProjectsNetworkIsFoundToo() {
        Owner web = new Owner("ROOT/acme", Owner.Kind.PROJECT, "web");
        assertThat(admin().byId(new NetworkId(205), soon()).orElseThrow().owner())
                .isEqualTo(web);
        assertThat(admin().byUuidOrName("Größe & I", soon()))
                .extracting(NetworkIdentity::owner)
                .containsExactly(web);
    }

    @Test
    void aSharedNetworkOfAWholeDomainHasNoOwnerAndHidesNoOtherOfItsName() {
        String shared = "70f13157-b872-444a-a9c1-91f6f85a1dd0";
        cloudStack.add(SimulatedNetwork.created(206, shared, "a1", NetworkOwner.domain("ROOT/acme")));

        assertThatThrownBy(() -> admin().byId(new NetworkId(206), soon()))
                .hasMessageContaining("belongs to domain ROOT/acme as a whole");
        assertThat(admin().byUuidOrName("a1", soon()))
                .extracting(NetworkIdentity::uuid)
                .containsExactly(ALICES);
    }

    @Test
    void aNetworkThatIsNotThereIsNotUnreachable() {
        assertThat(admin().byId(new NetworkId(999), soon())).isEmpty();
        assertThat(admin().truth("00000000-b872-444a-a9c1-91f6f85a1dd0", soon()))
                .isEmpty();
        assertThat(admin().byUuidOrName("a", soon())).isEmpty();
    }

    @Test
    void theTruthFollowsTheNetworksLife() {
        cloudStack.implement(204, 193);
        Truth truth = admin().truth(ALICES, soon()).orElseThrow();
        assertThat(truth.state()).isEqualTo("Implemented");
        assertThat(truth.vlan()).isEqualTo(new Vlan(193));

        cloudStack.shutDown(204);
        assertThat(admin().truth(ALICES, soon()).orElseThrow().vlan()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG", "th-TH-u-nu-thai"})
    void signaturesDoNotDependOnTheMachinesLocale(String tag) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            assertThat(admin().byId(new NetworkId(204), soon())).isPresent();
            assertThat(admin().byUuidOrName("Größe & I", soon())).hasSize(1);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aWrongKeyIsToldWithoutShowingIt() {
        NetworkDirectory wrong = directory(cloudStack.adminKeys().apiKey(), "not-the-secret", Duration.ofSeconds(5));

        assertThatThrownBy(() -> wrong.byId(new NetworkId(204), soon()))
                .hasMessageContaining("401")
                .hasMessageContaining("Check the keys in demarc.yaml")
                .message()
                .doesNotContain(
                        "not-the-secret", "signature=", cloudStack.adminKeys().apiKey());
    }

    @Test
    void aSlowServerIsWaitedForNoLongerThanTheDeadline() {
        cloudStack.answerAfter(Duration.ofSeconds(20));
        Instant begun = Instant.now();

        assertThatThrownBy(() -> admin().byId(
                                new NetworkId(204), Deadline.after(Duration.ofMillis(300), InstantSource.system())))
                .hasMessageContaining("can't be asked");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void whatIsNotAnAnswerIsUnreachableAndNeverEmpty() {
        NetworkDirectory networks = admin();
        for (String body : List.of("", "<html>", "[]", "{}", "{\"listnetworksresponse\":[]}")) {
            cloudStack.answerAlways(200, body);
            assertThatThrownBy(() -> networks.byId(new NetworkId(204), soon()))
                    .as(body)
                    .hasMessageContaining("CloudStack's API at 127.0.0.1");
        }
        cloudStack.answerAlways(503, "Service Unavailable");
        assertThatThrownBy(() -> networks.byId(new NetworkId(204), soon())).hasMessageContaining("503");
        cloudStack.goDown();
        assertThatThrownBy(() -> networks.byId(new NetworkId(204), soon())).hasMessageContaining("can't be asked");
    }

    private NetworkDirectory admin() {
        ApiKeys keys = cloudStack.adminKeys();
        return directory(keys.apiKey(), keys.secretKey(), Duration.ofSeconds(5));
    }

    private NetworkDirectory directory(String apiKey, String secretKey, Duration timeout) {
        return new CloudStackDirectory(new HttpCloudStackApi(
                new CloudStackAccess(
                        cloudStack.url(),
                        secret("api-key", apiKey),
                        secret("secret-key", secretKey),
                        Duration.ofMinutes(1),
                        timeout,
                        true,
                        false,
                        null,
                        false,
                        Triggers.NONE),
                InstantSource.system()));
    }

    private SecretReference secret(String name, String value) {
        try {
            Path file = directory.resolve(name);
            Files.writeString(file, value);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return SecretReference.parse("${file:" + file + "}");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10), InstantSource.system());
    }
}
