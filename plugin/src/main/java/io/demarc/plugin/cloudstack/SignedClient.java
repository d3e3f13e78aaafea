/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import br.com.autonomiccs.apacheCloudStack.client.ApacheCloudStackClient;
import br.com.autonomiccs.apacheCloudStack.client.beans.ApacheCloudStackUser;
import br.com.autonomiccs.apacheCloudStack.exceptions.ApacheCloudStackClientRequestRuntimeException;
import io.demarc.access.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.http.Header;
import org.apache.http.HttpStatus;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * One request to CloudStack's API. The library builds and signs it (signature version 3, HMAC-SHA1, with an expiry); here is
 * what it leaves open: an end to waiting, the certificate authority, parameters that stay out of addresses and so out of every
 * access log, and signing that does not depend on the default locale, time zone or charset of the machine. One caller at a time.
 */
final class SignedClient extends ApacheCloudStackClient {
    private static final long serialVersionUID = 1L;
    private static final int LARGEST_ANSWER = 16 << 20;
    /** The constant's own charset is ISO 8859-1: a server that heeds it would read other names than were signed. */
    private static final ContentType FORM = ContentType.APPLICATION_FORM_URLENCODED.withCharset(StandardCharsets.UTF_8);

    static final Duration VALIDITY = Duration.ofMinutes(5);
    private static final DateTimeFormatter EXPIRES = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ", Locale.ROOT);

    private final transient Deadline deadline;
    private final transient InstantSource clock;
    private final transient @Nullable SSLContext trust;
    private final boolean verifiesHost;
    private @Nullable String date;

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

    /** The library would send all parameters in the address; CloudStack takes them as a form as well, with the same signature. */
    @Override
    protected String executeRequestGetResponseAsString(
            String address, CloseableHttpClient client, @Nullable HttpContext context) {
        int query = address.indexOf('?');
        HttpPost request = new HttpPost(address.substring(0, query));
        request.setEntity(new StringEntity(address.substring(query + 1), FORM));
        try (CloseableHttpResponse response = client.execute(request, context)) {
            Header told = response.getFirstHeader("Date");
            date = told == null ? null : told.getValue();
            int status = response.getStatusLine().getStatusCode();
            String text = getResponseAsString(response);
            if (status != HttpStatus.SC_OK) {
                throw new ApacheCloudStackClientRequestRuntimeException(status, text, getUrl());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server's clock showed with its answer; empty when it didn't tell. */
    Optional<Instant> serverTime() {
        try {
            return Optional.ofNullable(date)
                    .map(text -> OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
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
