/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Programs that tests look at the world with. */
final class CommandLine {
    private CommandLine() {}

    /** What the program printed, errors included. */
    static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command[0], e);
        }
    }

    /** One of net-snmp's programs, asking the bench's switch; object identifiers in numbers. */
    static String snmp(String program, OpenVswitchBench bench, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program, "-v3", "-l", "authPriv", "-t", "10", "-On"));
        command.addAll(List.of("-u", OpenVswitchBench.SNMP_USER));
        command.addAll(List.of("-a", "SHA-256", "-A", OpenVswitchBench.SNMP_AUTH_SECRET));
        command.addAll(List.of("-x", "AES", "-X", OpenVswitchBench.SNMP_PRIV_SECRET));
        command.add(bench.host());
        command.addAll(List.of(arguments));
        return output(command.toArray(new String[0]));
    }
}
