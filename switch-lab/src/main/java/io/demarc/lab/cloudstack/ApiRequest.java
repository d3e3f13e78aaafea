/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonObject;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The parameters of one request and its signature, checked as CloudStack checks it. Immutable. */
final class ApiRequest {
    private static final Pattern ITEM = Pattern.compile("(\\w+)\\[(\\d+)]\\.(.+)");
    private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([\\w-]+)");
    private static final DateTimeFormatter EXPIRES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ROOT);

    /** Sorted by name, case and all, as the signature wants them. */
    private final Map<String, String> parameters = new TreeMap<>();

    private ApiRequest(Map<String, String> parameters) {
        this.parameters.putAll(parameters);
    }

    /**
     * Reads what stands in the address and in a form, as CloudStack's Jetty does.
     *
     * @param contentType of the form, whose charset says what its octets mean; without one they are UTF-8
     */
    ApiRequest(String query, String form, String contentType) {
        add(query, StandardCharsets.UTF_8);
        Matcher charset = CHARSET.matcher(contentType);
        add(form, charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8);
    }

    private void add(String encoded, Charset charset) {
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        URLDecoder.decode(pair.substring(0, equals), charset),
                        URLDecoder.decode(pair.substring(equals + 1), charset));
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

    /** The same request, as if its {@code id} were what is under that name. */
    ApiRequest withId(String name) {
        ApiRequest copy = new ApiRequest(parameters);
        copy.parameters.put("id", value(name).orElse(""));
        return copy;
    }

    /** {@code details[i].key}, whose keys have dots. */
    JsonObject details() {
        JsonObject details = new JsonObject();
        items("details")
                .forEach(item -> item.entrySet().forEach(entry -> details.add(entry.getKey(), entry.getValue())));
        return details;
    }

    /** {@code name[i].key} as one object for each i. */
    Stream<JsonObject> items(String name) {
        Map<Integer, JsonObject> items = new TreeMap<>();
        parameters.forEach((key, value) -> {
            Matcher matcher = ITEM.matcher(key);
            if (matcher.matches() && matcher.group(1).equalsIgnoreCase(name)) {
                items.computeIfAbsent(Integer.valueOf(matcher.group(2)), i -> new JsonObject())
                        .addProperty(matcher.group(3), value);
            }
        });
        return items.values().stream();
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
}
