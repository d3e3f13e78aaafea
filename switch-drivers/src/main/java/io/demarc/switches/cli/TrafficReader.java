/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.cli.CliDefinition.LastFrame;
import io.demarc.switches.cli.CliDefinition.Locating;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads what a switch has heard on ports. What it refuses to say is not told. One caller at a time. */
final class TrafficReader {
    /** None of them ends a session. */
    private static final Set<ProblemCode> UNTOLD = Set.of(
            ProblemCode.SWITCH_REJECTED,
            ProblemCode.SWITCH_BUSY,
            ProblemCode.SWITCH_UNREADABLE,
            ProblemCode.DEADLINE_PASSED);

    /** Nothing is asked any more when no more is left than this. */
    private static final Duration SPARED = Duration.ofSeconds(1);

    private final CliSession.Language language;
    private final SwitchTalk talk;
    private final StateReader reader;
    private final Function<List<Row>, Map<String, PortName>> numbers;

    /** @param numbers ports by the numbers that these rows use for them */
    TrafficReader(
            CliSession.Language language,
            SwitchTalk talk,
            StateReader reader,
            Function<List<Row>, Map<String, PortName>> numbers) {
        this.language = language;
        this.talk = talk;
        this.reader = reader;
        this.numbers = numbers;
    }

    /** Of these ports, those of which the switch tells anything. */
    Map<PortName, PortTraffic> read(Set<PortName> ports) {
        Map<PortName, Set<String>> macs = learned(ports);
        Map<PortName, PortTraffic> traffic = new TreeMap<>();
        for (PortName port : new TreeSet<>(ports)) {
            Set<String> there = macs.get(port);
            Duration lastFrame = lastFrame(port).orElse(null);
            if (there != null || lastFrame != null) {
                traffic.put(port, PortTraffic.of(there, lastFrame));
            }
        }
        return traffic;
    }

    /** The addresses on each port of which a table could be read. */
    private Map<PortName, Set<String>> learned(Set<PortName> ports) {
        Map<PortName, Set<String>> macs = new HashMap<>();
        Locating locate = language.definition().locate();
        String table = locate == null ? "" : locate.table();
        if (locate == null || table.isEmpty() || ports.isEmpty()) {
            return macs;
        }
        if (table.contains("{port}")) {
            for (PortName port : new TreeSet<>(ports)) {
                learned(Set.of(port), reader.line(table, Map.of("port", port.value())), locate.formats())
                        .ifPresent(macs::putAll);
            }
        } else {
            learned(ports, reader.line(table, Map.of()), locate.formats()).ifPresent(macs::putAll);
        }
        return macs;
    }

    private Optional<Map<PortName, Set<String>>> learned(Set<PortName> ports, String line, List<Format> formats) {
        return told(() -> {
            List<Row> rows = reader.rows(line, List.of(), formats);
            Map<String, PortName> byNumber = numbers.apply(rows);
            Map<PortName, Set<String>> macs = new HashMap<>();
            ports.forEach(port -> macs.put(port, new HashSet<>()));
            for (Row row : rows) {
                Optional<Set<String>> there =
                        MacAddresses.port(row, language.names(), byNumber).map(macs::get);
                MacAddresses.of(row).ifPresent(mac -> there.ifPresent(all -> all.add(mac)));
            }
            return macs;
        });
    }

    private Optional<Duration> lastFrame(PortName port) {
        LastFrame lastFrame = language.definition().lastFrame();
        if (lastFrame == null) {
            return Optional.empty();
        }
        String line = reader.line(lastFrame.command(), Map.of("port", port.value()));
        return told(() -> reader.ask(line))
                .flatMap(lines -> UptimeText.find(Objects.requireNonNull(lastFrame.match()), "ago", lines));
    }

    /** Empty when the switch doesn't say, or no time is left to ask. */
    private <T> Optional<T> told(Supplier<T> question) {
        if (talk.deadline().left().compareTo(SPARED) < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(question.get());
        } catch (ProblemException e) {
            if (!UNTOLD.contains(e.problem().code())) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
