/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.access.Secret;
import io.demarc.plugin.cloudstack.Admissions;
import io.demarc.plugin.cloudstack.WebhookGate;
import io.demarc.plugin.configuration.Triggers.Webhooks;
import io.demarc.plugin.operations.Trigger;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.reconcile.KeptOpen;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to CloudStack's webhooks, over HTTPS unless the configuration says otherwise. Anybody who reaches the port may try: what isn't a
 * signed delivery to the configured path is answered with a bare status, within seconds and bounds. Thread-safe.
 */
public final class WebhookListener implements Trigger {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookListener.class);
    /** Recorded bodies have half a kilobyte. */
    private static final int LARGEST_BODY = 64 * 1024;

    private static final int LARGEST_HEADERS = 8 * 1024;
    private static final int MOST_THREADS = 6;
    /** Of TLS, each counts twice: before and after it is decrypted. */
    private static final int MOST_CONNECTIONS = 128;

    private static final int BACKLOG = 64;
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final Webhooks webhooks;
    private final Admissions admissions;
    private final WebhookGate gate;
    private final KeptOpen server;

    /** @param nudge is run when a delivery tells of something that can matter; must not block */
    public WebhookListener(Webhooks webhooks, Surroundings surroundings, Runnable nudge) {
        this.webhooks = webhooks;
        this.admissions = new Admissions("webhook deliveries", surroundings.clock());
        this.gate = new WebhookGate(this::secret, surroundings.clock(), admissions, nudge);
        this.server = new KeptOpen(surroundings.timers(), "webhooks on " + webhooks.listen(), lost -> open());
    }

    private Secret secret() {
        return webhooks.secret().resolve();
    }

    @Override
    public void start() {
        server.start();
    }

    private KeptOpen.Opened open() {
        secret();
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 2);
        threads.setName("webhooks");
        threads.setDaemon(true);
        Server jetty = new Server(threads);
        Connections connections = new Connections(jetty.getScheduler(), MOST_CONNECTIONS);
        jetty.addConnector(connector(jetty, connections));
        jetty.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                take(request, status -> {
                    connections.isAnswered(request);
                    answer(status, response, callback);
                });
                return true;
            }
        });
        jetty.setErrorHandler((request, response, callback) -> {
            admissions.refuse("it is no request in HTTP/1.1");
            answer(Math.max(400, response.getStatus()), response, callback);
            return true;
        });
        try {
            jetty.start();
        } catch (Exception e) {
            end(jetty);
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.CONFIG_INVALID,
                            "Webhooks can't be listened to on " + webhooks.listen() + ": " + why(e) + ".",
                            "Give cloudstack.webhooks.listen an address of this machine and a free port from 1024 on."
                                    + " It is tried again; the comparison with CloudStack goes on meanwhile."),
                    e);
        }
        return () -> end(jetty);
    }

    private static String why(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    private ServerConnector connector(Server jetty, Connections connections) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(LARGEST_HEADERS);
        http.setPersistentConnectionsEnabled(false);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ConnectionFactory[] factories = {plain};
        if (webhooks.tls() != null) {
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStore(PemIdentity.read(webhooks.tls()));
            tls.setKeyManagerPassword("");
            factories = new ConnectionFactory[] {new SslConnectionFactory(tls, plain.getProtocol()), plain};
        }
        ServerConnector connector = new ServerConnector(jetty, 1, 1, factories);
        connector.setHost(webhooks.listen().host());
        connector.setPort(webhooks.listen().port());
        connector.setAcceptQueueSize(BACKLOG);
        // Connections ends those that let it wait.
        connector.setIdleTimeout(0);
        connector.addBean(connections);
        return connector;
    }

    private interface Answering {
        void with(int status);
    }

    private void take(Request request, Answering answering) {
        boolean isDelivery = HttpMethod.POST.is(request.getMethod())
                && webhooks.path().equals(request.getHttpURI().getPath())
                && request.getHttpURI().getQuery() == null;
        if (!isDelivery) {
            admissions.refuse("it is no POST to the path of cloudstack.webhooks.url");
            answering.with(NOT_FOUND);
            return;
        }
        Body.read(request, LARGEST_BODY, body -> answering.with(status(request, body)), problem -> {
            admissions.refuse(problem.summary());
            answering.with(FORBIDDEN);
        });
    }

    private int status(Request request, ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        try {
            boolean isGenuine = gate.admit(
                    request.getHeaders().get("X-CS-Event-ID"),
                    request.getHeaders().get("X-CS-Signature"),
                    bytes);
            return isGenuine ? OK : FORBIDDEN;
        } catch (ProblemException e) {
            admissions.refuse(e.problem().summary());
            return UNAVAILABLE;
        }
    }

    private static void answer(int status, Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put("Content-Length", 0);
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    private static void end(Server jetty) {
        try {
            jetty.stop();
        } catch (Exception e) {
            LOG.warn("The port of webhooks did not close", e);
        }
    }

    @Override
    public Finding finding() {
        Optional<Problem> closed = server.problem();
        if (closed.isPresent()) {
            return new Finding(
                    "webhooks",
                    "warning",
                    closed.get().summary() + " Networks are compared by the poll meanwhile.",
                    closed.get().fix());
        }
        String how = "listened to on " + webhooks.listen() + ": " + admissions.inWords();
        return admissions.isAllRefused()
                ? new Finding(
                        "webhooks",
                        "warning",
                        how,
                        "Compare url and secret with the webhook in CloudStack: 'demarc cloudstack setup --check'.")
                : new Finding("webhooks", "ok", how, "");
    }

    @Override
    public void close() {
        server.close();
    }
}
