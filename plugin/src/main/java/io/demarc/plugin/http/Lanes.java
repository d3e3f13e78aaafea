/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The threads that answer requests, those of each kind apart. Thread-safe. */
final class Lanes extends ContainerLifeCycle {
    private final Map<Kind, Lane> lanes = new EnumMap<>(Kind.class);

    Lanes() {
        for (Kind kind : Kind.values()) {
            if (kind != Kind.AT_ONCE) {
                Lane lane = new Lane(threads(kind), new Semaphore(kind.threads() + kind.places()));
                lanes.put(kind, lane);
                addBean(lane.threads);
            }
        }
    }

    /** @param free places, those on a thread included */
    private record Lane(QueuedThreadPool threads, Semaphore free) {}

    private static QueuedThreadPool threads(Kind kind) {
        QueuedThreadPool threads = new QueuedThreadPool(kind.threads(), 0);
        threads.setReservedThreads(0);
        threads.setName("http-" + kind.name().toLowerCase(Locale.ROOT));
        threads.setDaemon(true);
        return threads;
    }

    /** Runs the task when its turn comes; false when too many wait already, and it won't run. */
    boolean run(Kind kind, Runnable task) {
        Lane lane = lanes.get(kind);
        if (lane == null) {
            task.run();
        } else if (lane.free.tryAcquire()) {
            lane.threads.execute(task);
        } else {
            return false;
        }
        return true;
    }

    /** The place of a task that was run is free again: its answer has been taken. */
    void leave(Kind kind) {
        Lane lane = lanes.get(kind);
        if (lane != null) {
            lane.free.release();
        }
    }
}
