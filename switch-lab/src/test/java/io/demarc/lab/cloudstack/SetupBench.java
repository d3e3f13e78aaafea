/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import io.demarc.plugin.cloudstack.setup.CloudStackSetup;
import io.demarc.plugin.cloudstack.setup.OfferingChoice;
import io.demarc.plugin.cloudstack.setup.SetupOrder;
import io.demarc.plugin.cloudstack.setup.SetupOrder.Users;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.plugin.configuration.Triggers;
import io.demarc.plugin.configuration.Triggers.HostPort;
import io.demarc.plugin.configuration.Triggers.Webhooks;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CloudStack without Demarc, a management server's directories, and the set-up with an administrator's keys. */
final class SetupBench implements AutoCloseable {
    final SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
    final FakeMachine machine = new FakeMachine();
    final Path apiKeyFile;
    final Path secretKeyFile;
    final Path extensions;
    final Path webhookFile;
    final Path script;
    final List<String> lines = new ArrayList<>();
    List<String> physicalNetworks = List.of();
    Set<OfferingChoice> offerings = OfferingChoice.USUAL;

    @Nullable
    String zone;

    boolean rotateKeys;
    boolean alerts = true;

    @Nullable
    Path caFile;

    @Nullable
    Webhooks webhooks;

    /** How much this machine's clock is ahead. */
    Duration ahead = Duration.ZERO;

    private final Path directory;
    private String adminSecret = cloudStack.adminKeys().secretKey();

    SetupBench(Path directory) {
        this.directory = directory;
        this.apiKeyFile = directory.resolve("secrets/api-key");
        this.secretKeyFile = directory.resolve("secrets/secret-key");
        this.webhookFile = directory.resolve("secrets/webhook");
        this.webhooks = new Webhooks(
                new HostPort("192.0.2.10", 8443),
                URI.create("https://192.0.2.10:8443/cloudstack"),
                SecretReference.parse("${file:" + webhookFile + "}"),
                null,
                true);
        this.extensions = directory.resolve("extensions");
        this.script = extensions.resolve("demarc/demarc.sh");
        cloudStack.allowAdministration(extensions);
        cloudStack.administration().addPhysicalNetwork("pn0", "VLAN");
    }

    void giveWrongSecret() {
        adminSecret = "not-the-secret";
    }

    CloudStackSetup setup() {
        lines.clear();
        String me = System.getProperty("user.name");
        SetupOrder order = new SetupOrder(
                access(),
                secret("admin-api-key", cloudStack.adminKeys().apiKey()),
                secret("admin-secret-key", adminSecret),
                physicalNetworks,
                zone,
                offerings,
                true,
                new Users(me, me, "cloud"),
                rotateKeys);
        return new CloudStackSetup(order, this::now, machine, pause -> ahead = ahead.plus(pause), lines::add);
    }

    private Instant now() {
        return Instant.now().plus(ahead);
    }

    /** Runs it; whether everything is done. */
    boolean run() {
        return setup().setUp(CloudStackSetup.Mode.RUN);
    }

    /** What differs. */
    List<String> differences() {
        boolean isDone = setup().setUp(CloudStackSetup.Mode.CHECK);
        List<String> found =
                lines.stream().filter(line -> !line.startsWith("ok ")).toList();
        if (isDone != found.isEmpty()) {
            throw new AssertionError("it says " + isDone + " and tells " + found);
        }
        return found;
    }

    /** Whether a run breaks off at the request of this number. */
    boolean isInterruptedAt(int number, boolean isObeyed) {
        cloudStack.interruptAt(number, isObeyed);
        try {
            run();
            return false;
        } catch (ProblemException e) {
            return true;
        }
    }

    CloudStackAccess access() {
        return new CloudStackAccess(
                cloudStack.url(),
                SecretReference.parse("${file:" + apiKeyFile + "}"),
                SecretReference.parse("${file:" + secretKeyFile + "}"),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                true,
                false,
                caFile,
                alerts,
                new Triggers(webhooks, null));
    }

    private SecretReference secret(String name, String value) {
        try {
            Path file = Files.writeString(directory.resolve(name), value);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return SecretReference.parse("${file:" + file + "}");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cloudStack.close();
    }
}
