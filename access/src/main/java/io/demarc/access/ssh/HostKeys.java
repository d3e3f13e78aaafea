/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.UserInfo;
import io.demarc.access.FileFault;
import io.demarc.access.SshAlgorithms;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks a machine for its host key, and pins it in a known_hosts file once a person has compared the fingerprint. */
public final class HostKeys {
    private HostKeys() {}

    /**
     * A host key as a machine presented it.
     *
     * @param type            such as {@code ssh-ed25519}
     * @param fingerprint     {@code SHA256:} and base64, as OpenSSH and most switches print it
     * @param knownHostsLine  the line that pins it in a known_hosts file
     */
    public record Fetched(String type, String fingerprint, String knownHostsLine) {}

    /**
     * Asks for the host key without logging in.
     *
     * @param kind       in whose words problems are told
     * @param algorithms what is offered to it
     * @throws ProblemException {@code SWITCH_UNREACHABLE} or {@code NODE_UNREACHABLE}
     */
    public static Fetched fetch(
            SshTarget.Kind kind, String host, int port, Duration timeout, SshAlgorithms algorithms) {
        Asker asker = new Asker();
        Session session = null;
        try {
            session = new JSch().getSession("demarc", host, port);
            session.setHostKeyRepository(asker);
            session.setConfig("StrictHostKeyChecking", "yes");
            AlgorithmKind.offer(session, algorithms);
            session.connect(Math.max(1, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE)));
        } catch (JSchException e) {
            HostKey key = asker.presented(nameFor(host, port));
            if (key == null) {
                throw SshProblems.ofNoHostKey(e, kind, host, port);
            }
        } finally {
            if (session != null) {
                session.disconnect();
            }
        }
        HostKey key = asker.presented(nameFor(host, port));
        if (key == null) {
            throw new IllegalStateException("the SSH library accepted a host key that nobody trusts");
        }
        return describe(key);
    }

    /** Whether the known_hosts file has another key of that host; false when it has none. Throws as {@link #pin}. */
    public static boolean isOther(Path knownHosts, Fetched key) {
        String host = key.knownHostsLine().substring(0, key.knownHostsLine().indexOf(' '));
        try {
            return Files.exists(knownHosts)
                    && Files.readAllLines(knownHosts).stream()
                            .filter(line -> line.startsWith(host + " "))
                            .anyMatch(line ->
                                    !line.strip().equals(key.knownHostsLine().strip()));
        } catch (IOException e) {
            throw new ProblemException(
                    io.demarc.problem.Problem.of(
                            ProblemCode.CONFIG_INVALID,
                            knownHosts + " cannot be read: " + FileFault.inWords(e) + ".",
                            "Check the path and its permissions."),
                    e);
        }
    }

    /**
     * Puts the key into the known_hosts file in place of whatever the file says of that host; makes the file when there
     * is none. Other lines stay as they are.
     *
     * @throws ProblemException {@code CONFIG_INVALID} when the file cannot be written
     */
    public static void pin(Path knownHosts, Fetched key) {
        String host = key.knownHostsLine().substring(0, key.knownHostsLine().indexOf(' '));
        try {
            List<String> lines = new ArrayList<>();
            if (Files.exists(knownHosts)) {
                for (String line : Files.readAllLines(knownHosts)) {
                    if (!line.startsWith(host + " ")) {
                        lines.add(line);
                    }
                }
            }
            lines.add(key.knownHostsLine());
            replace(knownHosts, lines);
        } catch (IOException e) {
            throw new ProblemException(
                    io.demarc.problem.Problem.of(
                            ProblemCode.CONFIG_INVALID,
                            "The host key cannot be written to " + knownHosts + ": " + FileFault.inWords(e) + ".",
                            "Check the path and its permissions."),
                    e);
        }
    }

    private static void replace(Path file, List<String> lines) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null) {
            throw new IOException("it is no file");
        }
        Files.createDirectories(directory);
        boolean isPosix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        Path draft = isPosix
                ? Files.createTempFile(
                        directory,
                        ".known_hosts",
                        "",
                        PosixFilePermissions.asFileAttribute(Set.copyOf(PosixFilePermissions.fromString("rw-r--r--"))))
                : Files.createTempFile(directory, ".known_hosts", "");
        Files.write(draft, lines, StandardCharsets.UTF_8);
        Files.move(draft, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    static Fetched describe(HostKey key) {
        return new Fetched(key.getType(), fingerprint(key), key.getHost() + " " + key.getType() + " " + key.getKey());
    }

    static String fingerprint(HostKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(key.getKey()));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String nameFor(String host, int port) {
        return port == 22 ? host : "[" + host + "]:" + port;
    }

    /** Trusts nothing and remembers what was presented. */
    private static final class Asker implements HostKeyRepository {
        private byte @Nullable [] presented;

        @Override
        public int check(String host, byte[] key) {
            presented = key.clone();
            return NOT_INCLUDED;
        }

        @Nullable
        HostKey presented(String name) {
            try {
                return presented == null ? null : new HostKey(name, presented);
            } catch (JSchException e) {
                return null;
            }
        }

        @Override
        public void add(HostKey key, UserInfo userInfo) {}

        @Override
        public void remove(String host, String type) {}

        @Override
        public void remove(String host, String type, byte[] key) {}

        @Override
        public String getKnownHostsRepositoryID() {
            return "nothing is trusted";
        }

        @Override
        public HostKey[] getHostKey() {
            return new HostKey[0];
        }

        @Override
        public HostKey[] getHostKey(String host, String type) {
            return new HostKey[0];
        }
    }
}
