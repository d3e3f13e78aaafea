/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import com.google.gson.JsonParseException;
import io.demarc.access.Printable;
import io.demarc.plugin.http.Json;
import io.demarc.plugin.http.ProblemBody;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Asks the daemon over its UNIX socket. One caller at a time. */
final class DaemonClient implements AutoCloseable {
    /** How long the daemon may take beyond the time that the caller gives it for switches. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final int LARGEST_ANSWER_BYTES = 64 << 20;

    private final Path socket;
    private final HttpClient client;

    DaemonClient(Path socket) {
        this.socket = socket;
        QueuedThreadPool threads = new QueuedThreadPool(8, 1);
        threads.setDaemon(true);
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setExecutor(threads);
        client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setIdleTimeout(0);
        client.setFollowRedirects(false);
    }

    String get(String path) {
        return get(path, Duration.ofMinutes(1));
    }

    String get(String path, Duration wait) {
        return exchange(request("GET", path), wait);
    }

    String send(String method, String path, Duration wait) {
        return exchange(request(method, path), wait);
    }

    String send(String method, String path, String contentType, byte[] body, Duration wait) {
        return exchange(request(method, path).body(new BytesRequestContent(contentType, body)), wait);
    }

    /** For a segment of a path or a value of a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Request request(String method, String path) {
        start();
        return client.newRequest(URI.create("http://demarc/v1/" + path))
                .method(method)
                .transport(new Transport.TCPUnix(socket.toAbsolutePath()));
    }

    private void start() {
        try {
            client.start();
        } catch (Exception e) {
            throw new ProblemException(
                    Problem.of(ProblemCode.INTERNAL, "The HTTP client did not start: " + e.getMessage(), ""), e);
        }
    }

    private String exchange(Request request, Duration wait) {
        long seconds = wait.plus(GRACE).toSeconds();
        try {
            ContentResponse response = new CompletableResponseListener(
                            request.timeout(seconds, TimeUnit.SECONDS), LARGEST_ANSWER_BYTES)
                    .send()
                    .get();
            String body = new String(response.getContent(), StandardCharsets.UTF_8);
            if (response.getStatus() == 200) {
                return body;
            }
            throw problem(body).exception();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.of(ProblemCode.DEADLINE_PASSED, "Interrupted.", ""), e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause(), seconds);
        }
    }

    private ProblemException failure(Throwable cause, long seconds) {
        if (cause instanceof TimeoutException) {
            return new ProblemException(
                    Problem.of(
                            ProblemCode.DEADLINE_PASSED,
                            "The daemon at " + socket + " did not answer within " + seconds + " seconds.",
                            "Its log may tell why; what was asked may still happen."),
                    cause);
        }
        return new ProblemException(
                Problem.of(
                        ProblemCode.DAEMON_UNREACHABLE,
                        "No daemon answers on " + socket + " (" + Printable.of(String.valueOf(cause.getMessage()))
                                + ").",
                        "Start it with 'systemctl start demarc' or 'demarc daemon --config FILE', or name its socket with"
                                + " --socket or DEMARC_SOCKET; your user needs the right to write to it."),
                cause);
    }

    private static Problem problem(String body) {
        try {
            ProblemBody problem = Json.read(body, ProblemBody.class);
            if (problem != null) {
                return problem.problem();
            }
        } catch (JsonParseException e) {
            return notUnderstood(e.getMessage());
        }
        return notUnderstood("");
    }

    private static Problem notUnderstood(@Nullable String why) {
        return Problem.of(
                ProblemCode.INTERNAL,
                "The answer is none of a Demarc daemon. " + Printable.of(String.valueOf(why)),
                "Check --socket and DEMARC_SOCKET.");
    }

    @Override
    public void close() {
        LifeCycle.stop(client);
    }
}
