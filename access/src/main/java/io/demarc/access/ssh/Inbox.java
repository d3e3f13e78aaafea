/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a channel received and nobody has taken yet. Thread-safe: one thread writes, another takes. */
final class Inbox extends OutputStream {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private boolean ended;

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            waiting.write(bytes, offset, length);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The other side will say no more. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Everything that has arrived; waits for something up to the limit. Empty when nothing came. */
    String take(Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (waiting.size() == 0 && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            // Latin-1 keeps every octet: a chunk may end inside a character of whatever charset the switch prints.
            String text = waiting.toString(StandardCharsets.ISO_8859_1);
            waiting.reset();
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = true;
            return "";
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is waiting and nothing will come. */
    boolean isOver() {
        lock.lock();
        try {
            return ended && waiting.size() == 0;
        } finally {
            lock.unlock();
        }
    }
}
