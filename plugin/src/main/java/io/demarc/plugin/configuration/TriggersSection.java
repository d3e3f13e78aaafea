/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.configuration;

import io.demarc.access.Printable;
import io.demarc.access.yaml.YamlNode;
import io.demarc.plugin.configuration.Triggers.EventBus;
import io.demarc.plugin.configuration.Triggers.HostPort;
import io.demarc.plugin.configuration.Triggers.Tls;
import io.demarc.plugin.configuration.Triggers.Webhooks;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code webhooks} and {@code event-bus} of the section {@code cloudstack}. */
final class TriggersSection {
    private static final Pattern HOST_PORT =
            Pattern.compile("(?:([\\w.-]{1,253})|\\[([0-9a-fA-F:.]{2,45})]):(\\d{1,5})");
    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_NAME = 255;

    private TriggersSection() {}

    static Triggers read(YamlNode cloudStack) {
        return new Triggers(webhooks(cloudStack.get("webhooks")), eventBus(cloudStack.get("event-bus")));
    }

    private static @Nullable Webhooks webhooks(YamlNode node) {
        if (!node.isPresent()) {
            return null;
        }
        node.knowing("listen", "url", "secret", "certificate", "private-key", "plain-http", "verify-certificate");
        Optional<HostPort> listen = node.get("listen").required(TriggersSection::hostPort);
        Optional<URI> url = node.get("url").required(TriggersSection::url);
        Optional<SecretReference> secret = DaemonConfigFile.secret(node.get("secret"));
        Optional<Tls> tls = Optional.empty();
        boolean isPlain = node.get("plain-http").flag(false);
        if (!isPlain) {
            Optional<Path> certificate = node.get("certificate").required(DaemonConfigFile::absolutePath);
            Optional<SecretReference> key = DaemonConfigFile.secret(node.get("private-key"));
            tls = certificate.flatMap(chain -> key.map(it -> new Tls(chain, it)));
        } else if (node.get("certificate").isPresent()
                || node.get("private-key").isPresent()) {
            node.problem("has plain-http: true, and a certificate or private-key that would not be used");
        }
        boolean verify = node.get("verify-certificate").flag(true);
        if (listen.isEmpty() || url.isEmpty() || secret.isEmpty()) {
            return null;
        }
        return new Webhooks(listen.get(), url.get(), secret.get(), tls.orElse(null), verify);
    }

    private static @Nullable EventBus eventBus(YamlNode node) {
        if (!node.isPresent()) {
            return null;
        }
        node.knowing("address", "user", "password", "virtual-host", "exchange", "tls", "ca-file");
        Optional<HostPort> address = node.get("address").required(TriggersSection::hostPort);
        Optional<String> user = node.get("user").required(TriggersSection::name);
        Optional<SecretReference> password = DaemonConfigFile.secret(node.get("password"));
        String virtualHost =
                node.get("virtual-host").optional(TriggersSection::name).orElse("/");
        String exchange = node.get("exchange").optional(TriggersSection::name).orElse("cloudstack-events");
        boolean tls = node.get("tls").flag(true);
        Path ca = node.get("ca-file").optional(DaemonConfigFile::absolutePath).orElse(null);
        if (address.isEmpty() || user.isEmpty() || password.isEmpty()) {
            return null;
        }
        return new EventBus(address.get(), user.get(), password.get(), virtualHost, exchange, tls, ca);
    }

    private static HostPort hostPort(String text) {
        Matcher matcher = HOST_PORT.matcher(text);
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group(3));
            if (port >= 1 && port <= HIGHEST_PORT) {
                return new HostPort(matcher.group(1) == null ? matcher.group(2) : matcher.group(1), port);
            }
        }
        throw new IllegalArgumentException(
                "'" + Printable.of(text) + "' is not host:port, such as 192.0.2.10:8443 or [2001:db8::10]:8443");
    }

    private static String name(String text) {
        if (text.isBlank()
                || text.length() > LONGEST_NAME
                || !Printable.of(text, LONGEST_NAME).equals(text)) {
            throw new IllegalArgumentException("is not a name of at most " + LONGEST_NAME + " printable characters");
        }
        return text;
    }

    private static URI url(String text) {
        return DaemonConfigFile.url(text, "https://demarc.example:8443/cloudstack");
    }
}
