/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Deadline;
import io.demarc.switches.session.SwitchAccess;
import java.util.List;
import java.util.Optional;

/**
 * What a switch says that it is.
 *
 * @param server  the name that its SSH server gives itself
 * @param prompt  what it prints after the login
 * @param asked   the commands that were sent, in order
 * @param printed the answer to the last of them, without empty lines
 * @param found   the platforms whose definition knows that answer; mostly one
 */
public record Identified(String server, String prompt, List<String> asked, List<String> printed, List<Found> found) {
    /** A platform that the switch may be of, and the version of its software if it tells one. */
    public record Found(String platform, String title, Optional<String> version) {}

    /** What a switch of one of these platforms says that it is, asked over SSH. */
    public static Identified ask(List<CliPlatform> platforms, SwitchAccess access, Deadline deadline) {
        return Identification.of(platforms, access, deadline);
    }
}
