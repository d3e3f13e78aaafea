/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The SSH keys of a bench's machines, as its script has made them. */
public record BenchKeys(Path directory) {
    /** Text of the private key that root logs in with. */
    public String privateKey() {
        return read("ssh-key");
    }

    /**
     * The machines' host key as a line of an OpenSSH known_hosts file.
     *
     * @param host as it stands there: an address, or {@code [ADDRESS]:PORT}
     */
    public String knownHostsLine(String host) {
        String[] key = read("ssh-host-key.pub").split(" ");
        return host + " " + key[0] + " " + key[1].strip();
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
