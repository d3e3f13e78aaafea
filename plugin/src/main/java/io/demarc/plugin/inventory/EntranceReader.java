/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.access.yaml.YamlNode;
import io.demarc.plugin.words.Address;
import io.demarc.plugin.words.Entrance;
import io.demarc.plugin.words.LoginReference;
import io.demarc.switches.platform.Platform;
import java.util.Optional;

/** Reads the {@code address} and {@code login} of a machine that is reached by SSH. */
final class EntranceReader {
    private static final int SSH_PORT = 22;

    private EntranceReader() {}

    /** Empty, with the problems noted, when the entry is not good enough. */
    static Optional<Entrance> read(YamlNode node) {
        Optional<Address> address = node.get("address").required(text -> Address.parse(text, SSH_PORT));
        Optional<LoginReference.Ssh> login =
                LoginReader.read(node.get("login"), Platform.Transport.SSH).map(LoginReference.Ssh.class::cast);
        return address.isEmpty() || login.isEmpty()
                ? Optional.empty()
                : Optional.of(new Entrance(address.get().host(), address.get().port(), login.get()));
    }
}
