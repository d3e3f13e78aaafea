/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.ssh.Shell;
import io.demarc.access.ssh.SshConnection.Finished;
import io.demarc.switches.cli.CommandLines.Rendered;
import io.demarc.switches.platform.Platform.SavedOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what both sides of a session say, as the script of a {@link Transcript}, and what its reading commands printed. The
 * login, and what looks like a secret of the configuration, are masked. One caller at a time.
 */
final class Recorder implements Tap {
    private final Login.Ssh login;
    private final Predicate<String> isRead;
    private final ConfigurationSecrets secrets;
    private final List<String> script = new ArrayList<>();
    private final List<SavedOutput> outputs = new ArrayList<>();
    private final StringBuilder heard = new StringBuilder();
    private String typed = "";

    /** @param isRead whether saved output of this command can be read */
    Recorder(Login.Ssh login, Predicate<String> isRead) {
        this.login = login;
        this.isRead = isRead;
        this.secrets = new ConfigurationSecrets(
                login.user(),
                Stream.of(login.password(), login.enable())
                        .flatMap(Stream::ofNullable)
                        .map(Secret::reveal)
                        .toList());
    }

    /** What stands below {@code ---} in a transcript: what was said until now. */
    String script() {
        flush();
        return script.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    List<SavedOutput> outputs() {
        return List.copyOf(outputs);
    }

    @Override
    public Shell on(Shell shell) {
        return new Shell() {
            @Override
            public boolean type(String text) {
                typed(text);
                return shell.type(text);
            }

            @Override
            public String take(Duration limit) {
                String octets = shell.take(limit);
                heard.append(octets);
                return octets;
            }

            @Override
            public boolean isOver() {
                return shell.isOver();
            }

            @Override
            public void close() {
                shell.close();
            }
        };
    }

    @Override
    public CommandChannel on(CommandChannel channel) {
        return new CommandChannel() {
            @Override
            public @Nullable Finished run(String command, Deadline deadline) {
                Finished finished = channel.run(command, deadline);
                script.add("> " + command);
                if (finished != null) {
                    Stream.of(finished.output(), finished.complaints())
                            .flatMap(String::lines)
                            .map(line -> said(line))
                            .forEach(script::add);
                    if (finished.status() != 0) {
                        script.add("= " + finished.status());
                    }
                }
                return finished;
            }

            @Override
            public void close() {
                channel.close();
            }
        };
    }

    @Override
    public Conversation on(Conversation conversation) {
        return new Conversation() {
            @Override
            public List<String> ask(Rendered line) {
                List<String> printed = conversation.ask(line);
                if (isRead.test(line.line())) {
                    String text =
                            printed.stream().map(it -> secrets.mask(it) + "\n").collect(Collectors.joining());
                    outputs.add(new SavedOutput(line.line(), text));
                }
                return printed;
            }

            @Override
            public void enter(String mode) {
                conversation.enter(mode);
            }

            @Override
            public String mode() {
                return conversation.mode();
            }

            @Override
            public String prompt() {
                return conversation.prompt();
            }

            @Override
            public String readPrefix() {
                return conversation.readPrefix();
            }

            @Override
            public void close() {
                conversation.close();
            }
        };
    }

    private void typed(String text) {
        flush();
        String line = text.endsWith("\n") ? text.replaceFirst("\r?\n$", "") : text;
        script.add(line.isEmpty() ? ">" : "> " + inPlace(line));
        typed = text.endsWith("\n") ? line : "";
    }

    /** Secrets are typed alone on their lines; whoever plays the script has others. */
    private String inPlace(String line) {
        Secret password = login.password();
        Secret enable = login.enable();
        if (enable != null && line.equals(enable.reveal())) {
            return "{secret.enable}";
        }
        if (password != null && line.equals(password.reveal())) {
            return "{secret.password}";
        }
        return line.equals(login.user()) ? Transcript.USER : line;
    }

    private void flush() {
        String text = new String(heard.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        heard.setLength(0);
        if (text.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        // Whoever plays it prints the echo by itself.
        boolean isEchoed = lines.size() > 1
                && TerminalText.linesOf(lines.get(0), List.of()).stream().anyMatch(typed::equals);
        (isEchoed ? lines.subList(1, lines.size()) : lines).forEach(line -> script.add(said(line)));
    }

    private String said(String line) {
        String escaped = secrets.mask(line.replaceFirst("\r+$", ""))
                .replace("\u001b", "\\e")
                .replace("\b", "\\b")
                .replace("\r", "\\r")
                .replaceAll("[\\p{Cntrl}&&[^\t]]", "");
        return escaped.isEmpty() ? "<" : "< " + escaped;
    }
}
