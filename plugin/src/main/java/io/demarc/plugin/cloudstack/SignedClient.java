/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import br.com.autonomiccs.apacheCloudStack.client.ApacheCloudStackClient;
import br.com.autonomiccs.apacheCloudStack.client.beans.ApacheCloudStackUser;
import io.demarc.access.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One request to CloudStack's API. The library builds and signs it (signature version 3, HMAC-SHA1, with an expiry); here is
 * what it leaves open: an end to waiting, the certificate authority, and signing that does not depend on the default
 * locale, time zone or charset of the machine. One caller at a time.
 */
final class SignedClient extends ApacheCloudStackClient {
    private static final long serialVersionUID = 1L;
    private static final int LARGEST_ANSWER = 16 << 20;
    private static final Duration VALIDITY = Duration.ofMinutes(5);
    private static final DateTimeFormatter EXPIRES = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ", Locale.ROOT);

    private final transient Deadline deadline;
    private final transient InstantSource clock;
    private final transient @Nullable SSLContext trust;
    private final boolean verifiesHost;

    /**
     * Prepares one request.
     *
     * @param trust        null for the authorities of the Java run time
     * @param verifiesHost whether the certificate has to be for the host
     */
    SignedClient(
            String url,
            ApacheCloudStackUser user,
            Deadline deadline,
            InstantSource clock,
            @Nullable SSLContext trust,
            boolean verifiesHost) {
        super(url, user);
        this.deadline = deadline;
        this.clock = clock;
        this.trust = trust;
        this.verifiesHost = verifiesHost;
    }

    /** A client that is closed at the deadline whatever the server does: a slow drip of bytes doesn't hold it open. */
    @Override
    protected CloseableHttpClient createHttpClient() {
        int millis = (int) Math.max(1, deadline.left().toMillis());
        HttpClientBuilder builder = HttpClientBuilder.create()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectTimeout(millis)
                        .setConnectionRequestTimeout(millis)
                        .setSocketTimeout(millis)
                        .build());
        if (trust != null) {
            builder.setSSLContext(trust);
        }
        if (!verifiesHost) {
            builder.setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE);
        }
        CloseableHttpClient client = builder.build();
        var unused = CompletableFuture.runAsync(
                () -> close(client), CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
        return client;
    }

    private static void close(CloseableHttpClient client) {
        try {
            client.close();
        } catch (IOException e) {
            // It was closed already.
        }
    }

    @Override
    protected String getResponseAsString(CloseableHttpResponse response) throws IOException {
        try (response;
                InputStream content = response.getEntity().getContent()) {
            byte[] bytes = content.readNBytes(LARGEST_ANSWER + 1);
            if (bytes.length > LARGEST_ANSWER) {
                throw new IOException("the answer has more than " + LARGEST_ANSWER + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** The library lower-cases in the default locale, where a Turkish I is not an i. */
    @Override
    protected String createSignature(String query) {
        return super.createSignature(query.toLowerCase(Locale.ROOT));
    }

    @Override
    protected String getUrlEncodedValue(Object value) {
        return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    protected String createExpirationDate() {
        return EXPIRES.format(clock.instant().plus(VALIDITY).atOffset(ZoneOffset.UTC));
    }
}
