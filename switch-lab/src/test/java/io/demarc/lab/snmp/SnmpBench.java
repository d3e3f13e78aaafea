/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.switches.Observation;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import io.demarc.switches.snmp.SnmpPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A simulated SNMP switch with the driver that fits it. One caller at a time. */
final class SnmpBench implements AutoCloseable {
    static final String AUTH_SECRET = "authentic-enough";
    static final String PRIV_SECRET = "private-enough";
    static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

    private final SimulatedSnmpSwitch device;
    private final Platform platform;

    private SnmpBench(SimulatedSnmpSwitch device, Platform platform) {
        this.device = device;
        this.platform = platform;
    }

    /** Sixteen ports named 1 to 16, VLANs 1, 150, 160 and 999. */
    static SnmpBench qbridge() {
        return qbridge(definition -> definition);
    }

    static SnmpBench qbridge(UnaryOperator<String> definition) {
        SimulatedSnmpSwitch device = SimulatedSnmpSwitch.named("sw2")
                .user(AgentUser.v3("demarc", AUTH_SECRET, PRIV_SECRET))
                .ports("", 1, 16)
                .start();
        addVlans(device);
        return new SnmpBench(device, load("snmp-qbridge", definition));
    }

    static SnmpBench cisco() {
        SimulatedSnmpSwitch device = SimulatedSnmpSwitch.named("sw3")
                .user(AgentUser.v3("demarc", AUTH_SECRET, PRIV_SECRET))
                .cisco()
                .ports("GigabitEthernet1/0/", 1, 12)
                .start();
        addVlans(device);
        return new SnmpBench(device, load("snmp-cisco", definition -> definition));
    }

    private static void addVlans(SimulatedSnmpSwitch device) {
        device.console().createVlan(150, "blue").createVlan(160, "green").createVlan(999, "parking");
    }

    static Platform load(String name, UnaryOperator<String> definition) {
        try (InputStream in =
                Objects.requireNonNull(SnmpPlatform.class.getResourceAsStream("/platforms/" + name + ".yaml"))) {
            return SnmpPlatform.load(
                    name + ".yaml", definition.apply(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SimulatedSnmpSwitch device() {
        return device;
    }

    Platform platform() {
        return platform;
    }

    SwitchAccess access() {
        return access(new Login.SnmpV3(
                "demarc",
                Login.AuthProtocol.SHA256,
                new Secret(AUTH_SECRET),
                Login.PrivProtocol.AES128,
                new Secret(PRIV_SECRET),
                null));
    }

    SwitchAccess access(Login login) {
        return access(login, device.address().getPort());
    }

    static SwitchAccess access(Login login, int port) {
        return new SwitchAccess(
                new SwitchName("sw2"), "127.0.0.1", port, login, null, COMMAND_TIMEOUT, COMMAND_TIMEOUT, null);
    }

    SwitchSession open() {
        return platform.open(access(), within(Duration.ofSeconds(30)));
    }

    static Deadline within(Duration duration) {
        return Deadline.after(duration, InstantSource.system());
    }

    Observation observe() {
        try (SwitchSession session = open()) {
            return session.observe(Set.of());
        }
    }

    static PortName port(String name) {
        return new PortName(name);
    }

    static PortStep.Attach attach(String port, int vlan) {
        return new PortStep.Attach(port(port), new Vlan(vlan), new PortDescription("demarc: vpn " + vlan));
    }

    static PortStep.Park park(String port) {
        return new PortStep.Park(port(port), new Vlan(999), true);
    }

    @Override
    public void close() {
        device.close();
    }
}
