/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.lab.ground.LabTimers;

/**
 * A simulated Junos switch with ELS (platform junos). Thread-safe. {@link #configure} commits as well; a port counts as
 * written when it is committed.
 */
public final class SimulatedJunosSwitch extends SimulatedCliSwitch {
    private final JunosDevice device;

    private SimulatedJunosSwitch(Builder builder, JunosDevice device) {
        super(
                builder,
                device,
                account -> new JunosCli(device, account.user(), false),
                () -> new JunosCli(device, "root", true));
        this.device = device;
    }

    /** A switch with this host name; without further settings it has no ports and nobody can log in. */
    public static Builder named(String hostname) {
        return new Builder(hostname);
    }

    @Override
    public String configure(String... lines) {
        return type("configure private", lines, "commit and-quit");
    }

    /** Somebody else enters {@code configure exclusive} and stays there, until {@link #unlockConfiguration}. */
    public void lockConfiguration(String owner) {
        synchronized (device) {
            device.lock(this, owner);
        }
    }

    public void unlockConfiguration() {
        synchronized (device) {
            device.unlock(this);
        }
    }

    /** What a switch is made of. One caller at a time. */
    public static final class Builder extends Parts<Builder> {
        private LabTimers timers = LabTimers.real();

        private Builder(String hostname) {
            super(hostname);
        }

        @Override
        Builder self() {
            return this;
        }

        /** What {@code commit confirmed} waits by, instead of real time. */
        public Builder timers(LabTimers time) {
            timers = time;
            return this;
        }

        /** Starts the switch. */
        public SimulatedJunosSwitch start() {
            return new SimulatedJunosSwitch(this, new JunosDevice(hostname, ports, timers));
        }
    }
}
