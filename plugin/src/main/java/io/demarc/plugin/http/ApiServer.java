/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** HTTP over a UNIX socket: how the entry point, the command line and other programs speak to the daemon. Thread-safe. */
public final class ApiServer implements AutoCloseable {
    /** They only read and write what is there; {@link Lanes} has those that wait for switches. */
    private static final int MOST_THREADS = 8;

    /** Connections that the kernel keeps until they are accepted; the entry point doesn't wait for a place among them. */
    private static final int BACKLOG = 1024;

    private static final int MOST_CONNECTIONS = 1024;
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final SocketFile socket;
    private final ApiRoutes routes;
    private final Server server;

    public ApiServer(Path socket, Operations operations, ExtensionHandler extension, Surroundings surroundings) {
        this.socket = new SocketFile(socket);
        this.routes = new ApiRoutes(operations, extension, surroundings.timers());
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 4);
        threads.setName("http");
        threads.setDaemon(true);
        server = new Server(threads);
        Connections connections = new Connections(server.getScheduler(), MOST_CONNECTIONS);
        Lanes lanes = new Lanes();
        server.addConnector(connector(socket, connections));
        server.addBean(lanes);
        server.setHandler(new GracefulHandler(new Router(routes.all(), lanes, connections, surroundings.clock())));
        server.setStopTimeout(GRACE.toMillis());
        server.setErrorHandler((request, response, callback) -> {
            int status = Math.max(400, response.getStatus());
            Problem problem = status < 500
                    ? Problem.of(
                            ProblemCode.INPUT_INVALID,
                            "That is no request that Demarc understands.",
                            "See docs/rest.md.")
                    : Problem.of(ProblemCode.DEADLINE_PASSED, "The daemon is ending or overloaded.", "Try again.");
            Router.send(new Answer(status, Answer.of(problem).json()), response, callback);
            return true;
        });
    }

    private UnixDomainServerConnector connector(Path path, Connections connections) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(16 * 1024);
        // One request each: whoever has no request has no connection.
        http.setPersistentConnectionsEnabled(false);
        // Ports have slashes in their names; each segment is decoded by itself.
        http.setUriCompliance(
                UriCompliance.DEFAULT.with("slashes in segments", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR));
        UnixDomainServerConnector connector =
                new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setUnixDomainPath(path);
        connector.setAcceptQueueSize(BACKLOG);
        // Connections knows who is waited for: a request that is being answered may take its time.
        connector.setIdleTimeout(0);
        connector.addBean(connections);
        return connector;
    }

    /**
     * Opens the socket, mode 0660.
     *
     * @throws ProblemException when another daemon answers there, or the socket cannot be made
     */
    public void start() {
        socket.makeRoom();
        try {
            server.start();
        } catch (ProblemException e) {
            throw e;
        } catch (Exception e) {
            throw socket.unfit("cannot be opened: " + e.getMessage(), "Check the owner and mode of its directory.", e);
        }
        socket.restrict();
    }

    /** Takes no more requests, lets those that are there finish, for ten seconds at most, and removes the socket. */
    @Override
    public void close() {
        boolean wasOpen = server.isRunning();
        routes.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new ProblemException(
                    Problem.of(ProblemCode.INTERNAL, "The daemon's socket did not close: " + e.getMessage(), ""), e);
        } finally {
            if (wasOpen) {
                socket.remove();
            }
        }
    }
}
