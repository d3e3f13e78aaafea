/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonObject;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.plugin.cloudstack.CloudStackVersion;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes CloudStack and this management server as Demarc needs them, step by step, each read back after it was set. It can be run
 * again at any time: it does what is missing, which is nothing after a whole run, and the rest after one that was interrupted. A CloudStack
 * that can't call an extension gets what the daemon needs to follow its API. One caller at a time.
 */
public final class CloudStackSetup {
    private final SetupOrder order;
    private final InstantSource clock;
    private final ThisMachine here;
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
        this.here = new ThisMachine(machine);
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
        boolean hasExtensions = hasExtensions(calls.version());
        List<Step> steps = daemonsSteps(hasExtensions);
        if (hasExtensions) {
            steps.addAll(extensionsSteps(
                    order.offerings(), new PhysicalNetworks(calls).chosen(order.physicalNetworks(), order.zone())));
        }
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
                    hasExtensions
                            ? "On each further management server, run the same command: it puts the entry point and the"
                                    + " daemon's key files in place there."
                            : "On each further machine with a daemon, run the same command: it puts the daemon's key"
                                    + " files in place there.");
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
        boolean hasExtensions = hasExtensions(calls.version());
        List<Step> steps = daemonsSteps(hasExtensions);
        if (hasExtensions) {
            Set<OfferingChoice> all = Set.of(OfferingChoice.values());
            new Uses(
                            calls,
                            all.stream()
                                    .flatMap(it -> OfferingTerms.of(it).stream())
                                    .map(OfferingTerms::name)
                                    .collect(Collectors.toSet()))
                    .requireNone();
            steps.addAll(extensionsSteps(all, new PhysicalNetworks(calls).all()));
        }
        Collections.reverse(steps);
        boolean isDone = true;
        for (Step step : steps) {
            // A file that is left by hand is found through what comes after it in this order: that stays, too.
            isDone &= go(step, Step::toRemove, mode == Mode.RUN && !isDone ? Mode.CHECK : mode);
        }
        if (mode == Mode.RUN) {
            out.accept(
                    hasExtensions
                            ? "On each further management server, delete the entry point and the daemon's key files."
                            : "On each further machine with a daemon, delete its key files.");
        }
        return isDone;
    }

    /** What the daemon needs, whatever CloudStack can do. */
    private List<Step> daemonsSteps(boolean hasExtensions) {
        DaemonRole role = new DaemonRole(calls, order.access().alerts());
        DaemonAccount account = new DaemonAccount(calls, role);
        return new ArrayList<>(List.of(
                role,
                account,
                new DaemonKeys(
                        new UserKeys(calls, hasExtensions),
                        account,
                        here,
                        order.access(),
                        clock,
                        order.users().daemon(),
                        order.rotateKeys())));
    }

    /** What CloudStack needs to call Demarc. */
    private List<Step> extensionsSteps(Set<OfferingChoice> offerings, List<JsonObject> physicalNetworks) {
        Extension extension = new Extension(calls);
        List<Step> steps = new ArrayList<>(List.of(
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

    /** Whether this CloudStack can call Demarc; if not, it tells what that means. */
    private boolean hasExtensions(CloudStackVersion version) {
        if (!version.isSupported()) {
            throw ProblemException.of(
                    ProblemCode.CLOUDSTACK_REFUSED,
                    "CloudStack tells that it is version '" + version.text() + "'; Demarc works with "
                            + CloudStackVersion.OLDEST + " and later.",
                    "Upgrade CloudStack: 4.18 to 4.22 are followed through their API, later ones call Demarc.");
        }
        if (!version.hasExtensions()) {
            out.accept("CloudStack " + version.text() + " can't call Demarc, which takes "
                    + CloudStackVersion.OLDEST_WITH_EXTENSIONS + ": Demarc follows its API. It gets role, account and"
                    + " keys, and nothing else: no custom actions, so devices are attached with 'demarc attach' or by a tag; and"
                    + " Demarc can't keep CloudStack from giving a VLAN to somebody else, it parks the port as soon as"
                    + " the API tells. Any offering of networks with VLANs will do.");
        }
        return version.hasExtensions();
    }
}
