/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ground;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a bench of network namespaces is told from others on this machine by: its name, its namespaces', its addresses. */
public record BenchNumber(int number) {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    /** What the script ends with when somebody else has the id (EX_TEMPFAIL). */
    private static final int TAKEN = 75;
    /** As many as there are blocks of four addresses in 198.18.0.0/15. */
    private static final int BENCHES = 32768;

    /** Claims one that nobody else has on this machine now. */
    public static BenchNumber claim(BenchScript script) {
        long first = ProcessHandle.current().pid() * 16 + COUNTER.incrementAndGet();
        HostCommand last = new HostCommand(TAKEN, "");
        for (int attempt = 0; attempt < 1000 && last.exitStatus() == TAKEN; attempt++) {
            BenchNumber number = new BenchNumber((int) ((first + attempt) % BENCHES));
            last = number.of(script).run("claim");
            if (last.isSuccess()) {
                return number;
            }
        }
        script.delete();
        throw new IllegalStateException(
                "No network namespace could be made for an " + script.bench() + ": " + last.output()
                        + " (demarc-…-switch in \"ip netns list\" are those of benches; root needs CAP_NET_ADMIN and"
                        + " CAP_SYS_ADMIN)");
    }

    /** The script, for the bench with this number. */
    public BenchScript of(BenchScript script) {
        return script.at(script.directory().toString(), id());
    }

    private String id() {
        return Integer.toString(number, 36);
    }

    /** This machine's end of the link to the bench. */
    public String hostAddress() {
        return address(1);
    }

    /** The bench's end of the link to this machine. */
    public String switchAddress() {
        return address(2);
    }

    /** One /30 a bench out of 198.18.0.0/15, which is set aside for benchmarks (RFC 2544). */
    private String address(int last) {
        int block = number * 4;
        return "198." + (18 + (block >> 16)) + "." + (block >> 8 & 255) + "." + ((block & 255) + last);
    }

    public String namespace(String machine) {
        return "demarc-" + id() + "-" + machine;
    }

    /** The words that run this command on the machine. */
    public String[] words(String machine, String... command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace(machine)));
        words.addAll(List.of(command));
        return words.toArray(String[]::new);
    }
}
