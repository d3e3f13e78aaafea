/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static io.demarc.lab.endtoend.SwitchUnderTest.NETWORK;
import static io.demarc.lab.endtoend.SwitchUnderTest.PORT;
import static io.demarc.lab.endtoend.SwitchUnderTest.awaitPort;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.PayloadPlayer.Played;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.ssh.CommandListener;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The daemon is killed (SIGKILL) at every command of a change: when the switch has received it, and when it has executed
 * it but not answered. Whenever that is, the daemon started again ends in the desired state, and what CloudStack was told
 * is true.
 */
@Execution(ExecutionMode.CONCURRENT)
class KilledDaemonIT {
    /** When the daemon dies, of a command: the one half of the commands each. */
    enum Moment {
        RECEIVED,
        EXECUTED
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheDaemonIsKilledItEndsInTheDesiredState(Moment moment, @TempDir Path directory) {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                SimulatedIosSwitch device = SwitchUnderTest.start();
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            SwitchUnderTest.declare(daemon, device, cloudStack);
            assertThat(daemon.log()).doesNotContain(SwitchUnderTest.PASSWORD, SwitchUnderTest.ENABLE);

            int commandsOfAnAttach = drive(cloudStack, daemon, device, 0, moment);
            assertThat(commandsOfAnAttach).as("commands of one attach").isGreaterThan(8);
            List<Integer> killedAt = IntStream.rangeClosed(1, commandsOfAnAttach)
                    .filter(number -> (number % 2 == 0) == (moment == Moment.RECEIVED))
                    .boxed()
                    .toList();
            killedAt.forEach(number -> drive(cloudStack, daemon, device, number, moment));
            assertThat(device.portsEverWritten()).containsOnly(PORT);
            String journal = daemon.mustRun("journal", "--last", "1000");
            assertThat(killedAt.stream().map(number -> 100 + number))
                    .as("VLANs whose coming and going was acknowledged, and which the journal knows\n%s", journal)
                    .allMatch(vlan -> journal.contains(" has VLAN " + vlan + ".")
                            && journal.contains(" is to lose VLAN " + vlan + "."));
        }
    }

    /**
     * Implements the network on a fresh VLAN and shuts it down again; kills the daemon at the given command of the
     * implement, and at the same one of the shutdown (0: never).
     *
     * @return how many commands the switch received while the network was implemented
     */
    private int drive(
            SimulatedCloudStack cloudStack,
            DaemonUnderTest daemon,
            SimulatedIosSwitch device,
            int killAt,
            Moment moment) {
        int vlan = 100 + killAt;
        cloudStack.implement(NETWORK, vlan);
        Killer killer = new Killer(daemon, killAt, moment);
        device.faults().listen(killer);
        Played implemented = daemon.call("iso-first-vm.5.implement-network", NETWORK, Integer.toString(vlan), 20);
        device.faults().stopListening(killer);
        int commands = killer.received();
        if (killer.hasKilled()) {
            daemon.start();
        } else {
            assertThat(implemented.isSuccess()).as(implemented.output()).isTrue();
        }
        // The wish was durable before the switch was asked: CloudStack need not try again for it to come true.
        awaitPort(device, vlan, true, "killed at command " + killAt + " of implement: " + daemon.log());

        Killer second = new Killer(daemon, killAt, moment);
        device.faults().listen(second);
        Played shut = daemon.call("gc.shutdown-network", NETWORK, Integer.toString(vlan), 20);
        device.faults().stopListening(second);
        if (second.hasKilled()) {
            assertThat(shut.isSuccess()).isFalse();
            daemon.start();
            assertThat(daemon.call("gc.shutdown-network", NETWORK, Integer.toString(vlan), 20)
                            .isSuccess())
                    .isTrue();
        } else {
            assertThat(shut.isSuccess()).as(shut.output()).isTrue();
        }
        cloudStack.shutDown(NETWORK);
        // What was acknowledged is true now, not later.
        PortState state = device.port(PORT);
        assertThat(state.carriesOnly(new Vlan(999))).as(state.inWords()).isTrue();
        assertThat(state.adminUp()).isFalse();
        return commands;
    }

    /** Kills the daemon at the n-th command that the switch receives. */
    private static final class Killer implements CommandListener {
        private final DaemonUnderTest daemon;
        private final int killAt;
        private final Moment moment;
        private final AtomicInteger received = new AtomicInteger();
        private final AtomicInteger kills = new AtomicInteger();

        Killer(DaemonUnderTest daemon, int killAt, Moment moment) {
            this.daemon = daemon;
            this.killAt = killAt;
            this.moment = moment;
        }

        int received() {
            return received.get();
        }

        boolean hasKilled() {
            return kills.get() > 0;
        }

        @Override
        public void before(String command) {
            if (received.incrementAndGet() == killAt && moment == Moment.RECEIVED) {
                kill();
            }
        }

        @Override
        public void after(String command) {
            if (received.get() == killAt && moment == Moment.EXECUTED) {
                kill();
            }
        }

        private void kill() {
            kills.incrementAndGet();
            daemon.kill();
        }
    }
}
