/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * Starts the lab: {@code LabCommand DIRECTORY}, or with the name of a platform behind it for a real Open vSwitch that is
 * managed that way instead of simulated switches. Writes the files that a daemon needs into the directory, and the address
 * of its own control endpoint into {@code lab.url} there; prints {@code ready URL}; ends on SIGTERM or when its standard
 * input is closed.
 */
public final class LabCommand {
    private LabCommand() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2 || !Files.isDirectory(Path.of(arguments[0]))) {
            System.err.println("usage: LabCommand DIRECTORY [openvswitch|snmp-qbridge]");
            System.err.println(
                    "DIRECTORY exists and receives the lab's files; a platform means: one real switch instead");
            System.exit(2);
        }
        if (LoggerFactory.getLogger("ROOT") instanceof Logger root) {
            root.setLevel(Level.WARN);
        }
        Path directory = Path.of(arguments[0]).toRealPath();
        try (Lab lab = new Lab(switches(arguments));
                LabControl control = new LabControl(lab)) {
            new LabFiles(directory).write(lab);
            Files.writeString(directory.resolve("lab.url"), control.url() + "\n");
            System.out.println("ready " + control.url());
            awaitEndOfInput();
        }
        System.exit(0);
    }

    private static List<LabSwitch> switches(String[] arguments) {
        if (arguments.length == 1) {
            return List.of(new LabIosSwitch("tor-a1"), new LabSnmpSwitch("tor-b1"));
        }
        String driver = arguments[1].replace('-', '_').toUpperCase(Locale.ROOT);
        return List.of(new LabOpenVswitch("tor-r1", LabOpenVswitch.Driver.valueOf(driver)));
    }

    private static void awaitEndOfInput() throws IOException {
        byte[] ignored = new byte[256];
        int read = 0;
        while (read >= 0) {
            read = System.in.read(ignored);
        }
    }
}
