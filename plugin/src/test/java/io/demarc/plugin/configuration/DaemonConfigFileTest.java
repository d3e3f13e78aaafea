/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.configuration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.demarc.plugin.configuration.DaemonConfig.AttachFailure;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.configuration.DaemonConfig.SavePolicy;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaemonConfigFileTest {
    /** Without line and column, which YamlProblemsTest is about. */
    private static List<String> problems(String yaml) {
        ProblemException e =
                catchThrowableOfType(ProblemException.class, () -> DaemonConfigFile.parse(yaml, "Configuration x"));
        assertThat(e.problem().code()).isEqualTo(ProblemCode.CONFIG_INVALID);
        return e.problem().details().stream()
                .map(line -> line.replaceFirst(" \\(line \\d+, column \\d+\\)$", ""))
                .toList();
    }

    @Test
    void anEmptyFileMeansTheDefaults() {
        DaemonConfig config = DaemonConfigFile.parse("", "Configuration x");

        assertThat(config.socket()).isEqualTo(Path.of("/run/demarc/demarc.sock"));
        assertThat(config.stateDirectory()).isEqualTo(Path.of("/var/lib/demarc"));
        assertThat(config.platformDirectories()).isEmpty();
        assertThat(config.keepTranscripts()).isEqualTo(Duration.ofDays(90));
        assertThat(config.cloudStack()).isNull();
        assertThat(config.reconciling().resyncInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.reconciling().attachFailure()).isEqualTo(AttachFailure.CONTINUE);
        assertThat(config.reconciling().save()).isEqualTo(SavePolicy.PER_BATCH);
        assertThat(config.switchTimeouts().connect()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void everyKeyIsRead() {
        DaemonConfig config = DaemonConfigFile.parse("""
                socket: /tmp/demarc.sock
                state-directory: /tmp/state
                platform-directories: [/etc/demarc/platforms]
                manage: observe
                journal: { keep-transcripts: 14d }
                cloudstack:
                  endpoint: https://cloud.example/client/api
                  api-key: ${file:/etc/demarc/api}
                  secret-key: ${env:SECRET}
                  poll-interval: 30s
                  timeout: 4s
                  verify-tls: false
                  attach-by-tag: true
                  ca-file: /etc/demarc/ca.pem
                  alerts: false
                  webhooks:
                    listen: 192.0.2.10:8443
                    url: https://demarc.example/cloudstack
                    secret: ${file:/etc/demarc/webhook}
                    certificate: /etc/demarc/webhook.pem
                    private-key: ${file:/etc/demarc/webhook.key}
                    verify-certificate: false
                  event-bus:
                    address: "[2001:db8::5]:5672"
                    user: demarc
                    password: ${env:BUS}
                    virtual-host: cloud
                    exchange: events
                    tls: false
                    ca-file: /etc/demarc/bus.pem
                reconcile:
                  resync-interval: 1h
                  attach-failure: fail
                  gather-window: 250ms
                  save: delayed
                  save-delay: 10m
                  switch-deadline: 90s
                  longest-retry: 3m
                  most-changes: { on-one-switch: 7, on-all: 20 }
                switch-timeouts: { connect: 1s, command: 2s }
                """, "Configuration x");

        assertThat(config)
                .isEqualTo(new DaemonConfig(
                        Path.of("/tmp/demarc.sock"),
                        Path.of("/tmp/state"),
                        List.of(Path.of("/etc/demarc/platforms")),
                        Manage.OBSERVE,
                        Duration.ofDays(14),
                        new CloudStackAccess(
                                URI.create("https://cloud.example/client/api"),
                                SecretReference.parse("${file:/etc/demarc/api}"),
                                SecretReference.parse("${env:SECRET}"),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(4),
                                false,
                                true,
                                Path.of("/etc/demarc/ca.pem"),
                                false,
                                new Triggers(
                                        new Triggers.Webhooks(
                                                new Triggers.HostPort("192.0.2.10", 8443),
                                                URI.create("https://demarc.example/cloudstack"),
                                                SecretReference.parse("${file:/etc/demarc/webhook}"),
                                                new Triggers.Tls(
                                                        Path.of("/etc/demarc/webhook.pem"),
                                                        SecretReference.parse("${file:/etc/demarc/webhook.key}")),
                                                false),
                                        new Triggers.EventBus(
                                                new Triggers.HostPort("2001:db8::5", 5672),
                                                "demarc",
                                                SecretReference.parse("${env:BUS}"),
                                                "cloud",
                                                "events",
                                                false,
                                                Path.of("/etc/demarc/bus.pem")))),
                        new DaemonConfig.Reconciling(
                                Duration.ofHours(1),
                                AttachFailure.FAIL,
                                Duration.ofMillis(250),
                                SavePolicy.DELAYED,
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(90),
                                Duration.ofMinutes(3),
                                new DaemonConfig.MostChanges(7, 20)),
                        new DaemonConfig.SwitchTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(2))));
    }

    @Test
    void tellsEveryProblemAtOnceWithItsPlaceAndWhatMayHaveBeenMeant() {
        assertThat(problems("""
                socket: demarc.sock
                stat-directory: /tmp
                resync_interval: 5m
                cloudstack:
                  endpoint: ftp://cloud.example
                  api-key: 0123456789abcdef
                reconcile:
                  attach-failure: maybe
                  gather-window: 5
                  switch-deadline: 1ms
                """))
                .containsExactlyInAnyOrder(
                        "unknown key 'stat-directory'; did you mean 'state-directory'?",
                        "unknown key 'resync_interval'; known here: cloudstack, journal, manage,"
                                + " platform-directories, reconcile, socket, state-directory, switch-timeouts",
                        "socket: 'demarc.sock' is not an absolute path",
                        "cloudstack.endpoint: is not a URL such as https://cloud.example/client/api, without user,"
                                + " password or query",
                        "cloudstack.api-key: a secret stands here by reference only. Write"
                                + " ${file:/path/of/a/file/with/mode/0600} or ${env:NAME}.",
                        "cloudstack.secret-key: is missing",
                        "reconcile.attach-failure: 'maybe' is not one of continue, fail",
                        "reconcile.gather-window: '5' is not a length of time such as 250ms, 30s, 5m, 1h or 90d",
                        "reconcile.switch-deadline: 1ms is not within 1s to 30m");
    }

    @Test
    void neverRepeatsASecretThatWasWrittenIntoTheFile() {
        String literal = "cloudstack: { endpoint: 'https://c/api', api-key: hunter2, secret-key: hunter2 }";
        String broken = "cloudstack:\n  api-key: hunter2: \"hunter2\n";

        assertThat(problems(literal)).isNotEmpty().noneMatch(line -> line.contains("hunter2"));
        assertThat(problems(broken)).isNotEmpty().noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        assertThat(problems("socket: /a\nsocket: /b\n"))
                .singleElement()
                .asString()
                .contains("socket");
    }

    @Test
    void aSocketPathThatTheKernelWouldRefuseIsRefused() {
        assertThat(problems("socket: /" + "x".repeat(120)))
                .containsExactly("socket: the path of a UNIX socket has at most 107 bytes");
    }

    private static final String API = """
            cloudstack:
              endpoint: https://cloud.example/client/api
              api-key: ${env:A}
              secret-key: ${env:B}
            """;

    @Test
    void withoutWebhooksAndEventBusNothingIsListenedTo() {
        assertThat(cloudStack("").triggers()).isEqualTo(Triggers.NONE);
    }

    @Test
    void plainHttpIsForThoseWhoSaySo() {
        String webhooks = "  webhooks: { listen: '10.0.0.5:8080', url: 'https://demarc.example', secret: '${env:C}'";

        assertThat(problems(API + webhooks + " }"))
                .containsExactly(
                        "cloudstack.webhooks.certificate: is missing", "cloudstack.webhooks.private-key: is missing");
        assertThat(problems(API + webhooks + ", plain-http: true, certificate: /a.pem }"))
                .containsExactly("cloudstack.webhooks: has plain-http: true, and a certificate or private-key that"
                        + " would not be used");

        Triggers.Webhooks read = requireNonNull(
                cloudStack(webhooks + ", plain-http: true }").triggers().webhooks());
        assertThat(read.tls()).isNull();
        assertThat(read.path()).isEqualTo("/");
        assertThat(read.verifyCertificate()).isTrue();
    }

    @Test
    void anEventBusHasCloudStacksDefaults() {
        Triggers.EventBus read =
                requireNonNull(cloudStack("  event-bus: { address: 'rabbit:5671', user: demarc, password: '${env:C}' }")
                        .triggers()
                        .eventBus());

        assertThat(read.virtualHost()).isEqualTo("/");
        assertThat(read.exchange()).isEqualTo("cloudstack-events");
        assertThat(read.tls()).isTrue();
        assertThat(read.address()).hasToString("rabbit:5671");
    }

    @Test
    void whatIsWrongWithATriggerNamesItsKey() {
        assertThat(problems(API + """
                  webhooks: { listen: 8443, url: 'https://u:p@demarc', secret: hunter2, plain-http: true, port: 1 }
                  event-bus: { address: 'rabbit:0', user: 'zoë', password: hunter2, exchange: '' }
                """))
                .containsExactlyInAnyOrder(
                        "cloudstack.webhooks.listen: '8443' is not host:port, such as 192.0.2.10:8443 or"
                                + " [2001:db8::10]:8443",
                        "cloudstack.webhooks.url: is not a URL such as https://demarc.example:8443/cloudstack, without"
                                + " user, password or query",
                        "cloudstack.webhooks.secret: a secret stands here by reference only. Write"
                                + " ${file:/path/of/a/file/with/mode/0600} or ${env:NAME}.",
                        "cloudstack.webhooks: unknown key 'port'; known here: certificate, listen, plain-http,"
                                + " private-key, secret, url, verify-certificate",
                        "cloudstack.event-bus.address: 'rabbit:0' is not host:port, such as 192.0.2.10:8443 or"
                                + " [2001:db8::10]:8443",
                        "cloudstack.event-bus.user: is not a name of at most 255 printable characters",
                        "cloudstack.event-bus.password: a secret stands here by reference only. Write"
                                + " ${file:/path/of/a/file/with/mode/0600} or ${env:NAME}.",
                        "cloudstack.event-bus.exchange: is not a name of at most 255 printable characters");
    }

    private static CloudStackAccess cloudStack(String section) {
        return requireNonNull(
                DaemonConfigFile.parse(API + section, "Configuration x").cloudStack());
    }
}
