/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files with which a daemon finds its way in the lab: demarc.yaml, inventory.yaml, secrets, known host keys. */
final class LabFiles {
    private final Path directory;

    /** @param directory an existing directory, absolute */
    LabFiles(Path directory) {
        this.directory = directory;
    }

    void write(Lab lab) throws IOException {
        Path secrets = privateDirectory("secrets");
        Path state = privateDirectory("state");
        Map<String, String> all = new LinkedHashMap<>();
        lab.switches().forEach(each -> all.putAll(each.secrets()));
        all.put("cloudstack-api-key", lab.cloudStack().adminKeys().apiKey());
        all.put("cloudstack-secret-key", lab.cloudStack().adminKeys().secretKey());
        for (Map.Entry<String, String> secret : all.entrySet()) {
            writePrivate(secrets.resolve(secret.getKey()), secret.getValue() + "\n");
        }
        String knownHosts = lab.switches().stream()
                .map(LabSwitch::knownHostsLine)
                .flatMap(Optional::stream)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        writePrivate(state.resolve("known_hosts"), knownHosts);
        Files.writeString(directory.resolve("inventory.yaml"), inventory(lab.switches(), secrets));
        Files.writeString(directory.resolve("demarc.yaml"), configuration(lab, secrets, state));
    }

    private String inventory(List<LabSwitch> switches, Path secrets) {
        StringBuilder text = new StringBuilder("# Which switches, ports and devices Demarc may touch in the lab.\n");
        text.append("switches:\n");
        switches.forEach(each -> text.append(each.inventoryEntry(secrets)));
        text.append("devices:\n");
        switches.forEach(each -> text.append(each.deviceEntries()));
        return text.toString();
    }

    private String configuration(Lab lab, Path secrets, Path state) {
        return """
                # The daemon's configuration in the lab.
                socket: %s
                state-directory: %s
                cloudstack:
                  endpoint: %s
                  api-key: '${file:%s/cloudstack-api-key}'
                  secret-key: '${file:%s/cloudstack-secret-key}'
                switch-timeouts: { connect: 3s, command: 5s }
                """.formatted(
                directory.resolve("demarc.sock"), state, lab.cloudStack().url(), secrets, secrets);
    }

    private Path privateDirectory(String name) throws IOException {
        Path made = Files.createDirectories(directory.resolve(name));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
