/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.BuiltinUserAuthFactories;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.jspecify.annotations.Nullable;

/** The SSH side of a simulated switch, on the loopback address: host key, logins, reachability. Thread-safe. */
final class SshEndpoint implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final List<Account> accounts;
    private final Function<Account, Cli> sessions;
    private final ReceivedCommands received;
    private final Faults faults;
    private final ExecutorService threads;
    private volatile KeyPair hostKey;
    private @Nullable SshServer server;
    private int port;

    SshEndpoint(List<Account> accounts, @Nullable KeyPair hostKey, int port, Function<Account, Cli> sessions) {
        this.accounts = List.copyOf(accounts);
        this.hostKey = hostKey == null ? newHostKey() : hostKey;
        this.port = port;
        this.sessions = sessions;
        this.received = new ReceivedCommands();
        this.faults = new Faults(reachable -> {
            if (reachable) {
                start();
            } else {
                stop();
            }
        });
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "simulated-switch");
            thread.setDaemon(true);
            return thread;
        });
    }

    Faults faults() {
        return faults;
    }

    List<String> commandsReceived() {
        return received.all();
    }

    synchronized InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(LOOPBACK, port);
    }

    /** The line for an OpenSSH known_hosts file that vouches for the host key of now. */
    synchronized String knownHostsLine() {
        try {
            StringBuilder line = new StringBuilder("[" + LOOPBACK + "]:" + port + " ");
            return PublicKeyEntry.appendPublicKeyEntry(line, hostKey.getPublic())
                    .toString();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    void changeHostKey() {
        hostKey = newHostKey();
    }

    synchronized void start() {
        if (server != null) {
            return;
        }
        SshServer fresh = SshServer.setUpDefaultServer();
        CoreModuleProperties.TCP_NODELAY.set(fresh, true);
        fresh.setHost(LOOPBACK);
        fresh.setPort(port);
        fresh.setKeyPairProvider(presentHostKey());
        fresh.setUserAuthFactories(logins());
        fresh.setPasswordAuthenticator((user, password, session) -> account(user)
                .filter(account -> !account.keyboardInteractive() && password.equals(account.password()))
                .isPresent());
        fresh.setPublickeyAuthenticator((user, key, session) -> account(user)
                .map(Account::key)
                .filter(known -> KeyUtils.compareKeys(known, key))
                .isPresent());
        fresh.setKeyboardInteractiveAuthenticator(new PasswordQuestion(this::account));
        fresh.setShellFactory(channel -> shell(channel, null));
        fresh.setCommandFactory(this::shell);
        try {
            fresh.start();
        } catch (IOException busy) {
            throw new UncheckedIOException("cannot listen on " + LOOPBACK + " port " + port, busy);
        }
        port = fresh.getPort();
        server = fresh;
    }

    synchronized void stop() {
        SshServer old = server;
        server = null;
        if (old == null) {
            return;
        }
        try {
            old.stop(true);
        } catch (IOException closing) {
            throw new UncheckedIOException("cannot stop listening on " + LOOPBACK + " port " + port, closing);
        }
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }

    private Shell shell(ChannelSession channel, @Nullable String command) {
        Account account = account(channel.getSession().getUsername())
                .orElseThrow(() -> new IllegalStateException("a session without an account"));
        return new Shell(sessions.apply(account), faults, received, threads, command);
    }

    private Optional<Account> account(String user) {
        return accounts.stream().filter(account -> account.user().equals(user)).findFirst();
    }

    private List<UserAuthFactory> logins() {
        List<UserAuthFactory> logins = new ArrayList<>();
        if (accounts.stream().anyMatch(account -> account.key() != null)) {
            logins.add(BuiltinUserAuthFactories.PUBLICKEY.create());
        }
        if (accounts.stream().anyMatch(Account::keyboardInteractive)) {
            logins.add(BuiltinUserAuthFactories.KBINTERACTIVE.create());
        }
        if (accounts.stream().anyMatch(account -> account.password() != null && !account.keyboardInteractive())) {
            logins.add(BuiltinUserAuthFactories.PASSWORD.create());
        }
        return logins;
    }

    private KeyPairProvider presentHostKey() {
        return session -> List.of(hostKey);
    }

    static KeyPair newHostKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no elliptic curves", missing);
        }
    }
}
