/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads along with a compressed dump that passes by: its beginning, where it says when it was taken, how long it is, and
 * whether it is whole (RFC 1952; {@code gzip} writes one member without optional fields when it reads a pipe). One caller
 * at a time, but for {@link #plainBytes}.
 */
final class DumpStream implements AutoCloseable {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HEAD = 64 * 1024;
    private static final int TAIL = 200;
    private static final Pattern FIRST = Pattern.compile("(?m)^-- (Current Database|Table structure)");
    private static final String COMPLETED = "-- Dump completed";

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] plain = new byte[64 * 1024];
    private final byte[] trailer = new byte[TRAILER];
    private final StringBuilder head = new StringBuilder();
    private String tail = "";
    private int headerSeen;
    private int trailerSeen;
    private final AtomicLong plainBytes = new AtomicLong();

    /** What the dump begins with, at most 64 KiB. */
    String head() {
        return head.toString();
    }

    /** Whether no more of the beginning will come. */
    boolean isHeadOver() {
        return head.length() >= HEAD || trailerSeen > 0;
    }

    /** Whether the first table's or database's statements have come: what the dump reads of one moment, it has taken hold of. */
    boolean isDumping() {
        return FIRST.matcher(head).find() || isHeadOver();
    }

    /** Thread-safe. */
    long plainBytes() {
        return plainBytes.get();
    }

    void take(byte[] octets, int length) throws IOException {
        int at = 0;
        while (at < length && headerSeen < HEADER) {
            checkHeader(octets[at++] & 0xff);
        }
        if (at < length && !inflater.finished()) {
            inflater.setInput(octets, at, length - at);
            inflate();
            at = length - inflater.getRemaining();
        }
        while (at < length) {
            if (trailerSeen >= TRAILER) {
                throw new IOException("something follows the end of the compressed dump");
            }
            trailer[trailerSeen++] = octets[at++];
        }
    }

    private void checkHeader(int octet) throws IOException {
        boolean isWrong = switch (headerSeen++) {
            case 0 -> octet != 0x1f;
            case 1 -> octet != 0x8b;
            case 2 -> octet != 8;
            case 3 -> octet != 0;
            default -> false;
        };
        if (isWrong) {
            throw new IOException("what came is not a compressed dump");
        }
    }

    private void inflate() throws IOException {
        try {
            int length = inflater.inflate(plain);
            while (length > 0) {
                note(length);
                length = inflater.inflate(plain);
            }
        } catch (DataFormatException e) {
            throw new IOException("the compressed dump is damaged: " + e.getMessage(), e);
        }
    }

    private void note(int length) {
        crc.update(plain, 0, length);
        plainBytes.addAndGet(length);
        if (head.length() < HEAD) {
            head.append(new String(plain, 0, Math.min(length, HEAD - head.length()), StandardCharsets.ISO_8859_1));
        }
        int from = Math.max(0, length - TAIL);
        String end = tail + new String(plain, from, length - from, StandardCharsets.ISO_8859_1);
        tail = end.substring(Math.max(0, end.length() - TAIL));
    }

    /** Whether it ends with the line that the dump program writes last. */
    boolean isDumpCompleted() {
        return tail.contains(COMPLETED);
    }

    /** Whether all of the compressed stream has passed by undamaged. */
    boolean isWhole() {
        return inflater.finished()
                && trailerSeen == TRAILER
                && number(0) == crc.getValue()
                && number(4) == (plainBytes.get() & 0xffffffffL);
    }

    private long number(int at) {
        long number = 0;
        for (int i = 3; i >= 0; i--) {
            number = number << 8 | (trailer[at + i] & 0xff);
        }
        return number;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
