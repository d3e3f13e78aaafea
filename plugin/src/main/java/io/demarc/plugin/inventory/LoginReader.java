/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.access.Login;
import io.demarc.access.Printable;
import io.demarc.access.SshAlgorithms;
import io.demarc.access.ssh.AlgorithmKind;
import io.demarc.access.yaml.YamlNode;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.plugin.words.LoginReference;
import io.demarc.switches.platform.Platform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a switch's login, in the form that its platform's transport needs. */
final class LoginReader {
    private static final String LEAST_GROUP = "least-group-bits";

    private LoginReader() {}

    static Optional<LoginReference> read(YamlNode node, Platform.Transport transport) {
        if (!node.isPresent()) {
            node.problem("is missing");
            return Optional.empty();
        }
        if (transport == Platform.Transport.SSH) {
            return ssh(node);
        }
        return node.get("community").isPresent() || node.get("version").isPresent() ? community(node) : snmpV3(node);
    }

    private static Optional<LoginReference> ssh(YamlNode node) {
        if (node.get("auth").isPresent() || node.get("community").isPresent()) {
            node.problem(
                    "is an SNMP login, but the switch's platform speaks SSH: give user and password or private-key");
            return Optional.empty();
        }
        node.knowing("user", "password", "private-key", "passphrase", "enable", "legacy-algorithms", "algorithms");
        Optional<String> user = node.get("user").required(LoginReader::user);
        @Nullable
        SecretReference password =
                node.get("password").optional(SecretReference::parse).orElse(null);
        @Nullable
        SecretReference key =
                node.get("private-key").optional(SecretReference::parse).orElse(null);
        @Nullable
        SecretReference passphrase =
                node.get("passphrase").optional(SecretReference::parse).orElse(null);
        @Nullable
        SecretReference enable =
                node.get("enable").optional(SecretReference::parse).orElse(null);
        SshAlgorithms algorithms =
                algorithms(node.get("algorithms"), node.get("legacy-algorithms").flag(false));
        if (!node.get("password").isPresent() && !node.get("private-key").isPresent()) {
            node.problem("needs a password or a private-key");
        }
        return user.map(name -> new LoginReference.Ssh(name, password, key, passphrase, enable, algorithms));
    }

    private static SshAlgorithms algorithms(YamlNode node, boolean legacy) {
        List<String> keys = new ArrayList<>(List.of(LEAST_GROUP));
        Arrays.stream(AlgorithmKind.values()).map(AlgorithmKind::key).forEach(keys::add);
        node.knowing(keys.toArray(String[]::new));
        int least = node.get(LEAST_GROUP)
                .optional(LoginReader::groupBits)
                .orElseGet(() -> SshAlgorithms.usualGroupBits(legacy));
        return new SshAlgorithms(
                legacy,
                listed(node, AlgorithmKind.KEY_EXCHANGE),
                listed(node, AlgorithmKind.HOST_KEY),
                listed(node, AlgorithmKind.CIPHER),
                listed(node, AlgorithmKind.MAC),
                least);
    }

    private static List<String> listed(YamlNode node, AlgorithmKind kind) {
        YamlNode list = node.get(kind.key());
        List<String> names = list.items().stream()
                .flatMap(item -> item.required(kind::require).stream())
                .toList();
        if (list.isList() && list.items().isEmpty()) {
            list.problem("lists nothing; leave it out if it is to be as usual");
        }
        return names;
    }

    private static int groupBits(String text) {
        int bits = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (bits < SshAlgorithms.LEAST_GROUP_BITS || bits > SshAlgorithms.MOST_GROUP_BITS) {
            throw new IllegalArgumentException("'" + Printable.of(text) + "' is not a number of bits, "
                    + SshAlgorithms.LEAST_GROUP_BITS + " to " + SshAlgorithms.MOST_GROUP_BITS);
        }
        return bits;
    }

    private static Optional<LoginReference> snmpV3(YamlNode node) {
        if (node.get("password").isPresent() || node.get("private-key").isPresent()) {
            node.problem("is an SSH login, but the switch's platform speaks SNMP: give user, auth and priv");
            return Optional.empty();
        }
        node.knowing("user", "auth", "priv", "context", "version", "community");
        Optional<String> user = node.get("user").required(LoginReader::user);
        YamlNode auth = required(node.get("auth"));
        YamlNode priv = required(node.get("priv"));
        Optional<Login.AuthProtocol> authProtocol =
                protocol(auth.get("protocol"), Login.AuthProtocol.class, Login.AuthProtocol.SHA256);
        Optional<Login.PrivProtocol> privProtocol =
                protocol(priv.get("protocol"), Login.PrivProtocol.class, Login.PrivProtocol.AES128);
        Optional<SecretReference> authSecret = secret(auth);
        Optional<SecretReference> privSecret = secret(priv);
        @Nullable
        String context = node.get("context").optional(LoginReader::user).orElse(null);
        if (user.isEmpty() || authSecret.isEmpty() || privSecret.isEmpty()) {
            return Optional.empty();
        }
        if (authProtocol.isEmpty() || privProtocol.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LoginReference.SnmpV3(
                user.get(), authProtocol.get(), authSecret.get(), privProtocol.get(), privSecret.get(), context));
    }

    private static Optional<SecretReference> secret(YamlNode node) {
        return node.isPresent() ? node.get("secret").required(SecretReference::parse) : Optional.empty();
    }

    private static YamlNode required(YamlNode node) {
        if (!node.isPresent()) {
            node.problem("is missing: SNMPv3 is used with authentication and privacy, always");
        }
        return node.knowing("protocol", "secret");
    }

    private static <E extends Enum<E>> Optional<E> protocol(YamlNode node, Class<E> type, E usual) {
        return node.isPresent() ? node.optional(text -> constant(text, type)) : Optional.of(usual);
    }

    /** {@code SHA256}, {@code sha-256} and {@code SHA-256} are all in use. */
    private static <E extends Enum<E>> E constant(String text, Class<E> type) {
        String wanted = text.toUpperCase(Locale.ROOT).replace("-", "");
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(wanted)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + Printable.of(text) + "' is not one of "
                + String.join(
                        ", ",
                        java.util.Arrays.stream(type.getEnumConstants())
                                .map(Enum::name)
                                .toList()));
    }

    private static Optional<LoginReference> community(YamlNode node) {
        node.knowing("version", "community");
        Optional<Login.SnmpCommunity.Version> version =
                node.get("version").required(text -> constant(text, Login.SnmpCommunity.Version.class));
        Optional<SecretReference> community = node.get("community").required(SecretReference::parse);
        if (version.isEmpty() || community.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LoginReference.Community(version.get(), community.get()));
    }

    private static String user(String text) {
        if (!text.matches("[\\x21-\\x7e]{1,64}")) {
            throw new IllegalArgumentException("'" + Printable.of(text) + "' is not 1 to 64 printable characters");
        }
        return text;
    }
}
