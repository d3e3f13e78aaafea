/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import io.demarc.access.Printable;
import io.demarc.access.SshAlgorithms;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the two sides of an SSH connection have to agree upon, and what there is of each to offer. */
public enum AlgorithmKind {
    KEY_EXCHANGE(
            "key-exchanges",
            "(?:diffie-hellman|ecdh|curve|sntrup|mlkem).*",
            "diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1,diffie-hellman-group1-sha1",
            "kex"),
    HOST_KEY("host-keys", "(?:ssh|ecdsa|rsa-sha2)-.*", "ssh-rsa,ssh-dss", "server_host_key"),
    CIPHER(
            "ciphers",
            ".*-(?:cbc|ctr|gcm@openssh\\.com)|arcfour.*|chacha20-.*",
            "aes256-cbc,aes192-cbc,aes128-cbc,3des-cbc",
            "cipher.s2c,cipher.c2s"),
    MAC("macs", "hmac-.*", "hmac-sha1,hmac-sha1-96,hmac-md5", "mac.s2c,mac.c2s");

    private static final int USUAL_GROUP_BITS = 3072;

    private final String key;
    private final String form;
    private final String legacy;
    private final String settings;

    AlgorithmKind(String key, String form, String legacy, String settings) {
        this.key = key;
        this.form = form;
        this.legacy = legacy;
        this.settings = settings;
    }

    /** As the inventory calls it. */
    public String key() {
        return key;
    }

    /**
     * The name, if there is such an algorithm.
     *
     * @throws IllegalArgumentException with those that there are
     */
    public String require(String name) {
        if (!isKnown(name)) {
            throw new IllegalArgumentException("'" + Printable.of(name) + "' is none of the " + key
                    + " that Demarc knows; such as "
                    + String.join(
                            ", ",
                            Stream.concat(
                                            words(settings).limit(1).flatMap(it -> words(JSch.getConfig(it))),
                                            words(legacy))
                                    .distinct()
                                    .toList()));
        }
        return name;
    }

    boolean isKnown(String name) {
        return name.matches(form) && JSch.getConfig(name) != null;
    }

    /** The kind that the SSH library calls so when no algorithm of it is shared. */
    boolean isOf(String setting) {
        return words(settings).anyMatch(setting::equals);
    }

    static void offer(Session session, SshAlgorithms algorithms) {
        for (AlgorithmKind kind : values()) {
            List<String> own = kind.listOf(algorithms);
            words(kind.settings)
                    .forEach(setting -> session.setConfig(
                            setting, kind.offered(session.getConfig(setting), own, algorithms.legacy())));
        }
        String accepted = "PubkeyAcceptedAlgorithms";
        Stream<String> more = Stream.concat(
                algorithms.hostKeys().stream(), algorithms.legacy() ? words(HOST_KEY.legacy) : Stream.empty());
        session.setConfig(accepted, joined(words(session.getConfig(accepted)), more));
        session.setConfig("dhgex_min", Integer.toString(algorithms.leastGroupBits()));
        session.setConfig("dhgex_preferred", Integer.toString(Math.max(USUAL_GROUP_BITS, algorithms.leastGroupBits())));
    }

    private String offered(String usual, List<String> own, boolean withLegacy) {
        if (!own.isEmpty()) {
            return String.join(",", own);
        }
        return joined(words(usual), withLegacy ? words(legacy) : Stream.empty());
    }

    private List<String> listOf(SshAlgorithms algorithms) {
        return switch (this) {
            case KEY_EXCHANGE -> algorithms.keyExchanges();
            case HOST_KEY -> algorithms.hostKeys();
            case CIPHER -> algorithms.ciphers();
            case MAC -> algorithms.macs();
        };
    }

    private static String joined(Stream<String> first, Stream<String> more) {
        return String.join(",", Stream.concat(first, more).distinct().toList());
    }

    private static Stream<String> words(String list) {
        return Arrays.stream(list.split(",", -1));
    }
}
