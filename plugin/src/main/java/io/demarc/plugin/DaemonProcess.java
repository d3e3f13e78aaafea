/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.configuration.DaemonConfigFile;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The life of the daemon's process: from its configuration file to SIGTERM. */
public final class DaemonProcess {
    /** What can't be answered any more may not be able to end in good order either. */
    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    private static final int FAILED = 70;

    private DaemonProcess() {}

    /**
     * Runs the daemon in this process and returns when it has ended. Says on standard output when it is ready.
     *
     * @throws ProblemException when the configuration is wrong, the daemon can't start, or nobody answered on its socket any
     *                          more: then it is to be started again
     */
    public static void run(Path configurationFile) {
        DaemonConfig config = DaemonConfigFile.read(configurationFile);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicBoolean isDeaf = new AtomicBoolean();
        Daemon daemon = Daemon.start(config, () -> {
            isDeaf.set(true);
            asked.countDown();
            endForCertain(ended);
        });
        // The JVM ends as soon as its shutdown hooks have: this one waits until everything is closed.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            asked.countDown();
                            awaitQuietly(ended);
                        },
                        "signal"));
        System.out.println("demarc: ready on " + config.socket());
        awaitQuietly(asked);
        try {
            daemon.close();
        } finally {
            ended.countDown();
        }
        if (isDeaf.get()) {
            throw ProblemException.of(
                    ProblemCode.DAEMON_UNREACHABLE,
                    "Nobody answered on " + config.socket() + " any more, so the daemon has ended.",
                    "Start it again; systemd does that by itself. Its log, from before this, may tell why.");
        }
    }

    private static void endForCertain(CountDownLatch ended) {
        Thread last = new Thread(
                () -> {
                    if (!awaitQuietly(ended, LONGEST_END)) {
                        Runtime.getRuntime().halt(FAILED);
                    }
                },
                "last-resort");
        last.setDaemon(true);
        last.start();
    }

    private static boolean awaitQuietly(CountDownLatch latch, Duration longest) {
        try {
            return latch.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
