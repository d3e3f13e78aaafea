/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Commands on the machine that this process runs on, with its environment. Thread-safe. */
public final class OwnMachine implements NodeCommands {
    /** By a shell, for a program that isn't there (POSIX, Shell Command Language, 2.8.2). */
    private static final int NOT_FOUND = 127;

    @Override
    public CommandResult run(List<String> argv, Duration limit) {
        Path output = null;
        Path complaints = null;
        try {
            output = Files.createTempFile("demarc-", ".out");
            complaints = Files.createTempFile("demarc-", ".err");
            Process process = new ProcessBuilder(argv)
                    .redirectOutput(output.toFile())
                    .redirectError(complaints.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw unreachable("'" + argv.get(0) + "' did not end within " + limit.toSeconds() + " seconds.", null);
            }
            return new CommandResult(process.exitValue(), Files.readString(output), Files.readString(complaints));
        } catch (IOException e) {
            // The program is missing or may not be run: as a shell says it.
            return new CommandResult(NOT_FOUND, "", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("'" + argv.get(0) + "' was interrupted.", e);
        } finally {
            delete(output);
            delete(complaints);
        }
    }

    private static ProblemException unreachable(String summary, @Nullable Throwable cause) {
        Problem problem = Problem.of(ProblemCode.NODE_UNREACHABLE, summary, "Look at this machine.");
        return cause == null ? problem.exception() : new ProblemException(problem, cause);
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
