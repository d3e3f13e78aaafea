/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections on which the other side lets Demarc wait: all of a request has to be there within seconds, and its answer
 * to be taken. Their number has an end too: when one too many comes, the one that has waited longest goes. Those whose
 * request is being answered are none of these. Thread-safe.
 */
final class Connections implements Connection.Listener {
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

    private final Scheduler scheduler;
    private final int most;
    /** In the order in which they began to let Demarc wait, with what ends them. */
    private final Map<EndPoint, Scheduler.Task> waitedFor = new LinkedHashMap<>();

    /** @param most that may let Demarc wait at one time */
    Connections(Scheduler scheduler, int most) {
        this.scheduler = scheduler;
        this.most = most;
    }

    @Override
    public void onOpened(Connection connection) {
        await(connection.getEndPoint(), LONGEST_REQUEST);
    }

    @Override
    public void onClosed(Connection connection) {
        settle(connection.getEndPoint());
    }

    /** All of the request is there: from now on the other side waits. */
    void isWhole(Request request) {
        settle(endPoint(request));
    }

    /** The answer is on its way. */
    void isAnswered(Request request) {
        await(endPoint(request), LONGEST_ANSWER);
    }

    private static EndPoint endPoint(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    private void await(EndPoint endPoint, Duration longest) {
        Scheduler.Task end = scheduler.schedule(() -> end(endPoint), longest.toMillis(), TimeUnit.MILLISECONDS);
        EndPoint oldest = null;
        synchronized (waitedFor) {
            cancel(waitedFor.remove(endPoint));
            waitedFor.put(endPoint, end);
            if (waitedFor.size() > most) {
                oldest = waitedFor.keySet().iterator().next();
            }
        }
        if (oldest != null) {
            end(oldest);
        }
    }

    private void end(EndPoint endPoint) {
        settle(endPoint);
        endPoint.close();
    }

    private void settle(EndPoint endPoint) {
        synchronized (waitedFor) {
            cancel(waitedFor.remove(endPoint));
        }
    }

    private static void cancel(Scheduler.@Nullable Task end) {
        if (end != null) {
            end.cancel();
        }
    }
}
