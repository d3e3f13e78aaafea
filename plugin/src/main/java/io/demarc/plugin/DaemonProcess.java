/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.configuration.DaemonConfigFile;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The life of the daemon's process: from its configuration file to SIGTERM. */
public final class DaemonProcess {
    private DaemonProcess() {}

    /**
     * Runs the daemon in this process and returns when it has ended. Says on standard output when it is ready.
     *
     * @throws io.demarc.problem.ProblemException when the configuration is wrong or the daemon can't start
     */
    public static void run(Path configurationFile) {
        DaemonConfig config = DaemonConfigFile.read(configurationFile);
        Daemon daemon = Daemon.start(config);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
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
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
