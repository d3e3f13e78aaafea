/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One SSH channel with a command line behind it. Runs on a thread of its own from start to end. */
final class Shell implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m\u001b[K";

    private final Cli cli;
    private final Faults faults;
    private final ReceivedCommands received;
    private final ExecutorService threads;
    private final @Nullable String onlyCommand;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable ExitCallback exit;

    /** @param onlyCommand the command of an exec channel; null for an interactive shell */
    Shell(Cli cli, Faults faults, ReceivedCommands received, ExecutorService threads, @Nullable String onlyCommand) {
        this.cli = cli;
        this.faults = faults;
        this.received = received;
        this.threads = threads;
        this.onlyCommand = onlyCommand;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {}

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        InputStream input = in;
        OutputStream output = out;
        ExitCallback callback = exit;
        if (input == null || output == null || callback == null) {
            throw new IllegalStateException("the SSH server started a shell without its streams");
        }
        Terminal terminal = new Terminal(input, output, faults, closed);
        threads.execute(() -> converse(terminal, channel, callback));
    }

    @Override
    public void destroy(ChannelSession channel) {
        closed.countDown();
    }

    private void converse(Terminal terminal, ChannelSession channel, ExitCallback callback) {
        try (cli) {
            if (onlyCommand == null) {
                interact(terminal, channel);
            } else {
                execute(onlyCommand, terminal, channel);
            }
        } catch (IOException gone) {
            LOG.debug("A session ended: {}", gone.toString());
        } finally {
            callback.onExit(0, closed.getCount() == 0);
        }
    }

    private void interact(Terminal terminal, ChannelSession channel) throws IOException {
        String glued = arrive(terminal);
        boolean open = glued != null;
        while (open) {
            terminal.print(coloured(glued == null ? cli.prompt() : glued));
            glued = null;
            String log = faults.logBehindPrompts();
            terminal.print(log == null ? "" : log + "\n");
            Terminal.Line line = terminal.readLine(true);
            if (line == null) {
                return;
            }
            String command = line.text().strip();
            open = command.isEmpty() || execute(line.text(), terminal, channel);
            if (line.endOfInput()) {
                cli.endOfInput();
            }
        }
    }

    /** What happens between login and the first prompt, which is returned; null when the other side is gone. */
    private @Nullable String arrive(Terminal terminal) throws IOException {
        terminal.print(faults.banner());
        String key = faults.keyRequest();
        if (key != null) {
            terminal.print(key);
            if (!terminal.awaitKey()) {
                return null;
            }
        }
        String question = faults.loginQuestion();
        while (question != null) {
            terminal.print(question);
            if (terminal.readLine(false) == null) {
                return null;
            }
        }
        String prompt = cli.prompt();
        if (faults.isBannerGlued()) {
            return prompt.substring(prompt.lastIndexOf('\n') + 1);
        }
        terminal.print(cli.greeting());
        return prompt;
    }

    /** False when the session is over. */
    private boolean execute(String line, Terminal terminal, ChannelSession channel) throws IOException {
        String command = line.strip();
        received.add(command);
        faults.tellBefore(command);
        terminal.pause(faults.latency());
        Faults.Action action = faults.actionFor(command);
        if (action == null) {
            Reply reply = cli.execute(line);
            faults.tellAfter(command);
            return answer(reply, terminal);
        }
        return switch (action.kind()) {
            case REJECT -> answer(Reply.text(action.text()), terminal);
            case IGNORE -> true;
            case HANG -> {
                Reply reply = cli.execute(line);
                faults.tellAfter(command);
                yield hang(reply, terminal);
            }
            case DISCONNECT_BEFORE -> disconnect(channel);
            case DISCONNECT_AFTER -> {
                cli.execute(line);
                faults.tellAfter(command);
                yield disconnect(channel);
            }
        };
    }

    private boolean answer(Reply reply, Terminal terminal) throws IOException {
        Reply now = reply;
        while (now instanceof Reply.Question question) {
            terminal.print(question.text());
            Terminal.Line line = terminal.readLine(question.echo());
            if (line == null) {
                return false;
            }
            now = question.answer().apply(line.text());
        }
        String text = now instanceof Reply.Text plain ? plain.text() : ((Reply.Goodbye) now).text();
        terminal.printPaged(decorated(text), cli.pageLength(), cli.pagerPrompt());
        return now instanceof Reply.Text;
    }

    private boolean hang(Reply reply, Terminal terminal) throws IOException {
        CountDownLatch healed = faults.healed();
        String text = reply instanceof Reply.Text plain ? plain.text() : "";
        terminal.print(text.substring(0, text.length() / 2));
        terminal.awaitOrClosed(healed);
        terminal.print(text.substring(text.length() / 2));
        return closed.getCount() > 0;
    }

    private static boolean disconnect(ChannelSession channel) {
        channel.getSession().close(true);
        return false;
    }

    private String decorated(String text) {
        StringBuilder all = new StringBuilder();
        text.lines().forEach(line -> all.append(coloured(line)).append('\n'));
        String syslog = faults.syslogLine();
        if (syslog != null) {
            int middle = all.indexOf("\n", all.length() / 2);
            all.insert(middle < 0 || middle + 1 > all.length() ? 0 : middle + 1, syslog + "\n");
        }
        return all.toString();
    }

    private String coloured(String text) {
        return faults.ansiCodes() && !text.isEmpty() ? GREEN + text + PLAIN : text;
    }
}
