/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.lab.ground.LabTimers;
import io.demarc.lab.ground.Uptime;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a simulated Junos switch: the committed configuration and those before it, the shared candidate, who
 * holds the lock, and what is plugged in. Confined to its own monitor.
 */
final class JunosDevice implements CliDevice {
    private static final int MOST_ROLLBACKS = 50;
    private static final String ETHERNET_SWITCHING = "ethernet-switching";

    /** At most four digits each. */
    private static final Pattern RANGE = Pattern.compile("(?<first>\\d{1,4})(?:-(?<last>\\d{1,4}))?");

    private final LabTimers timers;
    private final Uptime uptime = new Uptime();
    private final List<String> ports;
    private final Map<String, Cable> cables = new TreeMap<>();
    private final Set<String> written = new TreeSet<>();
    private final Deque<JunosConfig> history = new ArrayDeque<>();
    private JunosConfig committed = new JunosConfig();
    private JunosConfig shared;
    private @Nullable Object lockHolder;
    private String lockOwner = "";
    private LabTimers.@Nullable Cancellation pendingRollback;
    private @Nullable JunosConfig rollbackTarget;
    private int pendingMinutes;

    JunosDevice(String hostname, List<String> ports, LabTimers timers) {
        this.timers = timers;
        this.ports = List.copyOf(ports);
        committed.set(List.of("system", "host-name", hostname), false);
        committed.set(List.of("vlans", "default", "vlan-id", "1"), false);
        committed.set(List.of("protocols", "lldp", "interface", "all"), true);
        for (String port : ports) {
            committed.set(List.of("interfaces", port, "unit", "0", "family", ETHERNET_SWITCHING), false);
        }
        shared = committed.copy();
    }

    String hostname() {
        return committed.value("system", "host-name").orElse("amnesiac");
    }

    List<String> ports() {
        return ports;
    }

    JunosConfig committed() {
        return committed;
    }

    JunosConfig shared() {
        return shared;
    }

    boolean isSharedModified() {
        return !shared.isSameAs(committed);
    }

    /** Who holds the exclusive lock, if somebody else than this session does. */
    Optional<String> lockedBy(Object session) {
        return lockHolder == null || lockHolder.equals(session) ? Optional.empty() : Optional.of(lockOwner);
    }

    void lock(Object session, String owner) {
        lockHolder = session;
        lockOwner = owner;
    }

    /** Gives the lock back, if the session has it, and forgets what was not committed. */
    void unlock(Object session) {
        if (session.equals(lockHolder)) {
            lockHolder = null;
            shared = committed.copy();
        }
    }

    /** Makes the configuration the committed one; what was to be rolled back is confirmed. */
    void commit(JunosConfig next, Set<String> portsEdited) {
        cancelRollback();
        replaceWith(next);
        written.addAll(portsEdited);
    }

    Uptime uptime() {
        return uptime;
    }

    @Override
    public void restart() {
        uptime.restart();
    }

    /** As {@link #commit}, but goes back by itself unless another commit follows in time. */
    void commitConfirmed(JunosConfig next, Set<String> portsEdited, int minutes) {
        JunosConfig before = rollbackTarget != null ? rollbackTarget : committed;
        cancelRollback();
        replaceWith(next);
        written.addAll(portsEdited);
        rollbackTarget = before;
        pendingMinutes = minutes;
        pendingRollback = timers.after(Duration.ofMinutes(minutes), this::rollBackUnconfirmed);
    }

    /** Minutes given to the last commit that is still to be confirmed; 0 when there is none. */
    int pendingMinutes() {
        return rollbackTarget == null ? 0 : pendingMinutes;
    }

    Optional<JunosConfig> historic(int number) {
        return number == 0
                ? Optional.of(committed)
                : history.stream().skip(number - 1L).findFirst();
    }

    private void rollBackUnconfirmed() {
        synchronized (this) {
            JunosConfig target = rollbackTarget;
            cancelRollback();
            if (target != null) {
                replaceWith(target);
            }
        }
    }

    private void cancelRollback() {
        if (pendingRollback != null) {
            pendingRollback.cancel();
        }
        pendingRollback = null;
        rollbackTarget = null;
    }

    private void replaceWith(JunosConfig next) {
        boolean sharedIsClean = !isSharedModified() || lockHolder != null;
        history.addFirst(committed);
        if (history.size() > MOST_ROLLBACKS) {
            history.removeLast();
        }
        committed = next.copy();
        if (sharedIsClean) {
            shared = committed.copy();
        }
    }

    @Override
    public Set<String> written() {
        return Set.copyOf(written);
    }

    @Override
    public Cable cable(String port) {
        if (!ports.contains(port)) {
            throw new IllegalArgumentException(hostname() + " has no port " + port);
        }
        return cables.computeIfAbsent(port, name -> new Cable());
    }

    boolean isUp(String port) {
        return !committed.has("interfaces", port, "disable");
    }

    boolean isLinkUp(String port) {
        return isUp(port) && ports.contains(port) && cable(port).isPlugged();
    }

    boolean isSwitched(String port) {
        return !committed
                .under(List.of("interfaces", port, "unit", "0", "family", ETHERNET_SWITCHING))
                .isEmpty();
    }

    boolean isTrunk(String port) {
        return committed.has("interfaces", port, "unit", "0", "family", ETHERNET_SWITCHING, "interface-mode", "trunk");
    }

    /** Tag by VLAN name. */
    Map<String, Integer> vlans() {
        Map<String, Integer> vlans = new TreeMap<>();
        for (String name : committed.values("vlans")) {
            committed.value("vlans", name, "vlan-id").ifPresent(id -> vlans.put(name, Integer.parseInt(id)));
        }
        return vlans;
    }

    /** The VLANs that the port is a member of, tag by name; the default VLAN when an access port names none. */
    Map<String, Integer> members(String port) {
        Map<String, Integer> members = new TreeMap<>();
        Set<String> named =
                committed.values("interfaces", port, "unit", "0", "family", ETHERNET_SWITCHING, "vlan", "members");
        vlans().forEach((name, tag) -> {
            boolean isInRange = named.stream()
                    .flatMap(member -> ids(member).stream())
                    .anyMatch(ids -> ids.anyMatch(id -> id == tag));
            if (named.contains("all") || named.contains(name) || isInRange) {
                members.put(name, tag);
            }
        });
        if (members.isEmpty() && isSwitched(port) && !isTrunk(port)) {
            members.put("default", vlans().getOrDefault("default", 1));
        }
        return members;
    }

    /** The VLAN IDs that a member such as {@code 10} or {@code 10-20} names; empty for a name. */
    static Optional<IntStream> ids(String member) {
        Matcher range = RANGE.matcher(member);
        if (!range.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(range.group("first"));
        String last = range.group("last");
        return Optional.of(IntStream.rangeClosed(first, last == null ? first : Integer.parseInt(last)));
    }

    Optional<Integer> nativeVlan(String port) {
        return committed.value("interfaces", port, "native-vlan-id").map(Integer::parseInt);
    }

    @Override
    public PortState state(String port) {
        cable(port);
        List<Vlan> tagged = new ArrayList<>();
        Vlan untagged = null;
        for (int tag : members(port).values()) {
            if (isTrunk(port) && nativeVlan(port).filter(vlan -> vlan == tag).isEmpty()) {
                tagged.add(new Vlan(tag));
            } else {
                untagged = new Vlan(tag);
            }
        }
        PortMode mode = !isSwitched(port) ? PortMode.ROUTED : isTrunk(port) ? PortMode.TRUNK : PortMode.ACCESS;
        return new PortState(
                new PortName(port),
                mode,
                untagged,
                tagged,
                isUp(port),
                isLinkUp(port),
                committed.value("interfaces", port, "description").orElse(""));
    }
}
