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
    private static final int LARGEST_BYTES = 1 << 20;

    private final Request request;
    private final Consumer<ByteBuffer> whole;
    private final Consumer<Problem> failed;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Body(Request request, Consumer<ByteBuffer> whole, Consumer<Problem> failed) {
        this.request = request;
        this.whole = whole;
        this.failed = failed;
    }

    /** Calls one of the two, once, on any thread; neither may block. */
    static void read(Request request, Consumer<ByteBuffer> whole, Consumer<Problem> failed) {
        if (request.getLength() > LARGEST_BYTES) {
            failed.accept(tooLarge());
        } else {
            new Body(request, whole, failed).run();
        }
    }

    /** Takes what is there, and is run again when there is more. */
    @Override
    public void run() {
        Content.Chunk chunk = request.read();
        while (isFollowed(chunk) && bytes.size() <= LARGEST_BYTES) {
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
        if (bytes.size() > LARGEST_BYTES) {
            failed.accept(tooLarge());
        } else {
            whole.accept(ByteBuffer.wrap(bytes.toByteArray()));
        }
    }

    private static Problem tooLarge() {
        return Problem.of(
                ProblemCode.INPUT_INVALID,
                "The request's body has more than " + LARGEST_BYTES + " bytes.",
                "Send less.");
    }
}
