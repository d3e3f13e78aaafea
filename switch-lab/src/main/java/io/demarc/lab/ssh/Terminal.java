/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The character side of a shell: echo, line editing, paging, slow and coloured printing. One caller at a time. */
final class Terminal {
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int BACKSPACE = 8;
    private static final int CTRL_U = 21;
    private static final int CTRL_Z = 26;
    private static final int DELETE = 127;

    /** One line as typed. {@code endOfInput}: it was ended by Ctrl-Z. */
    record Line(String text, boolean endOfInput) {}

    private final InputStream in;
    private final OutputStream out;
    private final Faults faults;
    private final CountDownLatch closed;
    private boolean lastWasReturn;

    Terminal(InputStream in, OutputStream out, Faults faults, CountDownLatch closed) {
        this.in = in;
        this.out = out;
        this.faults = faults;
        this.closed = closed;
    }

    /** Waits for a whole line; null when the other side is gone. */
    @Nullable
    Line readLine(boolean echo) throws IOException {
        StringBuilder line = new StringBuilder();
        StringBuilder echoed = new StringBuilder();
        while (true) {
            if (!echoed.isEmpty() && in.available() == 0) {
                raw(echoed.toString());
                echoed.setLength(0);
            }
            int c = readKey();
            switch (c) {
                case -1, CTRL_D -> {
                    return null;
                }
                case '\r', '\n' -> {
                    raw(echoed + "\r\n");
                    return new Line(line.toString(), false);
                }
                case CTRL_Z -> {
                    raw(echoed + "^Z\r\n");
                    return new Line(line.toString(), true);
                }
                case CTRL_C -> {
                    raw(echoed + "^C\r\n");
                    return new Line("", false);
                }
                case BACKSPACE, DELETE -> erase(line, 1, echo, echoed);
                case CTRL_U -> erase(line, line.length(), echo, echoed);
                default -> {
                    line.append((char) c);
                    echoed.append(echo ? String.valueOf((char) c) : "");
                }
            }
        }
    }

    /** Waits for any key; false when the other side is gone. */
    boolean awaitKey() throws IOException {
        return readKey() >= 0;
    }

    /** Prints text whose lines end in {@code \n}. */
    void print(String text) throws IOException {
        raw(text.replace("\n", "\r\n"));
    }

    /** Prints text, with a pause for a key after every {@code pageLength} lines; 0 for no pauses. */
    void printPaged(String text, int pageLength, String pagerPrompt) throws IOException {
        if (pageLength == 0) {
            print(text);
            return;
        }
        int room = pageLength - 1;
        for (int start = 0; start < text.length(); ) {
            if (room == 0) {
                room = roomAfterPause(pageLength, pagerPrompt);
                if (room == 0) {
                    return;
                }
            }
            int end = text.indexOf('\n', start) < 0 ? text.length() : text.indexOf('\n', start) + 1;
            print(text.substring(start, end));
            start = end;
            room--;
        }
    }

    /** Waits, but no longer than the connection lasts. */
    void pause(Duration duration) throws IOException {
        if (!duration.isZero()) {
            await(closed, duration);
        }
    }

    /** Waits until the latch opens or the connection is gone. */
    void awaitOrClosed(CountDownLatch latch) throws IOException {
        Duration step = Duration.ofMillis(20);
        boolean open = false;
        while (!open && closed.getCount() > 0) {
            open = await(latch, step);
        }
    }

    private static boolean await(CountDownLatch latch, Duration most) throws IOException {
        try {
            return latch.await(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the simulated switch is being stopped");
        }
    }

    private int roomAfterPause(int pageLength, String pagerPrompt) throws IOException {
        raw(pagerPrompt);
        int key = readKey();
        String back = "\b".repeat(pagerPrompt.length());
        raw(back + " ".repeat(pagerPrompt.length()) + back);
        return switch (key) {
            case -1, 'q', 'Q', CTRL_C -> 0;
            case '\r', '\n' -> 1;
            default -> pageLength - 1;
        };
    }

    private int readKey() throws IOException {
        int c = in.read();
        if (c == '\n' && lastWasReturn) {
            c = in.read();
        }
        lastWasReturn = c == '\r';
        return c;
    }

    private static void erase(StringBuilder line, int count, boolean echo, StringBuilder echoed) {
        for (int i = 0; i < count && !line.isEmpty(); i++) {
            line.setLength(line.length() - 1);
            echoed.append(echo ? "\b \b" : "");
        }
    }

    private void raw(String text) throws IOException {
        Duration delay = faults.characterDelay();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (delay == null) {
            out.write(bytes);
            out.flush();
            return;
        }
        for (byte b : bytes) {
            out.write(b);
            out.flush();
            pause(delay);
        }
    }
}
