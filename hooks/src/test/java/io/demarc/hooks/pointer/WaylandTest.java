/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.pointer;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.StepContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Sessions in which the X pointer's buttons aren't all there is: by hand, since no desktop runs where tests do. */
class WaylandTest {
    private static final String BUTTONS =
            "There are 5 pointer buttons defined.\n\n    1   1\n    2   2\n    3   3\n    4   4\n    5   5\n";

    private final Map<String, Boolean> devices = new TreeMap<>();
    private final List<String> set = new ArrayList<>();
    private String session = "x11//GNOME";
    private final StepContext context = StepContext.of(
            new RunOrder("natural-scrolling", "this-machine", Map.of(), "ada"),
            Map.of("direction", "natural"),
            InstantSource.system());
    private final DesktopScrolling desktop = new DesktopScrolling((argv, limit) -> run(argv));

    private CommandResult run(List<String> argv) {
        String line = String.join(" ", argv);
        String last = argv.get(argv.size() - 1);
        if (argv.get(0).equals("sh")) {
            return printed(session + "\n");
        }
        if (argv.get(0).equals("xmodmap")) {
            return printed(BUTTONS);
        }
        if (line.contains(" set ") || line.contains("set-property")) {
            set.add(line);
            devices.replaceAll((device, natural) ->
                    (device.equals("mouse") || line.contains("/" + device + " ")) ? last.equals("true") : natural);
            return printed("");
        }
        if (line.startsWith("gsettings get org.gnome.desktop.peripherals.mouse natural-scroll")) {
            return devices.containsKey("mouse")
                    ? printed(devices.get("mouse") + "\n")
                    : new CommandResult(1, "", "No schemas installed\n");
        }
        if (last.equals("devicesSysNames")) {
            return printed("as 3 \"event2\" \"event5\" \"event9\"\n");
        }
        String device = line.replaceFirst(".*/(event\\d+) .*", "$1");
        return printed("b "
                + (last.equals("naturalScroll")
                        ? Boolean.TRUE.equals(devices.get(device))
                        : devices.containsKey(device))
                + "\n");
    }

    private static CommandResult printed(String text) {
        return new CommandResult(0, text, "");
    }

    private Finding buttons() {
        List<Finding> findings = new PointerButtons((argv, limit) -> run(argv), Path.of("/nowhere")).guard(context);
        return findings.get(0);
    }

    @Test
    void underWaylandTheXPointerIsRefusedAndTheDesktopsSettingIsNamed() {
        for (String wayland : List.of("wayland/wayland-0/ubuntu:GNOME", "wayland//KDE", "/wayland-1/sway")) {
            session = wayland;
            assertThat(buttons().isMet()).as(wayland).isFalse();
            assertThat(buttons().found()).contains("native ones would not");
            assertThat(buttons().advice()).contains("by=desktop");
        }
        session = "x11//KDE";
        assertThat(buttons().isMet()).isTrue();
    }

    @Test
    void gnomesSettingTurnsAndTurnsBack() {
        session = "wayland/wayland-0/ubuntu:GNOME";
        devices.put("mouse", false);

        assertThat(desktop.guard(context).get(0).isMet()).isTrue();
        desktop.act(context);
        assertThat(desktop.verify(context).get(0).isMet()).isTrue();
        assertThat(set).containsExactly("gsettings set org.gnome.desktop.peripherals.mouse natural-scroll true");

        java.util.Objects.requireNonNull(desktop.undo(context).orElseThrow().action())
                .run();
        assertThat(devices).containsEntry("mouse", false);
    }

    @Test
    void kwinsSettingTurnsForEachPointingDeviceAndEachComesBackAsItWas() {
        session = "wayland/wayland-0/KDE";
        devices.put("event5", false);
        devices.put("event9", true);

        assertThat(desktop.guard(context).get(0).found()).isEqualTo("event5 traditional, event9 natural");
        desktop.act(context);
        assertThat(devices).containsValues(true).doesNotContainValue(false);

        java.util.Objects.requireNonNull(desktop.undo(context).orElseThrow().action())
                .run();
        assertThat(devices).containsEntry("event5", false).containsEntry("event9", true);
    }

    @Test
    void anotherDesktopIsSentToItsOwnSettings() {
        session = "wayland/wayland-0/sway";
        devices.put("mouse", false);

        assertThat(desktop.guard(context).get(0).isMet()).isFalse();
        assertThat(desktop.guard(context).get(0).found()).contains("sway");
        assertThat(set).isEmpty();
    }
}
