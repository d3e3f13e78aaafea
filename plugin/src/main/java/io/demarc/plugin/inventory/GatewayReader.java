/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.access.yaml.YamlNode;
import io.demarc.hooks.addresses.IpAddress;
import io.demarc.plugin.words.Address;
import io.demarc.plugin.words.LoginReference;
import io.demarc.plugin.words.ManagedGateway;
import io.demarc.plugin.words.ManagedGateway.Speaks;
import io.demarc.switches.platform.Platform.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads one entry of the inventory's gateways. */
final class GatewayReader {
    private static final int SSH_PORT = 22;
    private static final int SNMP_PORT = 161;

    private GatewayReader() {}

    /** Empty, with the problems noted, when the entry is not good enough. */
    static Optional<ManagedGateway> read(YamlNode node) {
        node.knowing("name", "addresses", "address", "platform", "login");
        Optional<String> name = node.get("name").required(UnaryOperator.identity());
        Speaks platform = node.get("platform").choice(Speaks.class).orElse(Speaks.SNMP);
        boolean isSnmp = platform == Speaks.SNMP;
        Optional<Address> address =
                node.get("address").required(text -> Address.parse(text, isSnmp ? SNMP_PORT : SSH_PORT));
        Optional<LoginReference> login = LoginReader.read(node.get("login"), isSnmp ? Transport.SNMP : Transport.SSH);
        List<IpAddress> addresses = new ArrayList<>();
        node.get("addresses")
                .items()
                .forEach(item -> item.required(IpAddress::new).ifPresent(addresses::add));
        if (!node.get("addresses").isPresent()) {
            node.get("addresses").problem("is missing: its own addresses in the servers' networks");
            return Optional.empty();
        }
        if (name.isEmpty() || address.isEmpty() || login.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ManagedGateway(
                    name.get(),
                    addresses,
                    platform,
                    address.get().host(),
                    address.get().port(),
                    login.get()));
        } catch (IllegalArgumentException e) {
            node.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
