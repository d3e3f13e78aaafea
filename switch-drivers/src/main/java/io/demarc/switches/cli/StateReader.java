/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.cli.CommandLines.Rendered;
import io.demarc.switches.cli.RowReader.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends the read commands of a platform and reads their answers. One caller at a time. */
final class StateReader {
    private static final Set<ProblemCode> REFUSALS = Set.of(ProblemCode.SWITCH_REJECTED, ProblemCode.SWITCH_UNREADABLE);

    /** So many ports are asked about one by one, where there is a command for that. */
    private static final int FEW = 4;

    private final CliSession.Language language;
    private final SwitchTalk talk;
    private final Conversation conversation;
    private final Function<Rendered, List<String>> asker;

    /** @param asker sends a line and returns its output */
    StateReader(
            CliSession.Language language,
            SwitchTalk talk,
            Conversation conversation,
            Function<Rendered, List<String>> asker) {
        this.language = language;
        this.talk = talk;
        this.conversation = conversation;
        this.asker = asker;
    }

    /** What was seen, every port there is, the numbers that the switch uses for ports elsewhere, and what lines may need. */
    record Seen(
            Observation observation,
            Set<PortName> ports,
            Map<String, PortName> numbers,
            Map<String, String> facts,
            Map<String, String> vlanNames) {}

    /** Reads the switch; of these ports only, or of all when the set is empty. */
    Seen read(Set<PortName> ports) {
        Sightings sightings = new Sightings(language.names());
        Preconditions conditions = new Preconditions(language, command -> ask(line(command, Map.of())));
        sightings.doubt(conditions.unmet());
        for (Read read : language.reader().reads()) {
            boolean needsBridge = read.command().contains("{bridge}");
            if (read.isSent() && (!needsBridge || talk.access().bridge() != null)) {
                look(read, ports, sightings);
            }
        }
        excuse(sightings);
        return new Seen(
                sightings.observation(ports),
                sightings.ports(),
                sightings.byNumber(),
                conditions.facts(),
                sightings.vlanNames());
    }

    /** A read that tells nothing but evidence may be refused: the rest is known all the same. */
    private void look(Read read, Set<PortName> ports, Sightings sightings) {
        try {
            List<Row> rows = rows(read, ports);
            Read.Follow follow = read.follow();
            List<Row> more = follow == null ? List.of() : more(follow, rows, ports);
            sightings.add(read, rows);
            sightings.add(read, Read.About.DETAILS, more);
        } catch (ProblemException e) {
            if (!read.isEvidenceOnly() || !REFUSALS.contains(e.problem().code())) {
                throw e;
            }
            sightings.withhold(read.evidence(), e.problem().summary());
        }
    }

    /** What this model or version is known to have nothing of is not missing. */
    private void excuse(Sightings sightings) {
        for (CliDefinition.Lack lack : language.definition().lacks()) {
            PortEvidence.Kind kind = lack.evidence();
            if (kind != null && sightings.withheld().contains(kind)) {
                List<String> said = ask(line(lack.command(), Map.of()), List.of());
                if (said != null && CliReader.matchesAny(List.of(lack.match()), said)) {
                    sightings.excuse(kind);
                }
            }
        }
    }

    /** Rows of a command's output; none where the answer means that there is nothing of the kind. */
    List<Row> rows(String line, List<Pattern> absent, List<Format> formats) {
        List<String> output = ask(line, absent);
        if (output == null || CliReader.matchesAny(absent, output)) {
            return List.of();
        }
        Reading reading = language.reader().read(formats, output);
        if (reading.rows().isEmpty() && !reading.untaken().isEmpty()) {
            String first = talk.printable(reading.untaken().get(0));
            throw talk.unreadable(line, "platform " + platform() + " does not know '" + first + "'", output);
        }
        return reading.rows();
    }

    /** Asks about each wanted port that has a row. */
    private List<Row> more(Read.Follow follow, List<Row> rows, Set<PortName> wanted) {
        Set<PortName> ports = rows.stream()
                .flatMap(row -> Stream.ofNullable(row.first(Field.PORT)))
                .flatMap(name -> language.names().tryNormalise(name).stream())
                .filter(port -> wanted.isEmpty() || wanted.contains(port))
                .collect(Collectors.toCollection(TreeSet::new));
        List<Row> found = new ArrayList<>();
        for (PortName port : ports) {
            found.addAll(rows(line(follow.command(), Map.of("port", port.value())), follow.absent(), follow.formats()));
        }
        return found;
    }

    /** Rows of the command, or of the one for a single port where few are wanted. */
    private List<Row> rows(Read read, Set<PortName> wanted) {
        if (read.one().isEmpty() || wanted.isEmpty() || wanted.size() > FEW) {
            return rows(read, line(read.command(), Map.of()));
        }
        List<Row> rows = new ArrayList<>();
        for (PortName port : wanted) {
            rows.addAll(rows(read, line(read.one(), Map.of("port", port.value()))));
        }
        return rows;
    }

    private List<Row> rows(Read read, String line) {
        List<String> output = ask(line, read.absent());
        if (output == null) {
            return List.of();
        }
        if (CliReader.matchesAny(read.denied(), output)) {
            throw talk.denied(line, output);
        }
        Reading reading = language.reader().read(read.formats(), output);
        if (reading.rows().isEmpty() && CliReader.matchesAny(read.absent(), output)) {
            return List.of();
        }
        if (reading.rows().isEmpty()) {
            requireEmptyTable(read, line, output);
        }
        return reading.masked(talk.transcript()::mask).all();
    }

    /** An output without rows must say so: what cannot be read must not pass for nothing. */
    private void requireEmptyTable(Read read, String line, List<String> output) {
        Verdict verdict = Verdict.of(output, language.dialogue().errors(), Command.plain(line));
        if (verdict.isBusy()) {
            throw talk.busy(line, "", verdict.line(), output);
        }
        if (!verdict.isFine()) {
            throw talk.rejected(line, "", verdict.line(), output);
        }
        if (!CliReader.isEmptyTable(read, output)) {
            throw talk.unreadable(line, "no row of it looks as platform " + platform() + " expects", output);
        }
    }

    private String platform() {
        return language.definition().platform();
    }

    /** A command as it is sent, with the bridge and these values in it. */
    String line(String command, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        String bridge = talk.access().bridge();
        values.put("bridge", bridge == null ? "" : bridge);
        return conversation.readPrefix() + CommandLines.fill(command, values);
    }

    /** What a line prints. */
    List<String> ask(String line) {
        return asker.apply(Rendered.of(line));
    }

    /** Null when the channel itself refused and the answer means that there is nothing of the kind. */
    private @Nullable List<String> ask(String line, List<Pattern> absent) {
        try {
            return ask(line);
        } catch (ProblemException e) {
            boolean isAbsent = e.problem().code() == ProblemCode.SWITCH_REJECTED
                    && CliReader.matchesAny(absent, e.problem().details());
            if (isAbsent) {
                return null;
            }
            throw e;
        }
    }
}
