/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.configuration;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What makes a comparison with CloudStack begin sooner than its next turn.
 *
 * @param webhooks null: nothing is listened to
 * @param eventBus null: no broker is connected to
 */
public record Triggers(
        @Nullable Webhooks webhooks, @Nullable EventBus eventBus) {
    public static final Triggers NONE = new Triggers(null, null);

    /** A machine's name or address, and a port of it. */
    public record HostPort(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /**
     * The listener for CloudStack's webhooks.
     *
     * @param listen            own address
     * @param url               under which CloudStack reaches it; its path is the only one that is answered
     * @param secret            that CloudStack signs with
     * @param tls               null: plain HTTP, for a proxy in front
     * @param verifyCertificate whether CloudStack is told to verify the listener's certificate
     */
    public record Webhooks(
            HostPort listen,
            URI url,
            SecretReference secret,
            @Nullable Tls tls,
            boolean verifyCertificate) {
        /** Of the URL, never empty. */
        public String path() {
            String path = url.getPath();
            return path == null || path.isEmpty() ? "/" : path;
        }
    }

    /**
     * A server's identity.
     *
     * @param certificate PEM file: its certificate, and those that lead to the authority
     * @param privateKey  PEM text of PKCS #8, without a passphrase
     */
    public record Tls(Path certificate, SecretReference privateKey) {}

    /**
     * CloudStack's event bus on RabbitMQ.
     *
     * @param exchange that CloudStack publishes to
     * @param tls      whether the broker is spoken to over TLS
     * @param caFile   PEM file of the authority to trust instead of the Java run time's; null for those
     */
    public record EventBus(
            HostPort address,
            String user,
            SecretReference password,
            String virtualHost,
            String exchange,
            boolean tls,
            @Nullable Path caFile) {}
}
