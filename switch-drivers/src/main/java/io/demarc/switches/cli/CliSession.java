/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.ssh.Shell;
import io.demarc.access.ssh.SshConnection;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.cli.CliDefinition.Applying.Style;
import io.demarc.switches.cli.CliDefinition.Operation;
import io.demarc.switches.cli.CommandLines.Rendered;
import io.demarc.switches.cli.Dialogue.Channel;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchDraft;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A session with a switch through its command line. One caller at a time. */
final class CliSession implements SwitchSession {
    private static final Set<ProblemCode> HARMLESS =
            Set.of(ProblemCode.SWITCH_REJECTED, ProblemCode.SWITCH_BUSY, ProblemCode.DEADLINE_PASSED);

    private static final Duration SETTLING = Duration.ofMillis(500);

    private static final int MOST_SAVINGS = 6;

    private final Language language;
    private final SwitchTalk talk;
    private final Conversation conversation;
    private final StateReader reader;
    private final BatchSender sender;
    private final Lookup lookup;
    private final Map<PortName, PortState> known = new HashMap<>();
    private Map<String, PortName> numbers = Map.of();
    private @Nullable String hostKey;
    private boolean hasWritten;
    private boolean isClosed;

    /** What a platform's definition makes of a session. */
    record Language(
            CliDefinition definition, Dialogue dialogue, PortNames names, CliReader reader, CommandLines lines) {}

    private CliSession(Language language, SwitchTalk talk, Conversation conversation) {
        this.language = language;
        this.talk = talk;
        this.conversation = conversation;
        this.reader = new StateReader(language, talk, conversation, this::ask);
        this.lookup = new Lookup(language, talk, reader, this::numbers);
        this.sender = new BatchSender(
                language,
                SwitchFacts.of(language.definition(), talk.access().bridge(), Unique.word()),
                new SwitchRecipient(language.dialogue(), talk, conversation, this::ask));
    }

    static CliSession open(Language language, SwitchTalk talk) {
        return open(language, talk, Tap.NONE);
    }

    static CliSession open(Language language, SwitchTalk talk, Tap tap) {
        requireEnable(language, talk.access());
        SshConnection connection = SshConnection.open(talk.access().ssh(), talk.login(), talk.deadline());
        try {
            CliSession session = language.dialogue().channel() == Channel.EXEC
                    ? over(CommandChannel.of(connection), language, talk, tap)
                    : over(connection.shell(talk.deadline()), language, talk, tap);
            session.hostKey = connection.hostKey();
            return session;
        } catch (ProblemException e) {
            connection.close();
            throw e;
        }
    }

    static CliSession over(CommandChannel channel, Language language, SwitchTalk talk, Tap tap) {
        return begin(language, talk, tap.on(new ExecConversation(tap.on(channel), language.dialogue(), talk)));
    }

    static CliSession over(Shell shell, Language language, SwitchTalk talk, Tap tap) {
        try {
            requireEnable(language, talk.access());
            return begin(language, talk, tap.on(ShellConversation.open(tap.on(shell), language.dialogue(), talk)));
        } catch (ProblemException e) {
            shell.close();
            throw e;
        }
    }

    /** What is said about a question that never comes is meant for another platform. */
    private static void requireEnable(Language language, SwitchAccess access) {
        if (access.overrides().enablePrompt() != null && !language.dialogue().asksForEnable()) {
            throw ProblemException.of(
                    ProblemCode.CONFIG_INVALID,
                    "Switch " + access.name() + " has an enable-prompt, and sessions of platform "
                            + language.definition().platform() + " never ask for an enable secret.",
                    "Take enable-prompt out of the switch's session in the inventory; what it asks at login is answered by"
                            + " login-greeting.");
        }
    }

    private static CliSession begin(Language language, SwitchTalk talk, Conversation conversation) {
        CliSession session = new CliSession(language, talk, conversation);
        session.sender.send(language.dialogue().onOpen());
        return session;
    }

    @Override
    public Optional<String> hostKey() {
        return Optional.ofNullable(hostKey);
    }

    @Override
    public Observation observe(Set<PortName> ports) {
        requireOpen();
        Observation seen = read(ports);
        // Right after a write the configuration may say one thing and the forwarding tables still another.
        for (int i = 0; i < 2 * language.definition().apply().settleSeconds() && hasWritten; i++) {
            boolean isSettled = seen.ports().values().stream().allMatch(state -> state.contradiction() == null);
            if (isSettled || talk.deadline().leftAtMost(SETTLING).compareTo(SETTLING) < 0) {
                break;
            }
            LockSupport.parkNanos(SETTLING.toNanos());
            seen = read(ports);
        }
        return seen;
    }

    private Observation read(Set<PortName> ports) {
        StateReader.Seen seen = reader.read(ports);
        known.putAll(seen.observation().ports());
        numbers = seen.numbers();
        sender.learn(seen.facts(), seen.vlanNames(), seen.ports());
        return seen.observation();
    }

    @Override
    public SwitchDraft draft() {
        requireOpen();
        return new CliDraft(language, sender.facts(), conversation.mode(), talk::conceal);
    }

    @Override
    public void apply(List<PortStep> steps) {
        requireOpen();
        learn(steps);
        List<BatchSender.Line> lines = sender.lines(steps, known::get);
        forget(steps);
        hasWritten = true;
        try {
            sender.write(lines);
        } catch (ProblemException e) {
            recover(e);
            throw e;
        }
        sender.leave();
    }

    /** Reads the ports whose present state decides what is sent, where it is not known. */
    private void learn(List<PortStep> steps) {
        Set<PortName> unknown = steps.stream()
                .filter(language.lines()::dependsOnState)
                .map(PortStep::target)
                .filter(port -> port != null && !known.containsKey(port))
                .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            observe(unknown);
        }
    }

    /** What was read before these steps is no longer true of the ports whose VLANs they change. */
    private void forget(List<PortStep> steps) {
        for (PortStep step : steps) {
            if (step instanceof PortStep.Attach attach) {
                known.remove(attach.port());
            } else if (step instanceof PortStep.Park park) {
                known.remove(park.port());
            }
        }
    }

    /** Leaves nothing half-written behind, where the session can still speak. */
    private void recover(ProblemException reason) {
        if (!HARMLESS.contains(reason.problem().code())) {
            close();
            return;
        }
        try {
            boolean isInside = conversation.mode().equals(sender.applyMode());
            if (isInside && language.definition().apply().style() == Style.CANDIDATE) {
                sender.send(language.definition().apply().discard());
            }
            conversation.enter(language.dialogue().startMode());
        } catch (ProblemException e) {
            // A switch that forgets nothing on request forgets it when the session ends.
            reason.addSuppressed(e);
            close();
        }
    }

    @Override
    public void confirm() {
        settle(language.definition().apply().confirm());
    }

    @Override
    public void rollBack() {
        settle(language.definition().apply().rollBack());
    }

    private void settle(List<Command> commands) {
        if (!sender.isUnconfirmed()) {
            return;
        }
        requireOpen();
        try {
            sender.settle(commands);
        } catch (ProblemException e) {
            if (!HARMLESS.contains(e.problem().code())) {
                close();
            }
            throw e;
        }
        sender.leave();
    }

    @Override
    public void save() {
        requireOpen();
        List<Command> commands = language.definition().operation(Operation.SAVE);
        if (commands.isEmpty()) {
            return;
        }
        try {
            sendUntilNotBusy(commands);
        } catch (ProblemException e) {
            throw new ProblemException(
                    new Problem(
                            ProblemCode.SAVE_FAILED,
                            "The configuration of switch " + talk.access().name() + " was changed but not saved: "
                                    + e.problem().summary(),
                            "Demarc tries again by itself; where that goes on to fail, save it by hand before the switch"
                                    + " restarts.",
                            e.problem().details()),
                    e);
        }
    }

    /** What keeps a switch from saving is mostly somebody else's saving, which is over in seconds. */
    private void sendUntilNotBusy(List<Command> commands) {
        for (int i = 1; true; i++) {
            try {
                sender.send(commands);
                return;
            } catch (ProblemException e) {
                boolean mayWait =
                        i < MOST_SAVINGS && talk.deadline().leftAtMost(SETTLING).compareTo(SETTLING) >= 0;
                if (e.problem().code() != ProblemCode.SWITCH_BUSY || !mayWait) {
                    throw e;
                }
                LockSupport.parkNanos(SETTLING.toNanos());
            }
        }
    }

    @Override
    public Optional<PortName> locate(String mac) {
        requireOpen();
        return lookup.locate(mac);
    }

    @Override
    public Map<PortName, PortTraffic> traffic(Set<PortName> ports) {
        requireOpen();
        return lookup.traffic(ports);
    }

    @Override
    public Optional<Duration> uptime() {
        requireOpen();
        return lookup.uptime();
    }

    @Override
    public Optional<String> version() {
        requireOpen();
        return lookup.version();
    }

    /** Ports by their numbers, as the last reading told them. */
    private Map<String, PortName> numbers() {
        if (numbers.isEmpty()) {
            observe(Set.of());
        }
        return numbers;
    }

    @Override
    public List<String> transcript() {
        return talk.transcript().lines();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            conversation.close();
        }
    }

    private List<String> ask(Rendered line) {
        try {
            return conversation.ask(line);
        } catch (ProblemException e) {
            if (!HARMLESS.contains(e.problem().code())) {
                close();
            }
            throw e;
        }
    }

    private void requireOpen() {
        if (isClosed) {
            throw talk.problem(
                    ProblemCode.SWITCH_UNREACHABLE,
                    "The session with switch " + talk.access().name() + " is closed.",
                    "Demarc opens a new one by itself.",
                    List.of());
        }
    }
}
