/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.plugin.words.NetworkId;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Which networks' calls are being answered, and which call was the last of each. Thread-safe. */
public final class NetworkCalls {
    private final Map<NetworkId, Integer> going = new HashMap<>();
    private final Map<NetworkId, Long> last = new HashMap<>();
    private long number;

    <T> T during(NetworkId network, Supplier<T> call) {
        begin(network);
        try {
            return call.get();
        } finally {
            end(network);
        }
    }

    private synchronized void begin(NetworkId network) {
        going.merge(network, 1, Integer::sum);
        last.put(network, ++number);
    }

    private synchronized void end(NetworkId network) {
        going.computeIfPresent(network, (id, count) -> count == 1 ? null : count - 1);
    }

    /** The last call's number, 0 for none yet; empty while any is being answered. */
    synchronized OptionalLong lastAnswered(NetworkId network) {
        return going.containsKey(network) ? OptionalLong.empty() : OptionalLong.of(last.getOrDefault(network, 0L));
    }
}
