/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A few lines of shell that run on a database's server, and what they say on standard error. */
enum Script {
    DUMP("dump"),
    LOAD("load"),
    HOLD("hold"),
    BACKUP("backup"),
    RECEIVE("receive"),
    SCRATCH("scratch", "accounts"),
    EXCHANGE("exchange", "accounts"),
    PROBE("probe");

    private static final Pattern SUM = Pattern.compile("(?m)^demarc: sum ([0-9a-f]{64})$");
    private static final Pattern TAKEN = Pattern.compile("(?m)^demarc: taken (\\S{1,255})\\t(\\d{1,18})(\\s.*)?$");

    private final String id;
    private final String text;

    /** @param functions the file of those that it calls */
    Script(String id, String functions) {
        this.id = id;
        this.text = read(functions + ".sh") + read(id + ".sh");
    }

    Script(String id) {
        this.id = id;
        this.text = read(id + ".sh");
    }

    private static String read(String file) {
        try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> argv(List<String> arguments) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", text, "demarc-" + id));
        argv.addAll(arguments);
        return argv;
    }

    /** Whether this part of the script's pipeline said that it ended well. */
    static boolean endedWell(String complaints, String part) {
        return Pattern.compile("(?m)^demarc: " + part + " 0$")
                .matcher(complaints)
                .find();
    }

    /** The SHA-256 that the script said; empty when it said none. */
    static String sum(String complaints) {
        Matcher matcher = SUM.matcher(complaints);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** What is to be the same at both ends of a copy: the sum of what passes. */
    static MessageDigest newSum() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the script said the same sum. */
    static boolean isSum(MessageDigest sum, String complaints) {
        return HexFormat.of().formatHex(sum.digest()).equals(sum(complaints));
    }

    /** Where in the server's binary log the received files were copied; empty when they don't say it. */
    static Optional<Coordinates> taken(String complaints) {
        Matcher matcher = TAKEN.matcher(complaints);
        return matcher.find()
                ? Optional.of(new Coordinates(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Of what moment a clone is; empty when it doesn't say it. */
    static Optional<Point> takenPoint(String complaints) {
        Matcher matcher = TAKEN.matcher(complaints);
        return matcher.find()
                ? Optional.of(new Point(
                        new Coordinates(matcher.group(1), Long.parseLong(matcher.group(2))),
                        matcher.group(3) == null ? "" : matcher.group(3).strip()))
                : Optional.empty();
    }

    /** What it printed besides its own words, on one line; a server's reason first: the client prints the statement before it. */
    static String remarks(String complaints) {
        String rest = complaints.replaceAll("(?m)^demarc: (sum|dump|gzip|load|taken|cloned|proven) .*$", "");
        Matcher reason = SqlClient.REASON.matcher(rest);
        String all = reason.find() ? reason.group() + " " + reason.replaceFirst("") : rest;
        return all.strip().replaceAll("\\s+", " ");
    }
}
