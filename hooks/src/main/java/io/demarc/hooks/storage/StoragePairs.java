/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.node.NodeCommands;

/** The declared pairs, and the way to their nodes. Thread-safe. */
public interface StoragePairs {
    /** The pair of this name; throws {@code NOT_FOUND} naming those that there are. */
    StoragePair pair(String name);

    /** Commands on the node, over a session that is kept. Connects with the first command. */
    NodeCommands on(StoragePair pair, StorageNode node);
}
