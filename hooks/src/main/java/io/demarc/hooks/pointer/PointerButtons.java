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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code pointer-buttons}: turns the wheel of this machine's X pointer, now and in {@code ~/.Xmodmap} for the next login. */
public final class PointerButtons implements StepKind {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final NodeCommands machine;
    private final XmodmapFile file;

    /** @param home the user's home directory */
    public PointerButtons(NodeCommands machine, Path home) {
        this.machine = machine;
        this.file = new XmodmapFile(home.resolve(".Xmodmap"));
    }

    @Override
    public String name() {
        return "pointer-buttons";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.required("direction"));
    }

    private ButtonMap wanted(StepContext context, ButtonMap from) {
        return from.with(context.requiredSetting("direction").equals("natural"));
    }

    @Override
    public List<Finding> guard(StepContext context) {
        CommandResult listing = machine.run(List.of("xmodmap", "-pp"), LIMIT);
        String claim = "the X display's pointer can be asked, and has a wheel";
        if (listing.exit() == 127) {
            return List.of(Finding.notMet(
                    claim, "there is no xmodmap", "Install it: the package x11-xserver-utils of Debian and Ubuntu."));
        }
        Optional<ButtonMap> now = ButtonMap.parse(listing.stdout());
        if (listing.exit() != 0 || now.isEmpty()) {
            return List.of(Finding.notMet(
                    claim,
                    Printable.of(listing.stderr().strip()),
                    "Run it in your X session, where DISPLAY is set; on Wayland add '-p by=desktop'."));
        }
        if (Session.of(machine).isWayland()) {
            return List.of(Finding.notMet(
                    "every window follows the X pointer's buttons",
                    "this is a Wayland session: windows of X programs would turn, native ones would not",
                    "The desktop's own setting turns them all: add '-p by=desktop' (GNOME, KDE Plasma)."));
        }
        if (!now.get().hasWheel()) {
            return List.of(
                    Finding.notMet(claim, now.get().line(), "Buttons 4 and 5 do something else: look at xmodmap -pp."));
        }
        if (context.value("before").isEmpty()) {
            context.save("before", now.get().line());
            context.save(
                    "file-before", XmodmapFile.pointer(file.read().orElse("")).orElse(""));
            context.save("had-file", file.read().isPresent() ? "yes" : "no");
        }
        context.save("after", wanted(context, now.get()).line());
        return List.of(Finding.met(claim, now.get().line()));
    }

    @Override
    public Outcome act(StepContext context) {
        String line = context.value("after").orElseThrow();
        set(line);
        file.write(XmodmapFile.withPointer(file.read().orElse(""), line));
        return Outcome.acted(line);
    }

    private void set(String line) {
        CommandResult result = machine.run(List.of("xmodmap", "-e", line), LIMIT);
        if (result.exit() != 0) {
            throw ProblemException.of(
                    ProblemCode.NODE_COMMAND_FAILED,
                    "'xmodmap -e \"" + line + "\"' ended with " + result.exit() + ": "
                            + Printable.of(result.stderr().strip()),
                    "Look at 'xmodmap -pp'.");
        }
    }

    /** A server without another client forgets it at once, and xmodmap ends well all the same: so it is read back. */
    @Override
    public List<Finding> verify(StepContext context) {
        String after = context.value("after").orElse("");
        String now = buttons();
        boolean isSaved = XmodmapFile.pointer(file.read().orElse("")).equals(Optional.of(after));
        return List.of(
                now.equals(after)
                        ? Finding.met("the pointer is as wanted", now)
                        : Finding.notMet(
                                "the pointer is as wanted",
                                now,
                                "The X server has forgotten it, as one does that resets when its last client leaves, or"
                                        + " another program sets the buttons."),
                isSaved
                        ? Finding.met("~/.Xmodmap says so for the next login", after)
                        : Finding.notMet("~/.Xmodmap says so for the next login", "it does not", "Look at the file."));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        return context.value("before")
                .map(before -> Undo.of("Set the buttons back to '" + before + "'.", () -> takeBack(context, before)));
    }

    /** Only what the run left is taken back: not what somebody has set since, nor a line that was added since. */
    private void takeBack(StepContext context, String before) {
        String after = context.value("after").orElse("");
        String now = buttons();
        if (!now.equals(after) && !now.equals(before)) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "The buttons are '" + now + "', not '" + after
                            + "' as the run left them: somebody has set them since.",
                    "Set them as you like: xmodmap -e '" + before + "' is how they were.");
        }
        set(before);
        String text = file.read().orElse("");
        if (!XmodmapFile.pointer(text).equals(Optional.of(after))) {
            return;
        }
        String line = context.value("file-before").orElse("");
        String rest = line.isEmpty() ? XmodmapFile.withoutPointer(text) : XmodmapFile.withPointer(text, line);
        if (rest.isBlank() && context.value("had-file").orElse("").equals("no")) {
            file.delete();
        } else {
            file.write(rest);
        }
    }

    private String buttons() {
        return ButtonMap.parse(machine.run(List.of("xmodmap", "-pp"), LIMIT).stdout())
                .map(ButtonMap::line)
                .orElse("nothing");
    }
}
