/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.demarc.access.Deadline;
import io.demarc.access.Secret;
import io.demarc.lab.ground.DemarcProcess;
import io.demarc.plugin.cloudstack.CloudStackApi;
import io.demarc.plugin.cloudstack.HttpCloudStackApi;
import io.demarc.plugin.cloudstack.setup.CloudStackSetup.Mode;
import io.demarc.plugin.cloudstack.setup.OfferingChoice;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.plugin.configuration.Triggers;
import io.demarc.plugin.configuration.Triggers.HostPort;
import io.demarc.plugin.configuration.Triggers.Webhooks;
import io.demarc.plugin.http.WebhookListener;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.reconcile.ThreadTimers;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One command from a CloudStack that doesn't know Demarc to one that calls it, and back. */
class CloudStackSetupIT {
    private static final Path ENTRY_POINT = Path.of("../plugin/src/main/scripts/demarc.sh");

    @TempDir
    Path directory;

    private SetupBench bench;

    @BeforeEach
    void open() {
        bench = new SetupBench(directory);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void oneRunMakesEverythingAndTheNextChangesNothing() throws IOException {
        assertThat(bench.run()).isTrue();

        assertThat(bench.script).hasSameBinaryContentAs(ENTRY_POINT);
        assertThat(mode(bench.script)).isEqualTo("rwxr-xr-x");
        assertThat(mode(bench.apiKeyFile)).isEqualTo("rw-------");
        assertThat(mode(bench.secretKeyFile)).isEqualTo("rw-------");
        assertThat(bench.machine.groupsOfCloud()).contains("demarc");
        assertThat(bench.cloudStack.administration().inWords())
                .contains(
                        "\"name\":\"Isolated with VPN device\"",
                        "\"name\":\"attach-device\"",
                        "\"rule\":\"listNetworks\"")
                .doesNotContain("password");

        int before = bench.cloudStack.commandsReceived().size();
        assertThat(bench.run()).isTrue();
        assertThat(bench.lines).noneMatch(line -> line.startsWith("done"));
        List<String> again = bench.cloudStack.commandsReceived();
        assertThat(again.subList(before, again.size())).allMatch(command -> command.startsWith("list"));
    }

    @Test
    void theDaemonsKeyMayAskWhatTheDaemonAsksAndNothingElse() throws IOException {
        bench.run();

        CloudStackApi daemon = daemon();
        assertThat(daemon.ask("listNetworks", Map.of("listall", "true"), soon()).size())
                .isZero();
        assertThatThrownBy(() -> daemon.ask("listExtensions", Map.of(), soon()))
                .isInstanceOfSatisfying(
                        CloudStackApi.ApiRefusal.class,
                        e -> assertThat(e.code()).isEqualTo(432));
    }

    @Test
    void noSecretIsInAnAddress() throws IOException {
        bench.run();

        assertThat(bench.cloudStack.accessLog()).isNotEmpty().allMatch("POST /client/api"::equals);
        assertThat(bench.lines)
                .noneMatch(line -> line.contains(read(bench.apiKeyFile)) || line.contains(read(bench.secretKeyFile)))
                .noneMatch(line -> line.contains(read(bench.webhookFile)));
    }

    @Test
    void theWebhookIsMadeForAllAccountsWithASecretOfItsOwn() throws IOException {
        bench.run();

        assertThat(read(bench.webhookFile)).hasSize(43);
        assertThat(mode(bench.webhookFile)).isEqualTo("rw-------");
        assertThat(bench.cloudStack.administration().inWords())
                .contains("webhook {")
                .contains(
                        "\"name\":\"demarc 192.0.2.10:8443\"",
                        "\"payloadurl\":\"https://192.0.2.10:8443/cloudstack\"",
                        "\"scope\":\"Global\"",
                        "\"sslverification\":true");
        bench.webhooks = null;
        assertThat(bench.differences()).isEmpty();
    }

    @Test
    void whatCloudStackSignsWithTheSecretNudgesTheDaemonsListener() throws IOException {
        bench.run();
        Webhooks made = requireNonNull(bench.webhooks);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Webhooks plain = new Webhooks(new HostPort("127.0.0.1", port), made.url(), made.secret(), null, true);
        // CloudStack itself refuses this address; the recordings were made as this is.
        bench.cloudStack
                .administration()
                .spoil("webhook", "demarc 192.0.2.10:8443", "payloadurl", "http://127.0.0.1:" + port + "/cloudstack");
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
        AtomicInteger nudges = new AtomicInteger();
        Surroundings surroundings =
                new Surroundings(InstantSource.system(), new ThreadTimers(threads, threads), new Random(1));
        try (WebhookListener listener = new WebhookListener(plain, surroundings, nudges::incrementAndGet)) {
            listener.start();
            await().until(() -> listener.finding().verdict().equals("ok"));

            assertThat(bench.cloudStack.administration().deliver("ZONE.VLAN.ASSIGN.Completed", Instant.now()))
                    .containsExactly(200);
            assertThat(nudges).hasValue(1);
            assertThat(bench.cloudStack
                            .administration()
                            .deliver(
                                    "ZONE.VLAN.RELEASE.Completed", Instant.now().minusSeconds(3600)))
                    .containsExactly(403);
            assertThat(nudges).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void withoutWebhooksInTheConfigurationNoneIsMade() {
        bench.webhooks = null;

        assertThat(bench.run()).isTrue();

        assertThat(bench.cloudStack.administration().inWords()).doesNotContain("webhook {");
        assertThat(bench.cloudStack.commandsReceived()).doesNotContain("listWebhooks");
    }

    @Test
    void aWebhookThatSomebodyChangedIsMended() {
        bench.run();
        Administration made = bench.cloudStack.administration();
        made.spoil("webhook", "demarc 192.0.2.10:8443", "secretkey", "another");
        made.spoil("webhook", "demarc 192.0.2.10:8443", "state", "Disabled");

        assertThat(bench.differences())
                .containsExactly("to do    webhook demarc 192.0.2.10:8443: set its secretkey, state");
        assertThat(bench.run()).isTrue();
        assertThat(bench.differences()).isEmpty();
    }

    @Test
    void anAddressThatCloudStackRefusesIsTold() {
        bench.webhooks = new Webhooks(
                new HostPort("127.0.0.1", 8443),
                URI.create("https://127.0.0.1:8443/cloudstack"),
                SecretReference.parse("${file:" + bench.webhookFile + "}"),
                null,
                true);

        assertThatThrownBy(() -> bench.run())
                .hasMessageContaining("Illegal host specified in URL.")
                .hasMessageContaining("It stopped at: webhook demarc 127.0.0.1:8443");
    }

    @Test
    void interruptedAtAnyCallItFinishesWhenItIsRunAgainAndIsAsIfNothingHadHappened() throws IOException {
        bench.run();
        String whole = bench.cloudStack.administration().inWords();
        List<String> commands = bench.cloudStack.commandsReceived();
        int calls = commands.size();

        for (boolean isObeyed : new boolean[] {false, true}) {
            for (int number = 1; number <= calls; number++) {
                String command = commands.get(number - 1);
                if (!isObeyed && (command.startsWith("list") || command.startsWith("query"))) {
                    continue; // To a question it is the same whether question or answer is lost.
                }
                Path fresh = Files.createDirectory(directory.resolve(number + "-" + isObeyed));
                try (SetupBench other = new SetupBench(fresh)) {
                    assertThat(other.isInterruptedAt(number, isObeyed))
                            .as("call %s of %s, %s", number, calls, command)
                            .isTrue();
                    assertThat(other.run()).as("after call %s", number).isTrue();
                    assertThat(other.cloudStack.administration().inWords())
                            .as("after call %s, obeyed: %s", number, isObeyed)
                            .isEqualTo(whole);
                    assertThat(other.differences()).isEmpty();
                }
            }
        }
    }

    @Test
    void aDryRunTellsEachCallAndMakesNone() {
        assertThat(bench.setup().setUp(Mode.DRY_RUN)).isFalse();

        assertThat(bench.lines)
                .anyMatch(line -> line.strip()
                        .equals("createRole description='What Demarc'\\''s daemon may ask' name=Demarc type=Admin"))
                .anyMatch(line -> line.contains("createAccount") && line.contains("password=*** "))
                .anyMatch(line -> line.contains("registerExtension"));
        assertThat(bench.cloudStack.commandsReceived()).allMatch(command -> command.startsWith("list"));
        assertThat(bench.script).doesNotExist();
    }

    @Test
    void theCommandNeedsNoDaemon() throws Exception {
        Path config = Files.writeString(
                directory.resolve("demarc.yaml"),
                "cloudstack:\n  endpoint: " + bench.cloudStack.url() + "\n  api-key: ${file:" + bench.apiKeyFile
                        + "}\n  secret-key: ${file:" + bench.secretKeyFile + "}\n");
        bench.differences();
        ProcessBuilder command = new ProcessBuilder(DemarcProcess.command(
                        "cloudstack",
                        "setup",
                        "--dry-run",
                        "--config",
                        config.toString(),
                        "--admin-secret-key",
                        "${file:" + directory.resolve("admin-secret-key") + "}",
                        "--offering",
                        "l2"))
                .redirectErrorStream(true);
        command.environment()
                .put("CLOUDSTACK_API_KEY", bench.cloudStack.adminKeys().apiKey());
        Process process = command.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said)
                .contains("to do    role Demarc: create it\n", "to do    offering L2 with VPN device: create it")
                .doesNotContain(
                        "Isolated with VPN device", bench.cloudStack.adminKeys().secretKey());
    }

    @Test
    void whatSomebodyChangedIsToldByTheCheckAndMendedByTheNextRun() throws IOException {
        bench.run();
        Administration made = bench.cloudStack.administration();
        made.spoil("extension", "demarc", "state", "Disabled");
        made.spoil("networkserviceprovider", "demarc", "state", "Disabled");
        made.spoil("extensioncustomaction", "repair", "enabled", "false");
        made.spoil("networkoffering", "L2 with VPN device", "state", "Disabled");
        made.spoil("account", "demarc", "rolename", "Root Admin");
        made.spoil("rolepermission", "", "rule", "*");
        Files.writeString(bench.script, "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(bench.secretKeyFile, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(bench.differences())
                .extracting(line -> line.substring(9).replaceFirst(":.*", ""))
                .contains(
                        "role Demarc",
                        "account demarc",
                        "keys of user demarc",
                        "extension demarc",
                        "entry point on this machine",
                        "provider on physical network pn0 in zone sim",
                        "action repair",
                        "offering L2 with VPN device");
        assertThat(bench.run()).isTrue();
        assertThat(bench.differences()).isEmpty();
    }

    @Test
    void newKeysTakeThePlaceOfTheOldOnes() throws IOException {
        bench.run();
        String before = read(bench.apiKeyFile);
        bench.rotateKeys = true;
        assertThat(bench.run()).isTrue();
        bench.rotateKeys = false;

        assertThat(read(bench.apiKeyFile)).isNotEqualTo(before);
        assertThat(bench.differences()).isEmpty();
        assertThat(bench.cloudStack.administration().keys(before)).isEmpty();
        assertThat(daemon().ask("listNetworks", Map.of("listall", "true"), soon())
                        .size())
                .isZero();
    }

    @Test
    void withoutRootItTellsWhatIsToBeDoneByHandAndMakesNoOfferingYet() {
        bench.machine.runAs("somebody");

        assertThat(bench.run()).isFalse();
        assertThat(bench.lines)
                .anyMatch(line -> line.startsWith("by hand  keys of user demarc"))
                .anyMatch(line -> line.startsWith("by hand  entry point on this machine: put it at"))
                .anyMatch(line -> line.contains("usermod --append --groups demarc cloud"))
                .anyMatch(line -> line.startsWith("to do    offering Isolated with VPN device"));
        assertThat(bench.cloudStack.commandsReceived()).doesNotContain("createNetworkOffering");
    }

    @Test
    void offeringsThatWereNotSeenToWorkAreMadeWhenAskedFor() {
        bench.offerings = Set.of(OfferingChoice.SHARED, OfferingChoice.VPC_TIER);

        assertThat(bench.run()).isTrue();
        assertThat(bench.differences()).isEmpty();
        assertThat(bench.cloudStack.administration().inWords())
                .contains("VPC tier with VPN device", "vpcoffering ", "Shared with VPN device")
                .doesNotContain("Isolated with VPN device");
    }

    @Test
    void removingTakesEverythingAwayAgain() {
        String empty = bench.cloudStack.administration().inWords();
        bench.run();

        assertThat(bench.setup().remove(Mode.RUN)).isTrue();
        assertThat(bench.cloudStack.administration().inWords()).isEqualTo(empty);
        assertThat(Stream.of(bench.script, bench.apiKeyFile, bench.secretKeyFile, bench.webhookFile))
                .noneMatch(Files::exists);
        assertThat(bench.setup().remove(Mode.RUN)).isTrue();
    }

    @Test
    void aRemovalThatIsInterruptedAtAnyCallFinishesWhenItIsRunAgain() throws IOException {
        String empty = bench.cloudStack.administration().inWords();
        bench.run();
        int before = bench.cloudStack.commandsReceived().size();
        bench.setup().remove(Mode.RUN);
        int calls = bench.cloudStack.commandsReceived().size() - before;

        for (int number = 1; number <= calls; number++) {
            try (SetupBench other = new SetupBench(Files.createDirectory(directory.resolve("" + number)))) {
                other.run();
                other.cloudStack.interruptAt(number, true);
                assertThatThrownBy(() -> other.setup().remove(Mode.RUN))
                        .as("call %s of %s", number, calls)
                        .hasMessageContaining("CloudStack's API at 127.0.0.1 can't be asked");
                assertThat(other.setup().remove(Mode.RUN))
                        .as("after call %s", number)
                        .isTrue();
                assertThat(other.cloudStack.administration().inWords()).isEqualTo(empty);
            }
        }
    }

    @Test
    void aRemovalWithoutRootLeavesWhatIsNeededToFindTheFiles() {
        bench.run();
        bench.machine.runAs("somebody");

        assertThat(bench.setup().remove(Mode.RUN)).isFalse();
        assertThat(bench.lines).anyMatch(line -> line.startsWith("by hand  entry point on this machine: delete"));
        assertThat(bench.cloudStack.administration().inWords()).contains("extension {", "account {", "role {");
        bench.machine.runAs("root");
        assertThat(bench.setup().remove(Mode.RUN)).isTrue();
        assertThat(bench.apiKeyFile).doesNotExist();
    }

    @Test
    void nothingIsRemovedWhileAnythingNamesDemarc() {
        bench.run();
        String whole = bench.cloudStack.administration().inWords();
        bench.cloudStack.add(SimulatedNetwork.created(
                204, "50f13157-b872-444a-a9c1-91f6f85a1dd0", "a1", NetworkOwner.account("ROOT", "alice")));

        assertThatThrownBy(() -> bench.setup().remove(Mode.RUN))
                .hasMessageContaining("network a1 (50f13157-b872-444a-a9c1-91f6f85a1dd0, Allocated)");
        bench.cloudStack.delete(204);
        bench.cloudStack.administration().addOffering("Gold", "demarc");
        assertThatThrownBy(() -> bench.setup().remove(Mode.RUN)).hasMessageContaining("offering Gold");
        assertThat(bench.cloudStack.administration().inWords())
                .contains(whole.lines().toArray(String[]::new));
        assertThat(bench.script).exists();
    }

    private CloudStackApi daemon() throws IOException {
        SecretReference api = SecretReference.parse("${file:" + bench.apiKeyFile + "}");
        return new HttpCloudStackApi(
                new CloudStackAccess(
                        bench.cloudStack.url(),
                        api,
                        api,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        true,
                        false,
                        null,
                        false,
                        Triggers.NONE),
                () -> new Secret(read(bench.apiKeyFile)),
                () -> new Secret(read(bench.secretKeyFile)),
                InstantSource.system());
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10), InstantSource.system());
    }
}
