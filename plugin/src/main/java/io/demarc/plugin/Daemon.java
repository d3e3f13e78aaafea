/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import io.demarc.plugin.cloudstack.CloudStackApi;
import io.demarc.plugin.cloudstack.CloudStackDirectory;
import io.demarc.plugin.cloudstack.EventBusListener;
import io.demarc.plugin.cloudstack.ExtensionProtocol;
import io.demarc.plugin.cloudstack.HttpCloudStackApi;
import io.demarc.plugin.cloudstack.RecentIdentities;
import io.demarc.plugin.cloudstack.setup.ApiCloudSide;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.http.ApiServer;
import io.demarc.plugin.http.ExtensionHandler;
import io.demarc.plugin.http.SocketProbe;
import io.demarc.plugin.http.SocketWatch;
import io.demarc.plugin.http.WebhookListener;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.networks.NetworksUnknown;
import io.demarc.plugin.operations.CloudSide;
import io.demarc.plugin.operations.Trigger;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.reconcile.ThreadTimers;
import io.demarc.plugin.runbooks.RunbookCatalogue;
import io.demarc.switches.catalogue.Platforms;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process beside a management server: all of Demarc, wired together. One caller at a time. */
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    /** Sessions with switches at one time; more switches than this take turns. */
    private static final int MOST_SESSIONS = 64;

    private static final String SCRIPT_OWNER = "root";

    private static final Duration IDLE_THREAD = Duration.ofSeconds(60);
    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(5);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final DaemonConfig config;
    private final ScheduledExecutorService clockwork;
    private final ExecutorService workers;
    private final ScheduledExecutorService watch;
    private final Core core;
    private final ApiServer server;

    private Daemon(DaemonConfig config) {
        this.config = config;
        InstantSource clock = Clock.systemUTC();
        Platforms platforms = Platforms.builtInAnd(config.platformDirectories());
        platforms.ownInWords().forEach(LOG::info);
        CloudStackAccess access = config.cloudStack();
        @Nullable HttpCloudStackApi api = access == null ? null : new HttpCloudStackApi(access, clock);
        CloudSide cloud = access == null || api == null
                ? CloudSide.NONE
                : new ApiCloudSide(api, access, clock, ApiCloudSide.EXTENSIONS, SCRIPT_OWNER);
        NetworkDirectory directory = directory(api, clock);
        clockwork = Executors.newSingleThreadScheduledExecutor(task -> thread("clockwork", task));
        workers = workers();
        watch = Executors.newSingleThreadScheduledExecutor(task -> thread("socket-watch", task));
        Surroundings surroundings = new Surroundings(clock, new ThreadTimers(clockwork, workers), new Random());
        // A copy of a database takes hours: it must not be a worker less for switches.
        AtomicInteger number = new AtomicInteger();
        Executor background =
                task -> thread("background-" + number.incrementAndGet(), task).start();
        try {
            core = Core.open(
                    config,
                    new Core.Outside(
                            directory,
                            platforms,
                            books -> RunbookCatalogue.of(books, config, api, background),
                            cloud,
                            nudge -> triggers(access, surroundings, nudge)),
                    surroundings);
        } catch (RuntimeException e) {
            endThreads();
            throw e;
        }
        ExtensionProtocol protocol =
                new ExtensionProtocol(core.networkLife(), directory, core.operations(), surroundings.clock());
        server = new ApiServer(config.socket(), core.operations(), handler(protocol), surroundings);
    }

    /**
     * Opens state and socket, in this order, and begins to reconcile every switch.
     *
     * @param whenDeaf is run, on a thread of its own, when nobody answers on the socket any more: time to close
     * @throws io.demarc.problem.ProblemException when another daemon is there, or something it needs is unfit
     */
    public static Daemon start(DaemonConfig config, Runnable whenDeaf) {
        Daemon daemon = new Daemon(config);
        try {
            daemon.server.start();
            daemon.core.start();
            daemon.beginToWatch(whenDeaf);
        } catch (RuntimeException e) {
            daemon.close();
            throw e;
        }
        LOG.info("ready on {}, state in {}", config.socket(), config.stateDirectory());
        return daemon;
    }

    private void beginToWatch(Runnable whenDeaf) {
        SocketProbe probe = new SocketProbe(config.socket(), LONGEST_ANSWER);
        Future<?> ignored = watch.scheduleWithFixedDelay(
                new SocketWatch(probe::isAnswered, whenDeaf),
                BETWEEN_PROBES.toMillis(),
                BETWEEN_PROBES.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static NetworkDirectory directory(@Nullable CloudStackApi api, InstantSource clock) {
        return api == null ? new NetworksUnknown() : new RecentIdentities(new CloudStackDirectory(api), clock);
    }

    private static List<Trigger> triggers(
            @Nullable CloudStackAccess access, Surroundings surroundings, Runnable nudge) {
        List<Trigger> triggers = new ArrayList<>();
        if (access != null && access.triggers().webhooks() != null) {
            triggers.add(new WebhookListener(access.triggers().webhooks(), surroundings, nudge));
        }
        if (access != null && access.triggers().eventBus() != null) {
            triggers.add(new EventBusListener(access.triggers().eventBus(), surroundings, nudge));
        }
        return triggers;
    }

    private static ExtensionHandler handler(ExtensionProtocol protocol) {
        return (command, payload, deadline) -> {
            ExtensionProtocol.Reply reply = protocol.handle(command, payload, deadline);
            return new ExtensionHandler.Reply(reply.success(), reply.line());
        };
    }

    private static ExecutorService workers() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                MOST_SESSIONS,
                MOST_SESSIONS,
                IDLE_THREAD.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> thread("worker-" + number.incrementAndGet(), task));
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((where, e) -> LOG.error("a defect in thread {}", where.getName(), e));
        return thread;
    }

    /** Answers what has been asked already, ends sessions with switches and closes the store. */
    @Override
    public void close() {
        LOG.info("ending");
        try {
            server.close();
        } finally {
            try {
                core.close();
            } finally {
                endThreads();
            }
        }
        LOG.info("ended; state stays in {}", config.stateDirectory());
    }

    private void endThreads() {
        watch.shutdownNow();
        clockwork.shutdownNow();
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("sessions with switches were still open after {} seconds", GRACE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
