/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.replica.FakeDatabases.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code receive.sh} and {@code exchange.sh} keep on the machine of a {@link FakeServer}. An exchange that has begun comes a
 * little further with every moment, whatever becomes of whoever began it.
 */
final class FakeFiles {
    private static final String DIRECTORY = "/var/lib/mysql/";
    private static final List<String> SERVER =
            List.of(DIRECTORY, "/run/mysqld/mysqld.pid", Database.USUAL_STOP, Database.USUAL_START);
    /** For so many moments the script waits for an exchange to end that is given up, and to give data back. */
    private static final int WAITING = 100;

    private static final int WAITING_LONG = 18_000;

    /** As in the script. */
    enum State {
        NOTHING,
        RECEIVED,
        PREPARING,
        PREPARED,
        PROVEN,
        STOPPED,
        ASIDE,
        RENAMED,
        STARTED
    }

    private record Old(long data, Map<String, List<Long>> drifted) {}

    /** For how many moments the server ends. */
    int stopping = 2;

    State state = State.NOTHING;
    /** The accounts that its files are to have as it has them. */
    List<String> kept = List.of();

    private final FakeDatabases world;
    private final FakeServer server;
    private boolean isRunning;
    private boolean isInterrupted;
    private boolean isFailed;
    private boolean isHalted;
    private int stoppingLeft = -1;
    private String said = "";
    private Instant enteredAt;
    private long moment;
    private @Nullable Old old;

    FakeFiles(FakeDatabases world, FakeServer server) {
        this.world = world;
        this.server = server;
        this.enteredAt = Instant.EPOCH;
    }

    boolean isIdle() {
        return state == State.NOTHING && !isRunning && old == null;
    }

    boolean isPuttingAside() {
        return old != null;
    }

    boolean isRunning() {
        return isRunning;
    }

    private void enter(State next) {
        state = next;
        enteredAt = world.clock.instant();
    }

    /** Another copy begins to come; empty unless it can't. */
    String beginReceiving() {
        if (isRunning) {
            return "another copy is being taken into " + DIRECTORY + ".demarc\n";
        }
        if (old != null) {
            return DIRECTORY + ".demarc/old holds data that were put aside by an exchange that isn't finished\n";
        }
        enter(State.NOTHING);
        return "";
    }

    void received(long asOf) {
        moment = asOf;
        enter(State.RECEIVED);
    }

    /** A server of their own has loaded them: they are proven already. */
    void proven(long asOf) {
        moment = asOf;
        enter(State.PROVEN);
    }

    /** The machine is restarted: its server is started too, while its files are in their place. */
    void interrupt() {
        isRunning = false;
        stoppingLeft = -1;
        if (state == State.PROVEN || state == State.STOPPED) {
            server.started();
        }
    }

    CommandResult run(List<String> words) {
        String command = words.get(0);
        List<String> rest = words.subList(1, words.size());
        boolean isOfServer = command.equals("begin") || command.equals("back");
        if (command.equals("begin")) {
            server.claim(rest.subList(4, 6).equals(List.of("-", "yes")), "is to be exchanged with " + words);
            kept = List.copyOf(rest.subList(6, rest.size()));
            rest = rest.subList(0, 4);
        }
        server.claim(rest.equals(isOfServer ? SERVER : List.of(DIRECTORY)), "is to be exchanged with " + words);
        return switch (command) {
            case "state" -> new CommandResult(0, print(), "");
            case "begin" -> begin();
            case "back" -> giveBack();
            case "halt" -> halt();
            case "clear" -> clear();
            default -> throw server.refuse("is to " + words);
        };
    }

    private String print() {
        String how = isRunning ? "running" : isFailed ? "failed" : "still";
        return how + " " + state.name().toLowerCase(Locale.ROOT) + " "
                + Duration.between(enteredAt, world.clock.instant()).toSeconds() + "\n" + said;
    }

    private CommandResult begin() {
        if (isRunning || state == State.NOTHING) {
            return new CommandResult(1, "", isRunning ? "somebody is at it\n" : "there is no copy\n");
        }
        isRunning = true;
        isInterrupted = state == State.PREPARING;
        isFailed = false;
        isHalted = false;
        said = "";
        return new CommandResult(0, "", "");
    }

    private CommandResult clear() {
        server.claim(!isRunning, "loses what is being put in its place");
        server.claim(old == null || state == State.STARTED, "loses its own data before it runs on others");
        server.claim(server.isUp, "loses its own data while it doesn't run");
        forget();
        return new CommandResult(0, "", "");
    }

    private void forget() {
        old = null;
        isFailed = false;
        isHalted = false;
        said = "";
        enter(State.NOTHING);
    }

    private boolean isGivenUpWithoutHarm() {
        return state.compareTo(State.STOPPED) < 0;
    }

    private CommandResult halt() {
        isHalted = state != State.NOTHING;
        for (int waited = 0; isRunning && waited < WAITING; waited++) {
            world.tick();
        }
        if (isRunning) {
            return new CommandResult(0, "it ends when the files are prepared\n", "");
        }
        if (isGivenUpWithoutHarm()) {
            enter(State.NOTHING);
        }
        return new CommandResult(0, "", "");
    }

    private CommandResult giveBack() {
        for (int waited = 0; isRunning && waited < WAITING_LONG; waited++) {
            world.tick();
        }
        if (isRunning || state == State.NOTHING) {
            return new CommandResult(1, "", isRunning ? "somebody is at it\n" : "there is no copy\n");
        }
        if (!isGivenUpWithoutHarm()) {
            Old own = old;
            if (own != null) {
                server.getBack(own.data(), own.drifted());
            }
            server.started();
        }
        forget();
        return new CommandResult(0, "", "");
    }

    private void fail(String why) {
        isRunning = false;
        isFailed = true;
        said = why + "\n";
    }

    /** A moment passes. */
    void tick() {
        if (!isRunning) {
            return;
        }
        if (stoppingLeft > 0) {
            stoppingLeft--;
        } else if (isHalted && isGivenUpWithoutHarm() && state != State.PREPARING && stoppingLeft < 0) {
            enter(State.NOTHING);
            fail("it was given up");
        } else {
            step();
        }
    }

    private void step() {
        switch (state) {
            case RECEIVED -> enter(State.PREPARING);
            case PREPARING -> {
                if (isInterrupted) {
                    fail("preparing the files was interrupted: nobody knows what they hold");
                } else if (world.takes(Fault.PREPARE_FAILS)) {
                    fail("the files could not be prepared");
                } else {
                    enter(State.PREPARED);
                }
            }
            case PREPARED -> {
                if (world.takes(Fault.PROOF_FAILS)) {
                    fail("a server that was started on the files to try them ended badly");
                } else {
                    enter(State.PROVEN);
                }
            }
            case PROVEN -> stop();
            case STOPPED -> {
                server.stopped();
                old = new Old(server.data, new HashMap<>(server.drifted));
                enter(State.ASIDE);
            }
            case ASIDE -> {
                server.claim(!server.isUp, "gets files while it runs");
                server.getFiles(moment);
                enter(State.RENAMED);
            }
            case RENAMED -> {
                if (world.takes(Fault.START_FAILS)) {
                    fail("the server did not start: '" + Database.USUAL_START + "'");
                } else {
                    server.started();
                    enter(State.STARTED);
                }
            }
            case STARTED -> isRunning = false;
            case NOTHING -> fail("there is nothing to put in place: nothing");
        }
    }

    private void stop() {
        if (stoppingLeft < 0) {
            server.claim(server.replication == null, "gets other files, and may know still whom it replicated from");
            server.stopped();
            stoppingLeft = stopping;
        } else {
            stoppingLeft = -1;
            enter(State.STOPPED);
        }
    }
}
