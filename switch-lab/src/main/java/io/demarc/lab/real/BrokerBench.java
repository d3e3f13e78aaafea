/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import io.demarc.lab.ground.BenchScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/**
 * A real RabbitMQ node on loopback, for {@code localhost}, with TLS and without. Needs root, and the Debian packages that
 * {@code bin/install-test-packages} installs. Closing it ends every process and file of it; so does the end of the JVM, even a sudden one.
 * One caller at a time.
 */
public final class BrokerBench implements AutoCloseable {
    public static final String USER = "demarc";
    public static final String PASSWORD = "broker-secret";

    private static final String NAME = "message broker";
    /** For TLS, for AMQP without it, and for Erlang's own. */
    private static final int PORTS = 3;

    private static final int MOST_TRIES = 100;

    private final BenchScript script;
    private final int port;

    private BrokerBench(BenchScript script) throws IOException {
        this.script = script;
        this.port = freePorts(PORTS);
        script.up(String.valueOf(port), String.valueOf(freePorts(1)), USER, PASSWORD);
    }

    /** Starts it, and waits until it listens. */
    public static BrokerBench start() {
        BenchScript.requireMachine(
                NAME,
                "is run as nobody else",
                List.of("rabbitmqctl rabbitmq-server", "setsid util-linux", "openssl openssl"));
        try {
            return new BrokerBench(BenchScript.unpack(NAME, BrokerBench.class, "broker-bench.sh"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first of so many ports in a row that nobody listens on. */
    private static int freePorts(int number) throws IOException {
        for (int tried = 0; tried < MOST_TRIES; tried++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (areFree(first.getLocalPort() + 1, number - 1)) {
                    return first.getLocalPort();
                }
            }
        }
        throw new IllegalStateException("there are no " + number + " free ports in a row");
    }

    private static boolean areFree(int port, int number) {
        try {
            for (int i = 0; i < number; i++) {
                new ServerSocket(port + i, 1, InetAddress.getLoopbackAddress()).close();
            }
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    public int tlsPort() {
        return port;
    }

    public int plainPort() {
        return port + 1;
    }

    /** The certificate for {@code localhost}, which signed itself. */
    public Path certificate() {
        return script.directory().resolve("certificate.pem");
    }

    /** As by {@code kill -9}. */
    public void kill() {
        script.run("kill").orThrow();
    }

    /** Starts it again after {@link #kill}. */
    public void startAgain() {
        script.run("start").orThrow();
    }

    /** Runs {@code rabbitmqctl} with these words. */
    public void control(String... words) {
        script.run("ctl", words).orThrow();
    }

    @Override
    public void close() {
        script.close();
    }
}
