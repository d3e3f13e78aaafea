/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.access.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Lets a delivery of CloudStack's webhooks (4.20 and later) through or refuses it, and nudges when one tells of something that can matter.
 * {@code X-CS-Signature} is the Base64 of HMAC-SHA256 over the body's bytes; it doesn't cover the headers, so of what is signed only a
 * digest keeps a delivery from being used twice, whatever event id stands above it. Thread-safe.
 */
public final class WebhookGate {
    /** CloudStack delivers within a minute if it can, in three tries; clocks differ. Older and more future events are refused. */
    static final Duration TOLERANCE = Duration.ofMinutes(10);
    /** Only what was signed is remembered: nobody without the secret can push an entry out. */
    private static final int MOST_REMEMBERED = 20_000;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST_ID = 128;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss Z", Locale.ROOT);
    /** Before they are Completed, nothing has changed yet. */
    private static final Set<String> TOO_EARLY = Set.of("Scheduled", "Started");

    private static final List<String> PREFIXES = List.of("ZONE.VLAN.", "NETWORK.", "VPC.");
    /** A network's first virtual machine, or first NIC, implements it. */
    private static final Set<String> EVENTS = Set.of("VM.CREATE", "VM.START", "NIC.CREATE");

    private final Supplier<Secret> secret;
    private final InstantSource clock;
    private final Admissions admissions;
    private final Runnable nudge;
    private final RecentKeys seen = new RecentKeys(MOST_REMEMBERED, TOLERANCE.multipliedBy(2));

    /** @param secret is asked for with each delivery that has the form of a signed one */
    public WebhookGate(Supplier<Secret> secret, InstantSource clock, Admissions admissions, Runnable nudge) {
        this.secret = secret;
        this.clock = clock;
        this.admissions = admissions;
        this.nudge = nudge;
    }

    /**
     * Takes one delivery. One that was taken before does nothing again, but counts as taken: CloudStack sends an event again
     * when an answer was lost.
     *
     * @param eventId   header {@code X-CS-Event-ID}
     * @param signature header {@code X-CS-Signature}
     * @return whether it is genuine
     * @throws io.demarc.problem.ProblemException when the secret can't be read
     */
    public boolean admit(@Nullable String eventId, @Nullable String signature, byte[] body) {
        byte[] told = decode(signature);
        if (told.length == 0) {
            return refuse("it has no signature");
        }
        if (!MessageDigest.isEqual(told, sign(body))) {
            return refuse("its signature was not made with the secret in cloudstack.webhooks.secret");
        }
        Map<String, Object> event;
        try {
            event = StrictJson.parse(body);
        } catch (IllegalArgumentException e) {
            return refuse("its body can't be read: " + e.getMessage());
        }
        Instant now = clock.instant();
        Instant time = time(event.get("eventDateTime"));
        if (time == null) {
            return refuse("its eventDateTime is no time");
        }
        if (Duration.between(time, now).abs().compareTo(TOLERANCE) > 0) {
            return refuse("its eventDateTime " + time + " is more than " + TOLERANCE.toMinutes()
                    + " minutes from this machine's clock");
        }
        if (!isNew(eventId, told, now)) {
            admissions.refuse("it had come before");
            return true;
        }
        admissions.accept();
        if (matters(event)) {
            nudge.run();
        }
        return true;
    }

    private boolean refuse(String why) {
        admissions.refuse(why);
        return false;
    }

    /** Nothing for what isn't of the signature's form. */
    private static byte[] decode(@Nullable String signature) {
        try {
            return signature == null ? new byte[0] : Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.get().reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private boolean isNew(@Nullable String eventId, byte[] signature, Instant now) {
        boolean isNewEvent = eventId == null
                || eventId.isBlank()
                || seen.add("id " + eventId.substring(0, Math.min(eventId.length(), LONGEST_ID)), now);
        return seen.add("signature " + Base64.getEncoder().encodeToString(signature), now) && isNewEvent;
    }

    private static @Nullable Instant time(@Nullable Object text) {
        try {
            return OffsetDateTime.parse(String.valueOf(text), TIME).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static boolean matters(Map<String, Object> event) {
        String type = String.valueOf(event.get("event"));
        boolean isOurs = EVENTS.contains(type) || PREFIXES.stream().anyMatch(type::startsWith);
        return isOurs && !TOO_EARLY.contains(String.valueOf(event.get("status")));
    }
}
