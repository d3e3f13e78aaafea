/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import org.jspecify.annotations.Nullable;

/** A simulated Cisco IOS switch (platform cisco-ios). Thread-safe. Ports are named in full or abbreviated. */
public final class SimulatedIosSwitch extends SimulatedCliSwitch {
    private final IosDevice device;

    private SimulatedIosSwitch(Builder builder, IosDevice device) {
        super(
                builder,
                device,
                account -> new IosCli(device, account.privileged(), false),
                () -> new IosCli(device, true, true));
        this.device = device;
    }

    /** A switch with this host name; without further settings it has no ports and nobody can log in. */
    public static Builder named(String hostname) {
        return new Builder(hostname);
    }

    @Override
    public String configure(String... lines) {
        return type("configure terminal", lines, "end");
    }

    /** From now on {@code enable} asks this, as some authentication servers do, instead of {@code Password:}. */
    public void askForEnable(String question) {
        synchronized (device) {
            device.enableQuestion(question);
        }
    }

    /** What a switch is made of. One caller at a time. */
    public static final class Builder extends Parts<Builder> {
        private @Nullable String enableSecret;

        private Builder(String hostname) {
            super(hostname);
        }

        @Override
        Builder self() {
            return this;
        }

        /** Without it, {@code enable} asks nothing. */
        public Builder enableSecret(String secret) {
            enableSecret = secret;
            return this;
        }

        /** Starts the switch. */
        public SimulatedIosSwitch start() {
            return new SimulatedIosSwitch(this, new IosDevice(hostname, enableSecret, ports));
        }
    }
}
