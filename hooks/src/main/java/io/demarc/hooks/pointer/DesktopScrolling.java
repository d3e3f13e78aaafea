/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.pointer;

import io.demarc.access.Printable;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.runbook.Undo;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code desktop-scrolling}: the desktop's own setting for the wheel's direction, which native Wayland windows follow as well: GNOME's for
 * all mice ({@code gsettings}), KWin's for each pointing device ({@code busctl}). The desktop keeps it for the next login.
 */
public final class DesktopScrolling implements StepKind {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String BEFORE = "desktop-before";
    private static final List<String> GNOME = List.of("org.gnome.desktop.peripherals.mouse", "natural-scroll");
    private static final String KWIN = "org.kde.KWin";
    private static final String DEVICES = "/org/kde/KWin/InputDevice";

    private final NodeCommands machine;

    public DesktopScrolling(NodeCommands machine) {
        this.machine = machine;
    }

    @Override
    public String name() {
        return "desktop-scrolling";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.required("direction"));
    }

    private static boolean isNatural(StepContext context) {
        return context.requiredSetting("direction").equals("natural");
    }

    /** By what it is set for: {@code mouse}, or a device of KWin's; empty when nobody can be asked. */
    private Map<String, Boolean> now() {
        Session session = Session.of(machine);
        Map<String, Boolean> now = new TreeMap<>();
        if (session.is("KDE")) {
            devices().forEach(device -> {
                Optional<Boolean> natural = property(device, "naturalScroll");
                if (property(device, "pointer").orElse(false)
                        && property(device, "supportsNaturalScroll").orElse(false)
                        && natural.isPresent()) {
                    now.put(device, natural.get());
                }
            });
        } else {
            String told =
                    run("gsettings", "get", GNOME.get(0), GNOME.get(1)).stdout().strip();
            if (session.is("GNOME") && (told.equals("true") || told.equals("false"))) {
                now.put("mouse", told.equals("true"));
            }
        }
        return now;
    }

    /** Names such as {@code event5}, as {@code as 2 "event4" "event5"}. */
    private List<String> devices() {
        String told = run(
                        "busctl",
                        "--user",
                        "get-property",
                        KWIN,
                        DEVICES,
                        "org.kde.KWin.InputDeviceManager",
                        "devicesSysNames")
                .stdout();
        return List.of(told.strip().split("\\s+")).stream()
                .filter(it -> it.matches("\"event\\d{1,4}\""))
                .map(it -> it.substring(1, it.length() - 1))
                .toList();
    }

    private Optional<Boolean> property(String device, String name) {
        return switch (run(
                        "busctl",
                        "--user",
                        "get-property",
                        KWIN,
                        DEVICES + "/" + device,
                        "org.kde.KWin.InputDevice",
                        name)
                .stdout()
                .strip()) {
            case "b true" -> Optional.of(true);
            case "b false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private CommandResult run(String... argv) {
        return machine.run(List.of(argv), LIMIT);
    }

    private void set(String device, boolean isNatural) {
        List<String> argv = new ArrayList<>();
        if (device.equals("mouse")) {
            argv.addAll(List.of("gsettings", "set"));
            argv.addAll(GNOME);
        } else {
            argv.addAll(List.of("busctl", "--user", "set-property", KWIN, DEVICES + "/" + device));
            argv.addAll(List.of("org.kde.KWin.InputDevice", "naturalScroll", "b"));
        }
        argv.add(Boolean.toString(isNatural));
        CommandResult result = machine.run(argv, LIMIT);
        if (result.exit() != 0) {
            throw ProblemException.of(
                    ProblemCode.NODE_COMMAND_FAILED,
                    "'" + String.join(" ", argv) + "' ended with " + result.exit() + ": "
                            + Printable.of(result.stderr().strip()),
                    "Use the desktop's own settings: mouse and touchpad.");
        }
    }

    @Override
    public List<Finding> guard(StepContext context) {
        String claim = "the desktop has a setting for the wheel's direction that can be asked";
        Map<String, Boolean> now = now();
        if (now.isEmpty()) {
            String desktop = Session.of(machine).desktop();
            return List.of(Finding.notMet(
                    claim,
                    desktop.isEmpty() ? "the session names no desktop" : "not the one of " + Printable.of(desktop),
                    "GNOME's (gsettings) and KDE Plasma's on Wayland (busctl) are known, in the session itself; others"
                            + " have it in their own settings, such as sway's 'input type:pointer natural_scroll"
                            + " enabled'."));
        }
        if (context.value(BEFORE).isEmpty()) {
            context.save(BEFORE, lines(now));
            context.save("before", inWords(now));
        }
        Map<String, Boolean> after = new TreeMap<>(now);
        after.replaceAll((device, natural) -> isNatural(context));
        context.save("after", inWords(after));
        return List.of(Finding.met(claim, inWords(now)));
    }

    private static String lines(Map<String, Boolean> natural) {
        return natural.entrySet().stream()
                .map(it -> it.getKey() + " " + it.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static String inWords(Map<String, Boolean> natural) {
        return natural.entrySet().stream()
                .map(it -> it.getKey() + " " + (it.getValue() ? "natural" : "traditional"))
                .collect(Collectors.joining(", "));
    }

    @Override
    public Outcome act(StepContext context) {
        now().keySet().forEach(device -> set(device, isNatural(context)));
        return Outcome.acted(context.value("after").orElse(""));
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Map<String, Boolean> now = now();
        boolean isSet = !now.isEmpty() && now.values().stream().allMatch(it -> it == isNatural(context));
        String claim = "the desktop's setting is as wanted";
        return List.of(
                isSet
                        ? Finding.met(claim, inWords(now))
                        : Finding.notMet(
                                claim, inWords(now), "Another program sets it; look at the desktop's settings."));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        return context.value(BEFORE)
                .map(before -> Undo.of("Set the desktop's setting back.", () -> {
                    Map<String, Boolean> now = now();
                    before.lines()
                            .map(line -> line.split(" ", 2))
                            // What somebody has set since isn't what the run left.
                            .filter(it -> Optional.of(isNatural(context)).equals(Optional.ofNullable(now.get(it[0]))))
                            .forEach(it -> set(it[0], Boolean.parseBoolean(it[1])));
                }));
    }
}
