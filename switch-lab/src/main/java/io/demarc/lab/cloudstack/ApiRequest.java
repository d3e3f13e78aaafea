/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The parameters of one request and its signature, checked as CloudStack checks it. Immutable. */
final class ApiRequest {
    private static final DateTimeFormatter EXPIRES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ROOT);

    /** Sorted by name, case and all, as the signature wants them. */
    private final Map<String, String> parameters = new TreeMap<>();

    ApiRequest(String query) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    /** The value of the parameter, whose name has no case here. */
    Optional<String> value(String name) {
        return parameters.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    String command() {
        return value("command").orElse("");
    }

    boolean isSignedBy(ApiKeys keys) {
        byte[] given = value("signature").orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, signature(keys.secretKey()).getBytes(StandardCharsets.UTF_8));
    }

    /** Version 3 signatures end; others don't. */
    boolean isExpired(Instant now) {
        if (value("signatureversion").filter("3"::equals).isEmpty()) {
            return false;
        }
        try {
            return value("expires")
                    .map(text -> OffsetDateTime.parse(text, EXPIRES).toInstant().isBefore(now))
                    .orElse(true);
        } catch (DateTimeException unreadable) {
            return true;
        }
    }

    private String signature(String secretKey) {
        StringBuilder text = new StringBuilder();
        parameters.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("signature")) {
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(encoded(value));
            }
        });
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] bytes = text.toString().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(mac.doFinal(bytes));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HMAC-SHA1", missing);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
