/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.access.ssh.Shell;
import io.demarc.access.yaml.YamlBinding;
import io.demarc.access.yaml.YamlProblems;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Identity;
import io.demarc.switches.platform.InvalidDefinition;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchDraft;
import io.demarc.switches.session.SwitchReading;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A platform that is driven through a command line, as its definition says. Immutable, thread-safe. */
public final class CliPlatform implements Platform {
    private static final Pattern CUT_PATTERN =
            Pattern.compile("^\\s*(?:- )?(?:match|prompt|record|recognise|from|until|never|expect"
                    + "|continued|remove|row|read-prefix): +[^'\"\\s{\\[|>&*#][^'\"]*\\s#");

    private static final Duration PLAYED_WAIT = Duration.ofSeconds(5);
    private static final Duration PLAYED_LIMIT = Duration.ofSeconds(30);

    private final CliDefinition definition;
    private final Dialogue dialogue;
    private final PortNames names;
    private final CliReader reader;
    private final CommandLines lines;
    private final SavedOutputs saved;

    private CliPlatform(CliDefinition definition, Dialogue dialogue) {
        this.definition = definition;
        this.dialogue = dialogue;
        this.names = new PortNames(definition.names());
        this.reader = new CliReader(definition);
        this.lines = new CommandLines(definition);
        this.saved = new SavedOutputs(definition, dialogue, names, reader);
    }

    /** Reads a definition; throws {@code PLATFORM_INVALID} with all its problems. */
    public static CliPlatform load(String fileName, String yaml) {
        YamlProblems problems = new YamlProblems();
        CliDefinition definition = YamlBinding.read(yaml, CliDefinition.class, problems);
        if (definition != null) {
            // What cannot be read is missing elsewhere, too: that would be told as well, and hide what is the matter.
            boolean isRead = problems.isEmpty();
            requireQuotes(yaml, problems);
            if (isRead) {
                new DefinitionCheck(definition, problems).run();
            }
        }
        if (definition == null || !problems.isEmpty()) {
            throw InvalidDefinition.of(fileName, problems);
        }
        return new CliPlatform(definition, Objects.requireNonNull(definition.session()));
    }

    /** What a definition's file is bound to. */
    public static Class<? extends Record> file() {
        return CliDefinition.class;
    }

    /** A number sign that follows a blank begins a comment, and cuts a pattern that stands without quotes. */
    private static void requireQuotes(String yaml, YamlProblems problems) {
        int number = 0;
        for (String line : yaml.lines().toList()) {
            number++;
            problems.require(
                    !CUT_PATTERN.matcher(line).find(),
                    "",
                    "a pattern without quotes is cut by # (line " + number + "): put it between single quotes");
        }
    }

    @Override
    public String name() {
        return definition.platform();
    }

    @Override
    public String title() {
        return definition.title();
    }

    @Override
    public Verified verified() {
        return Objects.requireNonNull(definition.verified());
    }

    @Override
    public Transport transport() {
        return Transport.SSH;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.copyOf(definition.capabilities());
    }

    @Override
    public List<String> readCommands() {
        return saved.commands();
    }

    @Override
    public PortName normalise(String name) {
        return names.normalise(name);
    }

    @Override
    public List<PortState> parse(List<SavedOutput> outputs) {
        return List.copyOf(saved.observe(outputs).ports().values());
    }

    @Override
    public Map<PortName, PortEvidence> evidence(List<SavedOutput> outputs) {
        return saved.observe(outputs).evidence();
    }

    @Override
    public List<ExplainedLine> explain(List<SavedOutput> outputs) {
        return new Explanation(definition, reader).of(outputs);
    }

    @Override
    public List<UnreadLine> unread(List<SavedOutput> outputs) {
        return saved.unread(outputs);
    }

    @Override
    public List<String> render(List<PortStep> steps) {
        return render(steps, Map.of());
    }

    @Override
    public List<String> render(List<PortStep> steps, Map<PortName, PortState> now) {
        return draft(now.keySet()).apply(steps, now).stream()
                .map(SwitchDraft.Line::text)
                .toList();
    }

    @Override
    public List<String> renderSave() {
        return draft(Set.of()).save().stream().map(SwitchDraft.Line::text).toList();
    }

    private SwitchDraft draft(Set<PortName> ports) {
        CliSession.Language language = new CliSession.Language(definition, dialogue, names, reader, lines);
        SwitchFacts facts =
                SwitchFacts.of(definition, null, "xxxxxxxx").guessingNames().withPorts(ports);
        return new CliDraft(language, facts, dialogue.startMode(), line -> line);
    }

    @Override
    public List<String> trunkLines(PortState was) {
        List<Vlan> tagged = was.tagged();
        boolean isKnown = was.mode() == PortMode.TRUNK
                && tagged != null
                && was.doubts().isEmpty()
                && was.alsoUntagged().isEmpty();
        if (!isKnown || tagged == null || (tagged.isEmpty() && was.untagged() == null)) {
            return List.of();
        }
        return CommandLines.ofTrunk(definition.byHand().trunk(), was, tagged);
    }

    @Override
    public Optional<Identity> identity() {
        CliDefinition.Identify identify = definition.identify();
        Pattern match = identify == null ? null : identify.match();
        return identify == null || match == null
                ? Optional.empty()
                : Optional.of(new Identity(
                        identify.command(),
                        match,
                        Optional.ofNullable(identify.version()),
                        identify.versions(),
                        identify.objectIds(),
                        Optional.ofNullable(identify.description())));
    }

    /** Whether each command has a channel of its own. */
    boolean isRunOnChannels() {
        return dialogue.channel() == Dialogue.Channel.EXEC;
    }

    /** Whether a switch of it may end what it prints like this. */
    boolean knowsPrompt(String line) {
        return dialogue.modes().values().stream().anyMatch(mode -> Matching.finds(mode.prompt(), line));
    }

    @Override
    public SwitchSession open(SwitchAccess access, Deadline deadline) {
        return CliSession.open(language(access), talk(access, deadline));
    }

    /**
     * As {@link #open}, over a terminal that somebody is logged in at already; the session closes it.
     *
     * @throws ProblemException also {@code CONFIG_INVALID} when the platform uses no terminal
     */
    public SwitchSession converse(Shell shell, SwitchAccess access, Deadline deadline) {
        if (dialogue.channel() != Dialogue.Channel.SHELL) {
            throw ProblemException.of(
                    ProblemCode.CONFIG_INVALID,
                    "Platform " + name() + " runs each command on a channel of its own: a terminal is no use to it.",
                    "Open a connection.");
        }
        return CliSession.over(shell, language(access), talk(access, deadline), Tap.NONE);
    }

    @Override
    public <T> Recorded<T> record(SwitchAccess access, Deadline deadline, Function<SwitchReading, T> look) {
        SwitchTalk talk = talk(access, deadline);
        Recorder recorder = new Recorder(talk.login(), saved::reads);
        try (CliSession session = CliSession.open(language(access), talk, recorder)) {
            T told = look.apply(session);
            return new Recorded<>(told, recorder.outputs(), recorder.script());
        }
    }

    @Override
    public List<String> questions(@Nullable String bridge) {
        Stream<String> session = Stream.concat(
                dialogue.modes().keySet().stream()
                        .flatMap(mode -> dialogue.way(mode, dialogue.startMode()).stream())
                        .flatMap(List::stream)
                        .map(Dialogue.Move::send),
                dialogue.onOpen().stream().map(Command::send));
        Stream<String> about = Stream.concat(
                definition.requirements().stream().map(CliDefinition.Requirement::command),
                definition.facts().stream().map(CliDefinition.Fact::command));
        Stream<String> reads = definition.reads().stream()
                .filter(Read::isSent)
                .flatMap(read -> Stream.of(
                        read.command(),
                        read.follow() == null ? "" : read.follow().command()));
        Stream<String> more = Stream.concat(
                Stream.concat(
                        Stream.ofNullable(definition.uptime()).map(CliDefinition.Uptime::command),
                        Stream.ofNullable(definition.identify()).map(CliDefinition.Identify::command)),
                Stream.concat(
                        definition.lacks().stream().map(CliDefinition.Lack::command), dialogue.onClose().stream()));
        return Stream.of(session, about, reads, more)
                .flatMap(Function.identity())
                .filter(line -> !line.isBlank() && (bridge != null || !line.contains("{bridge}")))
                .map(line -> bridge == null ? line : line.replace("{bridge}", bridge))
                .distinct()
                .toList();
    }

    @Override
    public Played play(String file, String text) {
        Transcript transcript = Transcript.read(file, text);
        List<TranscriptActs.Act> acts = TranscriptActs.of(transcript);
        Login.Ssh login = new Login.Ssh(
                Transcript.USER,
                new Secret(Transcript.PASSWORD),
                null,
                null,
                new Secret(Transcript.ENABLE),
                SshAlgorithms.USUAL);
        String bridge = transcript.said("bridge").stream()
                .findFirst()
                .map(Transcript.Entry::text)
                .orElse(null);
        SwitchAccess access =
                new SwitchAccess(new SwitchName("sw1"), "127.0.0.1", 22, login, null, PLAYED_WAIT, PLAYED_WAIT, bridge);
        SwitchTalk talk = talk(access, Deadline.after(PLAYED_LIMIT, InstantSource.system()));
        List<String> told = new ArrayList<>();
        try (SwitchSession session = dialogue.channel() == Dialogue.Channel.EXEC
                ? CliSession.over(transcript.channel(), language(access), talk, Tap.NONE)
                : CliSession.over(transcript.shell(), language(access), talk, Tap.NONE)) {
            acts.forEach(act -> act.play(session, told));
            transcript.over();
        } catch (ProblemException e) {
            told.add(TranscriptActs.inWords(e.problem()));
        }
        return new Played(told, transcript.complaints());
    }

    private CliSession.Language language(SwitchAccess access) {
        return new CliSession.Language(definition, dialogue.with(access.overrides()), names, reader, lines);
    }

    private SwitchTalk talk(SwitchAccess access, Deadline deadline) {
        if (!(access.login() instanceof Login.Ssh login)) {
            throw ProblemException.of(
                    ProblemCode.CONFIG_INVALID,
                    "Switch " + access.name() + " is of platform " + name() + ", which needs an SSH login.",
                    "Give the switch an ssh login in the inventory.");
        }
        return new SwitchTalk(access, login, deadline);
    }
}
