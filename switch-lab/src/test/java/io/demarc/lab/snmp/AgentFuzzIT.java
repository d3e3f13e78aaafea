/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Doubt;
import io.demarc.switches.Observation;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.SwitchSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snmp4j.CommunityTarget;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/**
 * Agents with several vices at once: nothing is told that isn't so, nothing takes longer or more than it
 * may, and those that can be driven are. A longer run,
 * with agents that no build has met: {@code -Dtest=AgentFuzzIT -Dfuzz.agents=20000 -Dfuzz.seed=SEED}.
 */
class AgentFuzzIT {
    private static final int AGENTS = Integer.getInteger("fuzz.agents", 500);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_129L);
    private static final int AT_ONCE = 4;
    /** Of these, each fault that is put back has to be found by one. */
    private static final int AGENTS_A_FAULT = 400;
    /** Of an agent that was given up on. */
    private static final int TRIES = 3;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void nothingIsToldThatIsNotSo() throws Exception {
        assertThat(wrong(SEED, AGENTS, Fault.NONE)).as("seed %d", SEED).isEmpty();
    }

    /** What Demarc did wrong once. */
    enum Fault {
        NONE,
        DENIED_IS_ABSENT,
        THE_FIRST_OF_TWO_WORDS_IS_BELIEVED,
        A_SUSPENDED_VLAN_CARRIES,
        WHAT_CANNOT_BE_READ_IS_NOT_THERE,
        TEXT_IS_READ_AS_BITS,
        REPEATED_TIME_MARKS_ARE_WALKED,
        ROWS_THAT_DESCEND_ARE_WALKED,
        SILENCE_ON_GETBULK_IS_SILENCE;

        /** The definition as a driver with the fault would heed it. */
        String definition(String definition) {
            String impatient = definition.replaceFirst("settle-millis: \\d+", "settle-millis: 60");
            return this == REPEATED_TIME_MARKS_ARE_WALKED
                    ? impatient.replace("time-filter: true", "time-filter: false")
                    : impatient;
        }

        SwitchSession in(SwitchSession session, SimulatedSnmpSwitch device) {
            device.faults().listsAlwaysPassForBits(this == TEXT_IS_READ_AS_BITS);
            Instant end = Instant.now().plus(AgentTrial.DEADLINE);
            return switch (this) {
                case NONE, TEXT_IS_READ_AS_BITS, REPEATED_TIME_MARKS_ARE_WALKED -> session;
                case DENIED_IS_ABSENT ->
                    new FaultySession(session, properly -> FaultySession.withoutRefusals(properly.get()));
                case THE_FIRST_OF_TWO_WORDS_IS_BELIEVED -> overlooking(session, Doubt.Kind.CONTRADICTION);
                case WHAT_CANNOT_BE_READ_IS_NOT_THERE -> overlooking(session, Doubt.Kind.UNREAD);
                case A_SUSPENDED_VLAN_CARRIES ->
                    new FaultySession(session, properly -> FaultySession.withoutSuspensions(properly.get()));
                case ROWS_THAT_DESCEND_ARE_WALKED ->
                    new FaultySession(session, properly -> walkingOn(properly, device, end));
                case SILENCE_ON_GETBULK_IS_SILENCE ->
                    new FaultySession(session, properly -> silent(properly.get(), session));
            };
        }

        private static SwitchSession overlooking(SwitchSession session, Doubt.Kind kind) {
            return new FaultySession(session, properly -> FaultySession.withoutDoubts(properly.get(), kind));
        }

        /** Where the driver stops at rows that go back, one that doesn't look goes round until its time is over. */
        private static Observation walkingOn(Supplier<Observation> properly, SimulatedSnmpSwitch device, Instant end) {
            try {
                return properly.get();
            } catch (ProblemException e) {
                if (e.problem().summary().contains("do not ascend")) {
                    walk(Oids.STATIC_EGRESS, device, end);
                }
                throw e;
            }
        }

        private static void walk(OID column, SimulatedSnmpSwitch device, Instant end) {
            try (Snmp snmp = new Snmp(new DefaultUdpTransportMapping())) {
                snmp.listen();
                CommunityTarget<UdpAddress> target = new CommunityTarget<>(
                        new UdpAddress("127.0.0.1/" + device.address().getPort()), new OctetString("commune"));
                target.setVersion(SnmpConstants.version2c);
                target.setTimeout(100);
                OID last = column;
                while (last.startsWith(column) && Instant.now().isBefore(end)) {
                    PDU next = new PDU(PDU.GETNEXT, List.of(new VariableBinding(last)));
                    PDU answer = snmp.send(next, target).getResponse();
                    last = answer == null ? new OID() : answer.get(0).getOid();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Observation silent(Observation seen, SwitchSession session) {
            if (session.transcript().stream().anyMatch(line -> line.startsWith("getbulk: no answer"))) {
                throw ProblemException.of(ProblemCode.SWITCH_TIMEOUT, "Nothing came.", "");
            }
            return seen;
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFaultThatIsPutBackIsFound(Fault fault) throws Exception {
        List<String> found = List.of();
        for (long seed = SEED; found.isEmpty() && seed < SEED + AGENTS_A_FAULT; seed += AT_ONCE) {
            found = wrong(seed, AT_ONCE, fault);
        }
        assertThat(found).isNotEmpty();
    }

    private List<String> wrong(long first, int agents, Fault fault) throws Exception {
        Platform qbridge = SnmpBench.load("snmp-qbridge", fault::definition);
        Platform cisco = SnmpBench.load("snmp-cisco", fault::definition);
        List<Callable<List<String>>> trials = LongStream.range(first, first + agents)
                .<Callable<List<String>>>mapToObj(seed -> () -> wrong(seed, fault, qbridge, cisco))
                .toList();
        List<String> wrong = new ArrayList<>();
        for (Future<List<String>> trial : threads.invokeAll(trials)) {
            wrong.addAll(trial.get());
        }
        return wrong;
    }

    private static List<String> wrong(long seed, Fault fault, Platform qbridge, Platform cisco) {
        List<String> wrong = List.of();
        for (int i = 0; i < TRIES; i++) {
            try (AgentTrial trial = new AgentTrial(seed, fault::in)) {
                wrong = trial.run(qbridge, cisco);
            }
            if (wrong.stream().noneMatch(each -> each.startsWith(AgentTrial.GIVEN_UP))) {
                break;
            }
        }
        return wrong;
    }
}
