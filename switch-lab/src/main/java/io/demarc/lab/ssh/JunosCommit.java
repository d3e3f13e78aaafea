/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code commit} in all its forms, and the checks that come before it. Confined to the device's monitor. */
final class JunosCommit {
    private static final Pattern FORM =
            Pattern.compile("commit(?<check> check)?(?<confirmed> confirmed(?: (?<minutes>\\d{1,5}))?)?"
                    + "(?: comment (?:\"[^\"]*\"|\\S+))?(?<quit> and-quit)?");

    /** What a commit said. {@code leaves}: the session leaves configuration mode. */
    record Result(String text, boolean leaves) {}

    private final JunosDevice device;
    private final boolean console;

    JunosCommit(JunosDevice device, boolean console) {
        this.device = device;
        this.console = console;
    }

    static boolean isCommit(String line) {
        return FORM.matcher(line).matches();
    }

    Result run(String line, JunosEdit edit) {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a commit: " + line);
        }
        JunosConfig next = edit.outcome();
        List<String> problems = problems(next);
        if (!problems.isEmpty()) {
            return new Result(String.join("", problems) + "error: configuration check-out failed\n", false);
        }
        if (form.group("check") != null) {
            return new Result("configuration check succeeds\n", false);
        }
        Set<String> ports = console ? Set.of() : edit.portsEdited();
        StringBuilder text = new StringBuilder();
        if (form.group("confirmed") != null) {
            int minutes = form.group("minutes") == null ? 10 : Integer.parseInt(form.group("minutes"));
            text.append(
                    "commit confirmed will be automatically rolled back in " + minutes + " minutes unless confirmed\n");
            device.commitConfirmed(next, ports, minutes);
        } else {
            device.commit(next, ports);
        }
        edit.committed();
        boolean leaves = form.group("quit") != null;
        return new Result(text + "commit complete\n" + (leaves ? "Exiting configuration mode\n" : ""), leaves);
    }

    private static List<String> problems(JunosConfig config) {
        List<String> problems = new ArrayList<>();
        Set<String> known = new TreeSet<>(config.values("vlans"));
        config.values("vlans")
                .forEach(name -> config.value("vlans", name, "vlan-id").ifPresent(known::add));
        for (String port : config.values("interfaces")) {
            String[] path = {"interfaces", port, "unit", "0", "family", "ethernet-switching", "vlan", "members"};
            Set<String> members = config.values(path);
            for (String member : members) {
                boolean isKnown = known.contains(member)
                        || member.equals("all")
                        || JunosDevice.ids(member)
                                .filter(ids -> ids.mapToObj(Integer::toString).allMatch(known::contains))
                                .isPresent();
                if (!isKnown) {
                    problems.add(problem(port, "members " + member, "vlan member '" + member + "' is not defined"));
                }
            }
            boolean trunk = config.has(
                    "interfaces", port, "unit", "0", "family", "ethernet-switching", "interface-mode", "trunk");
            if (!trunk && members.size() > 1) {
                problems.add(problem(
                        port,
                        "members",
                        "Access interface " + port + ".0 has more than one vlan member: "
                                + String.join(" and ", members)));
            }
        }
        return problems;
    }

    private static String problem(String port, String statement, String what) {
        return "[edit interfaces " + port + " unit 0 family ethernet-switching vlan]\n  '" + statement + "'\n    "
                + what + "\n";
    }
}
