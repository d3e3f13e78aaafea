/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.configuration;

import io.demarc.access.FileFault;
import io.demarc.access.Printable;
import io.demarc.access.yaml.YamlNode;
import io.demarc.access.yaml.YamlProblems;
import io.demarc.plugin.configuration.DaemonConfig.AttachFailure;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.configuration.DaemonConfig.MostChanges;
import io.demarc.plugin.configuration.DaemonConfig.Reconciling;
import io.demarc.plugin.configuration.DaemonConfig.SavePolicy;
import io.demarc.plugin.configuration.DaemonConfig.SwitchTimeouts;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code demarc.yaml}. Every key has a default; an unknown key is an error. */
public final class DaemonConfigFile {
    private static final Path SOCKET = Path.of("/run/demarc/demarc.sock");
    private static final Path STATE = Path.of("/var/lib/demarc");
    /** Longest path of a UNIX socket on Linux (sockaddr_un, 108 with the closing zero). */
    private static final int LONGEST_SOCKET_PATH = 107;

    /** A whole switch of 48 ports within a minute; a tenant's network has a few. */
    private static final int CHANGES_ON_ONE_SWITCH = 48;

    private static final int CHANGES_ON_ALL = 200;

    private DaemonConfigFile() {}

    /** Throws {@code CONFIG_INVALID} with every problem of the file. */
    public static DaemonConfig read(Path file) {
        try {
            return parse(Files.readString(file), "Configuration " + file);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.CONFIG_INVALID,
                            "Configuration " + file + " cannot be read: " + FileFault.inWords(e) + ".",
                            "Check that the file exists, is UTF-8 text and may be read by the daemon's user."),
                    e);
        }
    }

    /** As {@link #read}, of text; an empty one means the defaults. */
    public static DaemonConfig parse(String yaml, String document) {
        YamlProblems problems = new YamlProblems();
        YamlNode root = YamlNode.parse(yaml, problems)
                .knowing(
                        "socket",
                        "state-directory",
                        "platform-directories",
                        "manage",
                        "journal",
                        "cloudstack",
                        "reconcile",
                        "switch-timeouts");
        DaemonConfig config = new DaemonConfig(
                root.get("socket").optional(DaemonConfigFile::socketPath).orElse(SOCKET),
                root.get("state-directory")
                        .optional(DaemonConfigFile::absolutePath)
                        .orElse(STATE),
                platformDirectories(root.get("platform-directories")),
                root.get("manage").choice(Manage.class).orElse(Manage.ENFORCE),
                keepTranscripts(root.get("journal")),
                cloudStack(root.get("cloudstack")),
                reconciling(root.get("reconcile")),
                switchTimeouts(root.get("switch-timeouts")));
        problems.throwIfAny(
                ProblemCode.CONFIG_INVALID,
                document,
                "Mend it; nothing was changed. docs/configuration.md explains every key.");
        return config;
    }

    private static List<Path> platformDirectories(YamlNode node) {
        List<Path> directories = new ArrayList<>();
        node.items()
                .forEach(item -> item.required(DaemonConfigFile::absolutePath).ifPresent(directories::add));
        return directories;
    }

    private static Duration keepTranscripts(YamlNode node) {
        return node.knowing("keep-transcripts")
                .get("keep-transcripts")
                .duration(Duration.ofDays(90), Duration.ofHours(1), Duration.ofDays(3650));
    }

    private static @Nullable CloudStackAccess cloudStack(YamlNode node) {
        if (!node.isPresent()) {
            return null;
        }
        node.knowing(
                "endpoint",
                "api-key",
                "secret-key",
                "poll-interval",
                "timeout",
                "verify-tls",
                "attach-by-tag",
                "ca-file",
                "alerts",
                "webhooks",
                "event-bus");
        Optional<URI> endpoint = node.get("endpoint").required(DaemonConfigFile::endpoint);
        Optional<SecretReference> apiKey = secret(node.get("api-key"));
        Optional<SecretReference> secretKey = secret(node.get("secret-key"));
        Duration poll =
                node.get("poll-interval").duration(Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofHours(24));
        Duration timeout =
                node.get("timeout").duration(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(2));
        boolean verifyTls = node.get("verify-tls").flag(true);
        boolean attachByTag = node.get("attach-by-tag").flag(false);
        Path ca = node.get("ca-file").optional(DaemonConfigFile::absolutePath).orElse(null);
        boolean alerts = node.get("alerts").flag(true);
        Triggers triggers = TriggersSection.read(node);
        if (endpoint.isEmpty() || apiKey.isEmpty() || secretKey.isEmpty()) {
            return null;
        }
        return new CloudStackAccess(
                endpoint.get(),
                apiKey.get(),
                secretKey.get(),
                poll,
                timeout,
                verifyTls,
                attachByTag,
                ca,
                alerts,
                triggers);
    }

    static Optional<SecretReference> secret(YamlNode node) {
        return node.required(SecretReference::parse);
    }

    private static Reconciling reconciling(YamlNode node) {
        node.knowing(
                "resync-interval",
                "attach-failure",
                "gather-window",
                "save",
                "save-delay",
                "switch-deadline",
                "longest-retry",
                "most-changes");
        return new Reconciling(
                node.get("resync-interval")
                        .duration(Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(24)),
                node.get("attach-failure").choice(AttachFailure.class).orElse(AttachFailure.CONTINUE),
                node.get("gather-window").duration(Duration.ofMillis(20), Duration.ZERO, Duration.ofSeconds(10)),
                node.get("save").choice(SavePolicy.class).orElse(SavePolicy.PER_BATCH),
                node.get("save-delay").duration(Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(24)),
                node.get("switch-deadline")
                        .duration(Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofMinutes(30)),
                node.get("longest-retry").duration(Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofHours(1)),
                mostChanges(node.get("most-changes")));
    }

    private static MostChanges mostChanges(YamlNode node) {
        node.knowing("on-one-switch", "on-all");
        return new MostChanges(
                count(node.get("on-one-switch"), CHANGES_ON_ONE_SWITCH), count(node.get("on-all"), CHANGES_ON_ALL));
    }

    private static int count(YamlNode node, int usual) {
        return node.optional(DaemonConfigFile::count).orElse(usual);
    }

    private static int count(String text) {
        if (!text.matches("[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException("'" + Printable.of(text) + "' is not a whole number from 1 to 99999");
        }
        return Integer.parseInt(text);
    }

    private static SwitchTimeouts switchTimeouts(YamlNode node) {
        node.knowing("connect", "command");
        return new SwitchTimeouts(
                node.get("connect").duration(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(5)),
                node.get("command").duration(Duration.ofSeconds(15), Duration.ofMillis(100), Duration.ofMinutes(5)));
    }

    static Path absolutePath(String text) {
        if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'" + Printable.of(text) + "' is not an absolute path");
        }
        return Path.of(text).normalize();
    }

    private static Path socketPath(String text) {
        Path path = absolutePath(text);
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
            throw new IllegalArgumentException(
                    "the path of a UNIX socket has at most " + LONGEST_SOCKET_PATH + " bytes");
        }
        return path;
    }

    private static URI endpoint(String text) {
        return url(text, "https://cloud.example/client/api");
    }

    /** Of a scheme that HTTP clients know, with a host, and with nothing that could be a secret. */
    static URI url(String text, String example) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not a URL such as " + example, e);
        }
        boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!isHttp || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
            throw new IllegalArgumentException("is not a URL such as " + example + ", without user, password or query");
        }
        return uri;
    }
}
