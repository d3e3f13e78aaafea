/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import com.google.gson.JsonParseException;
import io.demarc.access.Deadline;
import io.demarc.plugin.operations.Operations;
import io.demarc.plugin.reconcile.Timers;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked over the socket; {@code docs/rest.md} describes it. Thread-safe. */
final class ApiRoutes {
    private static final Set<String> SECONDS = Set.of("seconds");
    private static final long LONGEST_POLL_SECONDS = 60;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final long MOST_EXTENSION_SECONDS = 86_400;
    /** Readers of the journal that may wait at one time: they must not keep other requests from a thread. */
    private static final int MOST_FOLLOWERS = 16;

    private final Operations operations;
    private final ExtensionHandler extension;
    private final Timers timers;
    private final Semaphore followers = new Semaphore(MOST_FOLLOWERS);
    private final AtomicBoolean closing = new AtomicBoolean();

    ApiRoutes(Operations operations, ExtensionHandler extension, Timers timers) {
        this.operations = operations;
        this.extension = extension;
        this.timers = timers;
    }

    List<Route> all() {
        Set<String> none = Set.of();
        Set<String> wait = Set.of("wait_seconds");
        List<Route> own = List.of(
                Route.of("GET", "health", none, call -> Answer.of(Map.of("status", "ok")))
                        .as(Kind.AT_ONCE),
                extension("implement-network").as(Kind.EVENT),
                extension("shutdown-network").as(Kind.EVENT),
                extension("destroy-network").as(Kind.EVENT),
                extension("ensure-network-device").as(Kind.EVENT),
                extension("custom-action").as(Kind.ACTION),
                Route.of("POST", "extension/*", SECONDS, call -> extension(call.variable(0), call)),
                Route.of("GET", "switches", none, call -> Answer.of(operations.switches())),
                Route.of("GET", "switches/*/check", wait, this::checkSwitch),
                Route.of("POST", "switches/*/trust", Set.of("fingerprint", "wait_seconds"), this::trust),
                Route.of("GET", "servers", none, call -> Answer.of(operations.servers())),
                Route.of("POST", "servers/*/trust", Set.of("fingerprint", "wait_seconds"), this::trustServer),
                Route.of("GET", "databases", none, call -> Answer.of(operations.databases())),
                Route.of("GET", "pairs", none, call -> Answer.of(operations.pairs())),
                Route.of("GET", "pairs/*/check", none, call -> Answer.of(operations.checkPair(call.variable(0)))),
                Route.of("POST", "pairs/*/nodes/*/trust", Set.of("fingerprint", "wait_seconds"), this::trustNode),
                Route.of("GET", "ports", none, call -> Answer.of(operations.ports())),
                Route.of("GET", "ports/*/*", wait, this::readPort),
                Route.of("GET", "locate", Set.of("mac", "wait_seconds"), this::locate),
                Route.of("GET", "devices", none, call -> Answer.of(operations.devices())),
                Route.of("GET", "networks", none, call -> Answer.of(operations.networks())),
                Route.of("POST", "attachments", none, this::attach),
                Route.of("DELETE", "attachments/*", Set.of("dry_run", "wait_seconds"), this::detach),
                Route.of("GET", "plan", Set.of("switch", "wait_seconds"), this::plan),
                Route.of("POST", "reconcile", Set.of("switch", "dry_run", "wait_seconds"), this::reconcile),
                Route.of("GET", "journal", Set.of("after", "limit", "last", "wait_seconds"), this::journal),
                Route.of("GET", "doctor", wait, call -> Answer.of(operations.doctor(call.deadline()))));
        RunbookRoutes runbooks = new RunbookRoutes(operations.runbooks(), timers, closing::get);
        return Stream.of(
                        own,
                        new AdoptionRoutes(operations.adoptions()).all(),
                        new RetirementRoutes(operations.retirements()).all(),
                        new PlanRoutes(operations.plans()).all(),
                        new InventoryRoutes(operations.inventory()).all(),
                        runbooks.all(),
                        new StoreRoutes(operations.store()).all())
                .flatMap(List::stream)
                .toList();
    }

    /** Those who wait for the journal are answered now. */
    void close() {
        closing.set(true);
        timers.wake();
    }

    private Route extension(String command) {
        return Route.of("POST", "extension/" + command, SECONDS, call -> extension(command, call));
    }

    private Answer extension(String command, Call call) {
        call.requiredText("seconds");
        long seconds = call.number("seconds", 1, 1, MOST_EXTENSION_SECONDS);
        ExtensionHandler.Reply reply = extension.handle(command, call.bodyBytes(), call.within(budget(seconds)));
        return new Answer(reply.success() ? 200 : 422, reply.line());
    }

    /** What is left of CloudStack's seconds when the way back is taken off: a tenth, but 1 to 5 seconds of them. */
    static Duration budget(long seconds) {
        Duration all = Duration.ofSeconds(seconds);
        long marginMillis = Math.min(5_000, Math.max(1_000, seconds * 100));
        Duration left = all.minusMillis(marginMillis);
        Duration least = all.dividedBy(2);
        return left.compareTo(least) < 0 ? least : left;
    }

    private Answer checkSwitch(Call call) {
        return Answer.of(operations.checkSwitch(call.variable(0), call.deadline()));
    }

    private Answer trust(Call call) {
        String message = operations.trust(call.variable(0), call.text("fingerprint"), call.actor(), call.deadline());
        return Answer.of(Map.of("message", message));
    }

    private Answer trustServer(Call call) {
        String message =
                operations.trustServer(call.variable(0), call.text("fingerprint"), call.actor(), call.deadline());
        return Answer.of(Map.of("message", message));
    }

    private Answer trustNode(Call call) {
        String message = operations.trustNode(
                call.variable(0), call.variable(1), call.text("fingerprint"), call.actor(), call.deadline());
        return Answer.of(Map.of("message", message));
    }

    private Answer readPort(Call call) {
        return Answer.of(operations.readPort(call.variable(0), call.variable(1), call.deadline()));
    }

    private Answer locate(Call call) {
        return Answer.of(operations.locate(call.requiredText("mac"), call.deadline()));
    }

    private Answer attach(Call call) {
        Wish wish = wish(call);
        return Answer.of(operations.attach(
                required(wish.device, "device"),
                required(wish.network, "network"),
                Boolean.TRUE.equals(wish.force),
                Boolean.TRUE.equals(wish.dryRun),
                call.actor(),
                call.deadline(wish.waitSeconds)));
    }

    private Answer detach(Call call) {
        return Answer.of(operations.detach(call.variable(0), call.flag("dry_run"), call.actor(), call.deadline()));
    }

    private Answer plan(Call call) {
        return Answer.of(operations.plan(call.text("switch"), call.deadline()));
    }

    private Answer reconcile(Call call) {
        return Answer.of(
                operations.reconcile(call.text("switch"), call.flag("dry_run"), call.actor(), call.deadline()));
    }

    private Answer journal(Call call) {
        if (call.text("last").isPresent()) {
            return Answer.of(operations.newestJournal((int) call.number("last", 1, 1, 1000)));
        }
        long after = call.number("after", 0, 0, Long.MAX_VALUE);
        int limit = (int) call.number("limit", 100, 1, 1000);
        Duration wait = Duration.ofSeconds(call.number("wait_seconds", 0, 0, LONGEST_POLL_SECONDS));
        List<JournalEntry> entries = operations.journal(after, limit);
        if (entries.isEmpty() && !wait.isZero() && followers.tryAcquire()) {
            try {
                awaitEntry(after, Deadline.after(wait, call.clock()), call);
            } finally {
                followers.release();
            }
            entries = operations.journal(after, limit);
        }
        return Answer.of(entries);
    }

    /** Looks when something has changed, and every second all the same. */
    private void awaitEntry(long after, Deadline deadline, Call call) {
        boolean there = false;
        while (!there && !deadline.isOver()) {
            Deadline soon = Deadline.after(deadline.leftAtMost(LOOK_AGAIN), call.clock());
            there = timers.await(
                    () -> closing.get() || !operations.journal(after, 1).isEmpty(), soon);
        }
    }

    private static Wish wish(Call call) {
        try {
            return StrictBody.read(call.bodyText(), Wish.class);
        } catch (JsonParseException | NumberFormatException e) {
            throw new ProblemException(unreadable(), e);
        }
    }

    private static Problem unreadable() {
        return Problem.of(
                ProblemCode.INPUT_INVALID,
                "The body is not an attachment.",
                "Send {\"device\": \"...\", \"network\": \"...\"}; docs/rest.md describes it.");
    }

    private static String required(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw Call.invalid("The attachment lacks '" + name + "'.", "Add it.");
        }
        return value;
    }

    private record Wish(
            @Nullable String device,
            @Nullable String network,
            @Nullable Boolean force,
            @Nullable Boolean dryRun,
            @Nullable Long waitSeconds) {}
}
