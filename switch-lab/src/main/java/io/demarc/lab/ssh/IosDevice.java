/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.lab.ground.Uptime;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The state of a simulated Cisco IOS switch: a running and a startup configuration, the VLAN database (which is kept in
 * a file of its own and survives a reload), and what is plugged in. Confined to its own monitor.
 */
final class IosDevice implements CliDevice {
    static final int DEFAULT_VLAN = 1;

    private final String model = "WS-C2960X-24TS-L";
    private final @Nullable String enableSecret;
    private final NavigableMap<Integer, String> vlans = new TreeMap<>();
    private final Set<Integer> suspended = new TreeSet<>();
    private final Map<PortName, Cable> cables = new TreeMap<>();
    private final Set<String> written = new TreeSet<>();
    private final Uptime uptime = new Uptime();
    private String hostname;
    private String execPrompt = "";
    private String enableQuestion = "Password: ";
    private boolean vtpClient;
    private NavigableMap<PortName, IosInterface> running = new TreeMap<>();
    private NavigableMap<PortName, IosInterface> startup = new TreeMap<>();

    IosDevice(String hostname, @Nullable String enableSecret, List<String> ports) {
        this.hostname = hostname;
        this.enableSecret = enableSecret;
        vlans.put(DEFAULT_VLAN, "default");
        add("Vlan1").set(IosInterface.SHUTDOWN, "");
        for (String port : ports) {
            add(IosNames.full(port)
                    .orElseThrow(() -> new IllegalArgumentException("IOS has no interface called " + port)));
        }
        save();
    }

    String hostname() {
        return hostname;
    }

    void rename(String name) {
        hostname = name;
    }

    /** What stands before the sign of prompts outside of configuration mode: as {@code prompt} has set it, or the host's name. */
    String execPrompt() {
        return execPrompt.isEmpty() ? hostname : execPrompt;
    }

    void execPrompt(String text) {
        execPrompt = text;
    }

    String enableQuestion() {
        return enableQuestion;
    }

    void enableQuestion(String text) {
        enableQuestion = text;
    }

    String model() {
        return model;
    }

    @Nullable
    String enableSecret() {
        return enableSecret;
    }

    NavigableMap<Integer, String> vlans() {
        return vlans;
    }

    /** VLANs of the database that carry nothing. */
    Set<Integer> suspended() {
        return suspended;
    }

    boolean isVtpClient() {
        return vtpClient;
    }

    void vtpClient(boolean client) {
        vtpClient = client;
    }

    Optional<IosInterface> find(String fullName) {
        return Optional.ofNullable(running.get(new PortName(fullName)));
    }

    IosInterface require(String typed) {
        String full = IosNames.full(typed).orElse(typed);
        return find(full).orElseThrow(() -> new IllegalArgumentException(hostname + " has no interface " + full));
    }

    IosInterface add(String fullName) {
        IosInterface added = new IosInterface(fullName);
        running.put(new PortName(fullName), added);
        return added;
    }

    void remove(String fullName) {
        running.remove(new PortName(fullName));
    }

    Collection<IosInterface> interfaces() {
        return running.values();
    }

    /** Physical interfaces and port channels: what has a place in tables of ports. */
    List<IosInterface> ports() {
        return running.values().stream().filter(port -> !port.isVirtual()).toList();
    }

    Collection<IosInterface> startupInterfaces() {
        return startup.values();
    }

    @Override
    public Cable cable(String typed) {
        return cables.computeIfAbsent(new PortName(require(typed).name()), name -> new Cable());
    }

    void noteWrite(String fullName) {
        written.add(fullName);
    }

    @Override
    public Set<String> written() {
        return Set.copyOf(written);
    }

    void save() {
        startup = copyOf(running);
    }

    /** What was not saved is lost, but for the VLAN database. */
    @Override
    public void restart() {
        running = copyOf(startup);
        uptime.restart();
    }

    Uptime uptime() {
        return uptime;
    }

    boolean isLinkUp(IosInterface port) {
        if (port.isShut()) {
            return false;
        }
        if (port.name().startsWith("Port-channel")) {
            return members(port).stream().anyMatch(this::isLinkUp);
        }
        return port.isVirtual() || cable(port.name()).isPlugged();
    }

    /** The VLAN of an access port's frames now. */
    int liveVlan(IosInterface port) {
        int authorised = isLinkUp(port) ? cable(port.name()).vlan() : 0;
        return authorised == 0 ? port.accessVlan() : authorised;
    }

    List<IosInterface> members(IosInterface channel) {
        String group = channel.name().substring("Port-channel".length());
        return ports().stream()
                .filter(port -> port.channelGroup().filter(group::equals).isPresent())
                .toList();
    }

    /** The VLANs that a trunk carries tagged. */
    List<Integer> tagged(IosInterface port) {
        if (port.mode() != PortMode.TRUNK) {
            return List.of();
        }
        Set<Integer> allowed = new TreeSet<>();
        Optional<String> list = port.value(IosInterface.ALLOWED_VLANS);
        for (int vlan : vlans.keySet()) {
            if (list.isEmpty() || inList(list.get(), vlan)) {
                allowed.add(vlan);
            }
        }
        allowed.remove(port.nativeVlan());
        return List.copyOf(new TreeSet<>(allowed));
    }

    @Override
    public PortState state(String typed) {
        IosInterface port = require(typed);
        boolean trunk = port.mode() == PortMode.TRUNK;
        Vlan untagged = port.isRouted() ? null : new Vlan(trunk ? port.nativeVlan() : port.accessVlan());
        List<Vlan> tagged = new ArrayList<>();
        tagged(port).forEach(vlan -> tagged.add(new Vlan(vlan)));
        return new PortState(
                new PortName(port.name()),
                port.mode(),
                untagged,
                tagged,
                !port.isShut(),
                isLinkUp(port),
                port.description());
    }

    private static boolean inList(String list, int vlan) {
        if (list.equals("none")) {
            return false;
        }
        for (String part : list.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
            if (vlan >= first && vlan <= last) {
                return true;
            }
        }
        return false;
    }

    private static NavigableMap<PortName, IosInterface> copyOf(Map<PortName, IosInterface> original) {
        NavigableMap<PortName, IosInterface> copy = new TreeMap<>();
        original.forEach((name, port) -> copy.put(name, port.copy()));
        return copy;
    }
}
