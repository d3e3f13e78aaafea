/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One session on a simulated Cisco IOS switch: user, privileged and configuration modes. */
final class IosCli implements Cli {
    private static final int LONGEST_CONFIG_NAME = 20;
    private static final int MOST_PASSWORD_TRIES = 3;

    enum Mode {
        USER(">"),
        PRIVILEGED("#"),
        CONFIG("(config)#"),
        CONFIG_IF("(config-if)#"),
        CONFIG_VLAN("(config-vlan)#");

        private final String sign;

        Mode(String sign) {
            this.sign = sign;
        }

        boolean isConfiguration() {
            return this != USER && this != PRIVILEGED;
        }
    }

    private final IosDevice device;
    private final CommandTable user;
    private final CommandTable privileged;
    private final CommandTable config;
    private final CommandTable configInterface;
    private final CommandTable configVlan;
    private final IosVlanEdit vlanEdit;
    private Mode mode;
    private @Nullable IosInterface selected;
    private int pageLength = 24;

    /** @param console whether this is the switch's own console, whose edits are not counted as written by anybody */
    IosCli(IosDevice device, boolean privilegedFromStart, boolean console) {
        this.device = device;
        this.mode = privilegedFromStart ? Mode.PRIVILEGED : Mode.USER;
        this.vlanEdit = new IosVlanEdit(device);
        Map<String, CommandTable.Placeholder> placeholders = Map.of(
                "<port>",
                (tokens, from) -> portLength(tokens, from, false),
                "<new-port>",
                (tokens, from) -> portLength(tokens, from, true),
                "<vlan>",
                IosCli::vlanLength,
                "<number>",
                IosCli::numberLength);
        IosShow show = new IosShow(device);
        user = show.commandsForAll(new CommandTable(placeholders));
        addSessionCommands(user);
        privileged = show.commandsForPrivileged(new CommandTable(placeholders)).addAll(user);
        addPrivilegedCommands(privileged);
        config = new CommandTable(placeholders);
        addConfigCommands(config);
        configInterface = new IosInterfaceCommands(device, () -> Objects.requireNonNull(selected), console)
                .addTo(new CommandTable(placeholders));
        configVlan = new CommandTable(placeholders)
                .on("name <word>", arguments -> vlanEdit.name(arguments.get(0)))
                .on("no name", arguments -> vlanEdit.name(""))
                .on("state active", arguments -> vlanEdit.suspend(false))
                .on("state suspend", arguments -> vlanEdit.suspend(true))
                .on("exit", arguments -> goTo(Mode.CONFIG));
        configInterface.on("exit", arguments -> goTo(Mode.CONFIG));
    }

    @Override
    public String greeting() {
        return "\n";
    }

    @Override
    public String prompt() {
        synchronized (device) {
            String name = mode.isConfiguration() ? device.hostname() : device.execPrompt();
            boolean cut = mode.isConfiguration() && name.length() > LONGEST_CONFIG_NAME;
            return (cut ? name.substring(0, LONGEST_CONFIG_NAME) : name) + mode.sign;
        }
    }

    @Override
    public Reply execute(String line) {
        synchronized (device) {
            IosPipe pipe = IosPipe.of(line);
            Reply reply = dispatch(pipe.command());
            return reply instanceof Reply.Text text ? new Reply.Text(pipe.filter(text.text())) : reply;
        }
    }

    @Override
    public int pageLength() {
        return pageLength;
    }

    @Override
    public String pagerPrompt() {
        return " --More-- ";
    }

    @Override
    public void endOfInput() {
        synchronized (device) {
            if (mode.isConfiguration()) {
                goTo(Mode.PRIVILEGED);
            }
        }
    }

    @Override
    public void close() {}

    private Reply dispatch(String line) {
        boolean viaDo = mode.isConfiguration() && line.strip().startsWith("do ");
        if (viaDo) {
            int command = line.indexOf("do ") + 3;
            return run(privileged.find(" ".repeat(command) + line.substring(command)));
        }
        return switch (mode) {
            case USER -> run(user.find(line));
            case PRIVILEGED -> run(privileged.find(line));
            case CONFIG -> run(config.find(line));
            case CONFIG_IF -> configuring(configInterface.find(line), line);
            case CONFIG_VLAN -> configuring(configVlan.find(line), line);
        };
    }

    /** Commands of the global configuration mode work below it as well, and leave the sub-mode. */
    private Reply configuring(CommandTable.Match match, String line) {
        if (match instanceof CommandTable.Match.Found) {
            return run(match);
        }
        CommandTable.Match global = config.find(line);
        if (global instanceof CommandTable.Match.Found) {
            goTo(Mode.CONFIG);
            return run(global);
        }
        boolean gotFurther = match instanceof CommandTable.Match.Invalid here
                && (!(global instanceof CommandTable.Match.Invalid there) || there.column() > here.column());
        return run(gotFurther ? global : match);
    }

    private Reply run(CommandTable.Match match) {
        if (match instanceof CommandTable.Match.Found found) {
            return found.action().apply(found.arguments());
        }
        if (match instanceof CommandTable.Match.Ambiguous ambiguous) {
            return Reply.text("% Ambiguous command:  \"" + ambiguous.typed() + "\"\n");
        }
        if (match instanceof CommandTable.Match.Invalid invalid) {
            String indent = " ".repeat(prompt().length() + invalid.column());
            return Reply.text(indent + "^\n% Invalid input detected at '^' marker.\n\n");
        }
        return Reply.text("% Incomplete command.\n\n");
    }

    private void addSessionCommands(CommandTable table) {
        table.on("enable", arguments -> askForEnable())
                .on("disable", arguments -> goTo(Mode.USER))
                .on("exit", arguments -> new Reply.Goodbye(""))
                .on("logout", arguments -> new Reply.Goodbye(""))
                .on("quit", arguments -> new Reply.Goodbye(""))
                .on("terminal length <number>", arguments -> {
                    pageLength = Integer.parseInt(arguments.get(0));
                    return Reply.NOTHING;
                })
                .on("terminal width <number>", arguments -> Reply.NOTHING)
                .on("terminal monitor", arguments -> Reply.NOTHING)
                .on("terminal no monitor", arguments -> Reply.NOTHING);
    }

    private void addPrivilegedCommands(CommandTable table) {
        table.on("configure terminal", arguments -> {
                    goTo(Mode.CONFIG);
                    return Reply.text("Enter configuration commands, one per line.  End with CNTL/Z.\n");
                })
                .on("write memory", arguments -> save())
                .on("write", arguments -> save())
                .on(
                        "copy running-config startup-config",
                        arguments -> new Reply.Question(
                                "Destination filename [startup-config]? ", true, locked(name -> save())));
    }

    private void addConfigCommands(CommandTable table) {
        table.on("interface <new-port>", arguments -> select(arguments.get(0)))
                .on("no interface <port>", arguments -> deselect(arguments.get(0)))
                .on("vlan <vlan>", arguments -> {
                    Reply refusal = vlanEdit.begin(Integer.parseInt(arguments.get(0)));
                    if (refusal == Reply.NOTHING) {
                        mode = Mode.CONFIG_VLAN;
                    }
                    return refusal;
                })
                .on("no vlan <vlan>", arguments -> vlanEdit.remove(Integer.parseInt(arguments.get(0))))
                .on("hostname <word>", arguments -> {
                    device.rename(arguments.get(0));
                    return Reply.NOTHING;
                })
                .on("prompt <word>", arguments -> {
                    device.execPrompt(arguments.get(0));
                    return Reply.NOTHING;
                })
                .on("vtp mode client", arguments -> vtpMode(true, "CLIENT"))
                .on("vtp mode server", arguments -> vtpMode(false, "SERVER"))
                .on("lldp run", arguments -> Reply.NOTHING)
                .on("spanning-tree <line>", arguments -> Reply.NOTHING)
                .on("end", arguments -> goTo(Mode.PRIVILEGED))
                .on("exit", arguments -> goTo(Mode.PRIVILEGED));
    }

    private Reply vtpMode(boolean client, String name) {
        device.vtpClient(client);
        return Reply.text("Setting device to VTP " + name + " mode.");
    }

    private Reply select(String typed) {
        String name = IosNames.full(typed).orElse(typed);
        IosInterface port = device.find(name).orElseGet(() -> device.add(name));
        goTo(Mode.CONFIG_IF);
        selected = port;
        return Reply.NOTHING;
    }

    private Reply deselect(String typed) {
        String name = IosNames.full(typed).orElse(typed);
        if (!IosNames.isCreatable(name)) {
            return Reply.text("% Removal of physical interfaces is not permitted");
        }
        device.remove(name);
        return Reply.NOTHING;
    }

    private Reply askForEnable() {
        if (mode == Mode.PRIVILEGED) {
            return Reply.NOTHING;
        }
        return device.enableSecret() == null ? goTo(Mode.PRIVILEGED) : askForSecret(1);
    }

    private Reply askForSecret(int attempt) {
        return new Reply.Question(device.enableQuestion(), false, locked(secret -> {
            if (secret.equals(device.enableSecret())) {
                return goTo(Mode.PRIVILEGED);
            }
            return attempt < MOST_PASSWORD_TRIES ? askForSecret(attempt + 1) : Reply.text("% Bad secrets\n\n");
        }));
    }

    private Reply save() {
        device.save();
        return Reply.text("Building configuration...\n[OK]\n");
    }

    private Reply goTo(Mode next) {
        vlanEdit.finish();
        selected = null;
        mode = next;
        return Reply.NOTHING;
    }

    private Function<String, Reply> locked(Function<String, Reply> answer) {
        return text -> {
            synchronized (device) {
                return answer.apply(text);
            }
        };
    }

    private int portLength(List<CommandTable.Token> tokens, int from, boolean mayBeNew) {
        int length = IosNames.length(tokens, from);
        if (length == 0) {
            return 0;
        }
        String typed =
                tokens.get(from).text() + (length == 2 ? tokens.get(from + 1).text() : "");
        String name = IosNames.full(typed).orElse(typed);
        boolean known = device.find(name).isPresent() || (mayBeNew && IosNames.isCreatable(name));
        return known ? length : 0;
    }

    private static int numberLength(List<CommandTable.Token> tokens, int from) {
        return tokens.get(from).text().matches("\\d{1,9}") ? 1 : 0;
    }

    private static int vlanLength(List<CommandTable.Token> tokens, int from) {
        String text = tokens.get(from).text();
        return text.matches("\\d{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 4094 ? 1 : 0;
    }
}
