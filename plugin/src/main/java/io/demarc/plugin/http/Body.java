/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Reads a request's body; no thread waits for a caller that doesn't send it. One caller at a time. */
final class Body implements Runnable {
    private final Request request;
    private final int largest;
    private final Consumer<ByteBuffer> whole;
    private final Consumer<Problem> failed;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Body(Request request, int largest, Consumer<ByteBuffer> whole, Consumer<Problem> failed) {
        this.request = request;
        this.largest = largest;
        this.whole = whole;
        this.failed = failed;
    }

    /**
     * Calls one of the two, once, on any thread; neither may block.
     *
     * @param largest in bytes
     */
    static void read(Request request, int largest, Consumer<ByteBuffer> whole, Consumer<Problem> failed) {
        if (request.getLength() > largest) {
            failed.accept(tooLarge(largest));
        } else {
            new Body(request, largest, whole, failed).run();
        }
    }

    /** Takes what is there, and is run again when there is more. */
    @Override
    public void run() {
        Content.Chunk chunk = request.read();
        while (isFollowed(chunk) && bytes.size() <= largest) {
            take(chunk);
            chunk = request.read();
        }
        if (chunk == null) {
            request.demand(this);
        } else if (Content.Chunk.isFailure(chunk)) {
            failed.accept(Problem.of(ProblemCode.INPUT_INVALID, "The request broke off.", "Send it again."));
        } else {
            take(chunk);
            end();
        }
    }

    private static boolean isFollowed(Content.@Nullable Chunk chunk) {
        return chunk != null && !chunk.isLast() && !Content.Chunk.isFailure(chunk);
    }

    private void take(Content.Chunk chunk) {
        byte[] part = new byte[chunk.remaining()];
        chunk.getByteBuffer().get(part);
        bytes.writeBytes(part);
        chunk.release();
    }

    private void end() {
        if (bytes.size() > largest) {
            failed.accept(tooLarge(largest));
        } else {
            whole.accept(ByteBuffer.wrap(bytes.toByteArray()));
        }
    }

    private static Problem tooLarge(int largest) {
        return Problem.of(
                ProblemCode.INPUT_INVALID, "The request's body has more than " + largest + " bytes.", "Send less.");
    }
}
