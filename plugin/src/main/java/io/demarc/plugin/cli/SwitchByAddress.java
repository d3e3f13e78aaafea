/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Printable;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.access.ssh.HostKeys;
import io.demarc.access.ssh.SshTarget;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import io.demarc.switches.session.SwitchAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A switch that is named by its address, whether an inventory has it or not: how to log in, and by which key it is known. No secret is
 * sent before a person has confirmed that key.
 */
final class SwitchByAddress {
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:\\[([0-9A-Fa-f:.%\\w]+)]|([A-Za-z0-9][A-Za-z0-9._-]*)|([0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f.]*))"
                    + "(?::(\\d{1,5}))?");

    private static final int LONGEST_NAME = 63;
    private static final int SSH = 22;
    private static final int SNMP = 161;

    private static final String USUAL_PASSWORD = "${env:SWITCH_PASSWORD}";

    @Option(names = "--user", paramLabel = "USER", description = "Who logs in; one that may only read will do.")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "REF",
            description =
                    "Where the password is: '$${file:/PATH}' or '$${env:NAME}'. Default: $${env:SWITCH_PASSWORD}.")
    private @Nullable String password;

    @Option(names = "--private-key", paramLabel = "REF", description = "Where a private key is, instead of a password.")
    private @Nullable String privateKey;

    @Option(
            names = "--enable",
            paramLabel = "REF",
            description = "Where the enable secret is, if the switch wants one.")
    private @Nullable String enable;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256:...",
            description = "The switch's key, which its console shows.")
    private @Nullable String fingerprint;

    @Option(names = "--legacy-algorithms", description = "Offer old SSH algorithms as well.")
    private boolean legacy;

    @Option(names = "--bridge", paramLabel = "NAME", description = "The bridge, where there are several.")
    private @Nullable String bridge;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Longest silence of the switch. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Nullable
    String bridge() {
        return bridge;
    }

    /** Where the switch is. */
    private record Place(String host, int port) {
        static Place of(String address, int usualPort) {
            Matcher matcher = ADDRESS.matcher(address);
            if (matcher.matches()) {
                int port = matcher.group(4) == null ? usualPort : Integer.parseInt(matcher.group(4));
                for (int group = 1; group <= 3; group++) {
                    if (matcher.group(group) != null && port >= 1 && port <= 65_535) {
                        return new Place(matcher.group(group), port);
                    }
                }
            }
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "'" + Printable.of(address) + "' is no address of a switch.",
                    "Write HOST or HOST:PORT; an IPv6 address with a port stands in brackets.");
        }

        /** A name for messages. */
        SwitchName name() {
            String name = host.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^-+", "x-");
            return new SwitchName(name.substring(0, Math.min(name.length(), LONGEST_NAME)));
        }
    }

    /**
     * Shows the key that the switch presents or, where it is the one that was confirmed, does what is to be done.
     *
     * @return empty when nobody has confirmed the key yet
     */
    <T> Optional<T> visit(String address, Terminal terminal, BiFunction<SwitchAccess, Deadline, T> visitor) {
        Place place = Place.of(address, SSH);
        Duration silence = silence();
        SshAlgorithms algorithms = SshAlgorithms.ofAge(legacy);
        Login login = fingerprint == null ? null : login(algorithms);
        HostKeys.Fetched key = HostKeys.fetch(SshTarget.Kind.SWITCH, place.host(), place.port(), silence, algorithms);
        if (login == null) {
            terminal.line("");
            terminal.line("The switch presents " + key.type() + " " + key.fingerprint() + ".");
            terminal.line(
                    "Nobody has logged in. Compare it with what the switch's console shows; if they are the same, the same"
                            + " command with --fingerprint " + key.fingerprint() + " goes on.");
            return Optional.empty();
        }
        if (!key.fingerprint().equals(fingerprint)) {
            throw ProblemException.of(
                    ProblemCode.HOST_KEY_CHANGED,
                    "The switch presents " + key.type() + " " + key.fingerprint() + ", not "
                            + Printable.of(String.valueOf(fingerprint)) + "; nobody has logged in.",
                    "Compare with what the switch's console shows; if it differs there, somebody is in between.");
        }
        Path knownHosts = temporary();
        try {
            HostKeys.pin(knownHosts, key);
            SwitchAccess access = new SwitchAccess(
                    place.name(), place.host(), place.port(), login, knownHosts, silence, silence, bridge);
            return Optional.of(visitor.apply(access, deadline()));
        } finally {
            delete(knownHosts);
        }
    }

    /** Asks over SNMP, which has no key to confirm: version 3 shows no secret to anybody. */
    <T> T ask(String address, Login login, BiFunction<SwitchAccess, Deadline, T> question) {
        Place place = Place.of(address, SNMP);
        SwitchAccess access =
                new SwitchAccess(place.name(), place.host(), place.port(), login, null, silence(), silence(), bridge);
        return question.apply(access, deadline());
    }

    private Duration silence() {
        if (seconds < 1 || seconds > 600) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "--timeout " + seconds + " is not within 1 to 600 seconds.",
                    "Give another.");
        }
        return Duration.ofSeconds(seconds);
    }

    private Deadline deadline() {
        return Deadline.after(silence().multipliedBy(10), InstantSource.system());
    }

    private Login login(SshAlgorithms algorithms) {
        if (user == null) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "--user is missing: who logs in to the switch?",
                    "Name one that may read.");
        }
        return new Login.Ssh(
                user,
                privateKey == null || password != null
                        ? secret("--password", password == null ? USUAL_PASSWORD : password)
                        : null,
                privateKey == null ? null : secret("--private-key", privateKey),
                null,
                enable == null ? null : secret("--enable", enable),
                algorithms);
    }

    static Secret secret(String option, String reference) {
        try {
            return SecretReference.parse(reference).resolve();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INPUT_INVALID,
                            option + ": " + Printable.of(String.valueOf(e.getMessage())),
                            "A secret on the command line would be in everybody's list of processes."),
                    e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempFile("demarc", ".known_hosts");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
