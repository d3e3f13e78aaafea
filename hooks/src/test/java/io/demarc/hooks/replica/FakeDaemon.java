/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.FedCommands;
import io.demarc.hooks.node.RunningCommand;
import io.demarc.hooks.runbook.Killed;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One daemon's way to {@link FakeDatabases}, until it is killed. Its copy has a thread of its own, but only one thread goes on at a
 * time: the copy when it is let on, and no further than to its next pause.
 */
final class FakeDaemon implements Databases, Executor {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FakeDatabases world;
    private final List<FakeCommand> open = new ArrayList<>();
    private boolean isDead;
    private int tasks;
    private @Nullable Thread copy;
    private boolean isCopyGoing;
    private boolean isPausing = true;

    FakeDaemon(FakeDatabases world) {
        this.world = world;
    }

    FakeDatabases world() {
        return world;
    }

    @Override
    public Database database(String name) {
        return world.server(name).database;
    }

    @Override
    public List<Database> all() {
        return world.servers().stream().map(it -> it.database).toList();
    }

    @Override
    public ReplicationLogin replicationLogin(Database database) {
        return FakeDatabases.LOGIN;
    }

    /** The first task of a copy is the copying; the second only says now and then that the daemon is there. */
    @Override
    public void execute(Runnable task) {
        if (tasks++ % 2 == 1) {
            return;
        }
        synchronized (this) {
            isPausing = true;
            isCopyGoing = true;
            copy = new Thread(() -> copy(task), "copy");
            copy.setDaemon(true);
            copy.start();
            await(() -> !isCopyGoing);
        }
        if (isDead) {
            throw new Killed();
        }
    }

    private void copy(Runnable task) {
        try {
            task.run();
        } catch (Killed e) {
            // The test finds the daemon dead.
        } finally {
            synchronized (this) {
                copy = null;
                isCopyGoing = false;
                notifyAll();
            }
        }
    }

    /** A copy stands still here until it is let on. */
    synchronized void pause() {
        if (Thread.currentThread() == copy && isPausing) {
            isCopyGoing = false;
            notifyAll();
            await(() -> isCopyGoing);
        }
    }

    /** Lets a copy on to its next pause, or its end; throws {@link Killed} if the daemon didn't live that long. */
    synchronized void letOn() {
        if (copy != null) {
            isCopyGoing = true;
            notifyAll();
            await(() -> !isCopyGoing);
        }
        if (isDead) {
            throw new Killed();
        }
    }

    private synchronized void letOnToItsEnd() {
        isPausing = false;
        isCopyGoing = copy != null;
        notifyAll();
    }

    synchronized void awaitEnd() {
        await(() -> copy == null);
    }

    private void await(BooleanSupplier isSo) {
        long end = System.nanoTime() + LIMIT.toNanos();
        try {
            while (!isSo.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    throw world.harm("a copy neither pauses nor ends");
                }
                wait(LIMIT.toMillis());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Its connections end, and whatever depends on them. */
    void kill() {
        if (!isDead) {
            isDead = true;
            List.copyOf(open).forEach(FakeCommand::cut);
            letOnToItsEnd();
        }
    }

    boolean isIdle() {
        return copy == null && open.isEmpty();
    }

    /** Somebody ends a command while its copy, if it is one's, may stand still. */
    void closing(FakeCommand command) {
        open.remove(command);
        if (Thread.currentThread() != copy) {
            letOnToItsEnd();
        }
    }

    @Override
    public FedCommands on(Database database) {
        FakeServer server = world.server(database.name());
        return new FedCommands() {
            @Override
            public CommandResult run(List<String> argv, Duration limit) {
                return run(argv, "", limit);
            }

            @Override
            public CommandResult run(List<String> argv, String input, Duration limit) {
                begin();
                CommandResult result = answer(server, argv, input);
                world.commandEnded(FakeDaemon.this);
                return result;
            }

            @Override
            public RunningCommand start(List<String> argv, Duration limit) {
                begin();
                Runnable event = world.whenConnecting.remove(argv.get(3));
                if (event != null) {
                    event.run();
                }
                FakeCommand command = FakeCommand.start(FakeDaemon.this, server, argv);
                open.add(command);
                world.commandEnded(FakeDaemon.this);
                return command;
            }
        };
    }

    private void begin() {
        if (isDead) {
            throw ProblemException.of(ProblemCode.NODE_UNREACHABLE, "This daemon is dead.", "Start another.");
        }
        world.commands++;
        world.tick();
    }

    private CommandResult answer(FakeServer server, List<String> argv, String input) {
        if (argv.equals(SqlClient.argv(server.database))) {
            return statements(server, input);
        } else if (argv.equals(List.of("df", "-Pk", "--", "/var/lib/mysql/"))) {
            return printed("Filesystem 1024-blocks Used Available Capacity Mounted\n/dev/vda 9 9 9999999 9% /\n");
        } else if (argv.size() == 3 && argv.get(2).startsWith("missing=")) {
            return printed("\n");
        } else if (argv.size() == 3 && argv.get(2).contains("--defaults-file=/dev/stdin")) {
            server.claim(
                    input.contains("\nhost=\"10.0.0.1\"\n") && input.contains("\npassword=\"it's\"\n"),
                    "logs in with " + input);
            return printed("1\n");
        }
        List<String> probed = List.of("/var/lib/mysql/", Database.USUAL_START, "/run/mysqld/mysqld.pid");
        if (argv.equals(Script.PROBE.argv(probed))) {
            return printed("user 0\nmissing" + (server == world.primary ? world.missing : "")
                    + "\nmissing-scratch" + (server == world.replica ? world.missingScratch : "")
                    + "\nbackup 10.11.6\nreadable yes\n" + (server.files.isPuttingAside() ? "unfinished yes\n" : "")
                    + "kilobytes 100000\n");
        } else if (argv.size() > 4 && argv.subList(0, 4).equals(Script.EXCHANGE.argv(List.of()))) {
            server.claim(server == world.replica, "is exchanged: " + argv);
            return server.files.run(argv.subList(4, argv.size()));
        }
        throw world.harm(server.database + " is to run an unknown command: " + argv);
    }

    private CommandResult statements(FakeServer server, String input) {
        String mark = "demarc-next";
        String end = ";\nSELECT '" + mark + "' AS '" + mark + "';\n";
        server.claim(input.startsWith(SqlClient.PRELUDE) && input.endsWith(end), "is sent " + input);
        FakeSession session = new FakeSession(server, world.clock, false);
        StringBuilder printed = new StringBuilder();
        try {
            for (String statement : input.substring(SqlClient.PRELUDE.length()).split(end)) {
                printed.append(server.answer(statement, session)).append(mark + "\n" + mark + "\n");
            }
            return printed(printed.toString());
        } catch (FakeServer.Refused e) {
            return new CommandResult(1, printed.toString(), e.getMessage() + "\n");
        } finally {
            session.end();
        }
    }

    private static CommandResult printed(String text) {
        return new CommandResult(0, text, "");
    }
}
