/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.plugin.cloudstack.HttpCloudStackApi;
import io.demarc.plugin.configuration.Triggers.Webhooks;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes CloudStack 4.23 and this management server as Demarc needs them, step by step, each read back after it was set. It can be run
 * again at any time: it does what is missing, which is nothing after a whole run, and the rest after one that was interrupted.
 * One caller at a time.
 */
public final class CloudStackSetup {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final int MAJOR = 4;
    private static final int FIRST_MINOR = 23;

    private final SetupOrder order;
    private final InstantSource clock;
    private final NodeCommands machine;
    private final AdminCalls calls;
    private final Consumer<String> out;

    /** How far it goes. */
    public enum Mode {
        /** Tells what differs. */
        CHECK,
        /** Tells what differs, and the calls that would be made. */
        DRY_RUN,
        RUN
    }

    /**
     * Prepares it; asks nothing.
     *
     * @param machine commands on this machine
     * @param pause   waits that long
     * @param out     takes each line for a person
     */
    public CloudStackSetup(
            SetupOrder order,
            InstantSource clock,
            NodeCommands machine,
            Consumer<Duration> pause,
            Consumer<String> out) {
        this.order = order;
        this.clock = clock;
        this.machine = machine;
        this.calls = new AdminCalls(
                new HttpCloudStackApi(
                        order.access(), order.adminApiKey()::resolve, order.adminSecretKey()::resolve, clock),
                clock,
                pause);
        this.out = out;
    }

    /**
     * Sets up.
     *
     * @return whether everything is as it has to be
     * @throws ProblemException {@code CLOUDSTACK_REFUSED}, {@code CLOUDSTACK_UNREACHABLE}, {@code CONFLICT}, {@code NOT_FOUND} and
     *     others, with the step at which it stopped
     */
    public boolean setUp(Mode mode) {
        requireExtensions();
        List<Step> steps =
                steps(order.offerings(), new PhysicalNetworks(calls).chosen(order.physicalNetworks(), order.zone()));
        boolean isDone = true;
        for (Step step : steps) {
            boolean waits = !isDone && step instanceof Offering && mode == Mode.RUN;
            isDone &= go(step, Step::toSetUp, waits ? Mode.CHECK : mode);
        }
        if (mode == Mode.RUN && !isDone) {
            // What another script answers can wedge a tenant's network for good.
            out.accept("Do by hand what is told above, then run the command again: until then no offering is made.");
        }
        if (mode == Mode.RUN) {
            out.accept(
                    "On each further management server, run the same command: it puts the entry point and the daemon's"
                            + " key files in place there.");
        }
        return isDone;
    }

    /**
     * Takes everything away that {@link #setUp} makes, the last first.
     *
     * @return whether nothing is left
     * @throws ProblemException as {@link #setUp}; {@code CONFLICT} while anything in CloudStack names Demarc as a provider
     */
    public boolean remove(Mode mode) {
        requireExtensions();
        Set<OfferingChoice> all = Set.of(OfferingChoice.values());
        new Uses(
                        calls,
                        all.stream()
                                .flatMap(it -> OfferingTerms.of(it).stream())
                                .map(OfferingTerms::name)
                                .collect(Collectors.toSet()))
                .requireNone();
        List<Step> steps = steps(all, new PhysicalNetworks(calls).all());
        Collections.reverse(steps);
        boolean isDone = true;
        for (Step step : steps) {
            // A file that is left by hand is found through what comes after it in this order: that stays, too.
            isDone &= go(step, Step::toRemove, mode == Mode.RUN && !isDone ? Mode.CHECK : mode);
        }
        if (mode == Mode.RUN) {
            out.accept("On each further management server, delete the entry point and the daemon's key files.");
        }
        return isDone;
    }

    private List<Step> steps(Set<OfferingChoice> offerings, List<JsonObject> physicalNetworks) {
        ThisMachine here = new ThisMachine(machine);
        DaemonRole role = new DaemonRole(calls);
        DaemonAccount account = new DaemonAccount(calls, role);
        Extension extension = new Extension(calls);
        List<Step> steps = new ArrayList<>(List.of(
                role,
                account,
                new DaemonKeys(
                        calls,
                        account,
                        here,
                        order.access(),
                        clock,
                        order.users().daemon(),
                        order.rotateKeys()),
                extension,
                new EntryPoint(
                        extension, here, order.users().script(), order.users().management())));
        for (JsonObject row : physicalNetworks) {
            steps.add(new Registration(calls, extension, text(row, "id"), PhysicalNetworks.inWords(row)));
        }
        steps.addAll(Action.all(calls, extension, order.tenantsMayPlug()));
        Webhooks webhooks = order.access().triggers().webhooks();
        if (webhooks != null) {
            steps.add(new Webhook(calls, here, webhooks, order.users().daemon()));
        }
        Arrays.stream(OfferingChoice.values())
                .filter(offerings::contains)
                .flatMap(it -> OfferingTerms.of(it).stream())
                .forEach(terms -> steps.add(new Offering(calls, terms)));
        return steps;
    }

    /** Returns whether nothing is left to do. */
    private boolean go(Step step, Function<Step, List<Change>> look, Mode mode) {
        try {
            List<Change> left = look.apply(step);
            if (left.isEmpty()) {
                out.accept("ok       " + step.name());
            }
            // Round after round: what was created has an id only then, and a provider is enabled once it is there.
            while (mode == Mode.RUN && left.stream().anyMatch(Change::isPossible)) {
                left = readBack(run(step, left), look.apply(step));
            }
            left.forEach(
                    change -> tell(change.action() == null ? "by hand" : "to do", step, change, mode != Mode.CHECK));
            return left.isEmpty();
        } catch (ProblemException e) {
            throw stopped(step, e);
        }
    }

    /** What was done, in words. */
    private Set<String> run(Step step, List<Change> changes) {
        Set<String> done = new HashSet<>();
        for (Change change : changes) {
            Runnable action = change.action();
            if (action != null && change.isPossible()) {
                action.run();
                done.add(change.words());
                tell("done", step, change, false);
            }
        }
        return done;
    }

    private static List<Change> readBack(Set<String> done, List<Change> left) {
        left.stream().filter(it -> done.contains(it.words())).findFirst().ifPresent(same -> {
            throw ProblemException.of(
                    ProblemCode.CLOUDSTACK_REFUSED,
                    "It was done without an error, and what was read back says that it is still to be done: "
                            + same.words() + ".",
                    "Look at it in CloudStack's UI and at this machine; then run the command again.");
        });
        return left;
    }

    private void tell(String what, Step step, Change change, boolean withLine) {
        out.accept(String.format("%-8s %s: %s", what, step.name(), change.words()));
        if (withLine && !change.line().isEmpty()) {
            out.accept("             " + change.line());
        }
    }

    private static ProblemException stopped(Step step, ProblemException e) {
        Problem problem = e.problem();
        List<String> details = new ArrayList<>(problem.details());
        details.add("It stopped at: " + step.name() + ". Run the command again to go on from there.");
        return new ProblemException(new Problem(problem.code(), problem.summary(), problem.fix(), details), e);
    }

    private void requireExtensions() {
        JsonElement capability = calls.call("listCapabilities", Map.of()).get("capability");
        String version = capability != null && capability.isJsonObject()
                ? text(capability.getAsJsonObject(), "cloudstackversion")
                : "";
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches() || !hasExtensions(matcher)) {
            throw ProblemException.of(
                    ProblemCode.CLOUDSTACK_REFUSED,
                    "CloudStack tells that it is version '" + version + "'; network extensions are there since " + MAJOR
                            + "." + FIRST_MINOR + ".",
                    "Upgrade CloudStack: without them it can't call Demarc.");
        }
    }

    private static boolean hasExtensions(Matcher version) {
        int major = Integer.parseInt(version.group(1));
        return major > MAJOR || (major == MAJOR && Integer.parseInt(version.group(2)) >= FIRST_MINOR);
    }
}
