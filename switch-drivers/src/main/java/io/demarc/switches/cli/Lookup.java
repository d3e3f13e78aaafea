/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.cli.CliDefinition.Locating;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What a switch is asked beside the states of its ports: who is where, for how long it has run, what it is. One caller at a time. */
final class Lookup {
    private final CliSession.Language language;
    private final SwitchTalk talk;
    private final StateReader reader;
    private final Supplier<Map<String, PortName>> numbers;

    /** @param numbers ports by their numbers; reads them where they aren't known yet */
    Lookup(CliSession.Language language, SwitchTalk talk, StateReader reader, Supplier<Map<String, PortName>> numbers) {
        this.language = language;
        this.talk = talk;
        this.reader = reader;
        this.numbers = numbers;
    }

    Optional<PortName> locate(String mac) {
        Locating locate = language.definition().locate();
        if (locate == null) {
            return Optional.empty();
        }
        String digits = MacAddresses.digits(mac);
        if (digits.length() != 12) {
            throw new IllegalArgumentException("'" + mac + "' is not a MAC address of six octets");
        }
        String line = reader.line(locate.command(), Map.of("mac", MacAddresses.written(digits, locate.macFormat())));
        List<Row> rows = reader.rows(line, locate.absent(), locate.formats());
        return MacAddresses.find(digits, rows, language.names(), numbersIn(rows));
    }

    /** Ports by their numbers, which are read if these rows need them. */
    private Map<String, PortName> numbersIn(List<Row> rows) {
        return rows.stream().anyMatch(row -> row.has(Field.NUMBER) && !row.has(Field.PORT)) ? numbers.get() : Map.of();
    }

    Map<PortName, PortTraffic> traffic(Set<PortName> ports) {
        return new TrafficReader(language, talk, reader, this::numbersIn).read(ports);
    }

    Optional<Duration> uptime() {
        CliDefinition.Uptime uptime = language.definition().uptime();
        return uptime == null
                ? Optional.empty()
                : UptimeText.find(Objects.requireNonNull(uptime.match()), "uptime", answer(uptime.command()));
    }

    Optional<String> version() {
        CliDefinition.Identify identify = language.definition().identify();
        Pattern pattern = identify == null ? null : identify.version();
        return identify == null || pattern == null
                ? Optional.empty()
                : Identification.version(pattern, answer(identify.command()));
    }

    /** Nothing where the switch doesn't let this login ask. */
    private List<String> answer(String command) {
        try {
            return reader.ask(reader.line(command, Map.of()));
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.SWITCH_REJECTED) {
                throw e;
            }
            return List.of();
        }
    }
}
