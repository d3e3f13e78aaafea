/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in an offering.
 *
 * @param kind     as in CloudStack's commands: {@code NetworkOffering} or {@code VPCOffering}
 * @param text     what tenants read
 * @param services who provides each service
 * @param settings further parameters of the call that creates it
 */
record OfferingTerms(
        String kind, String name, String text, Map<String, String> services, Map<String, String> settings) {
    private static final String NETWORK = "NetworkOffering";
    private static final String ROUTER = "VirtualRouter";
    private static final String VPC_ROUTER = "VpcVirtualRouter";

    OfferingTerms {
        services = Map.copyOf(new TreeMap<>(services));
        settings = Map.copyOf(settings);
    }

    /** The terms of each offering of the catalogue; a VPC tier needs an offering for the VPC, too. */
    static List<OfferingTerms> of(OfferingChoice choice) {
        return switch (choice) {
            case ISOLATED ->
                List.of(network(
                        "Isolated with VPN device",
                        "Reached through your own VPN device, which is the gateway",
                        services(ROUTER, "Dhcp", "Dns", "UserData"),
                        Map.of("guestiptype", "Isolated", "ispersistent", "true")));
            case ISOLATED_ROUTER ->
                List.of(network(
                        "Isolated with router and VPN device",
                        "The virtual router is the gateway; your VPN device is one machine more",
                        services(
                                ROUTER,
                                "Dhcp",
                                "Dns",
                                "UserData",
                                "SourceNat",
                                "StaticNat",
                                "PortForwarding",
                                "Firewall",
                                "Lb",
                                "Vpn"),
                        Map.of("guestiptype", "Isolated", "ispersistent", "true")));
            case L2 ->
                List.of(network(
                        "L2 with VPN device",
                        "A wire without addresses, with your VPN device on it",
                        Map.of("UserData", Extension.NAME),
                        Map.of("guestiptype", "L2", "ispersistent", "true")));
            case SHARED ->
                List.of(network(
                        "Shared with VPN device",
                        "A network of several tenants, with a VPN device on it",
                        services(ROUTER, "Dhcp", "Dns", "UserData"),
                        Map.of("guestiptype", "Shared", "specifyvlan", "true", "specifyipranges", "true")));
            case VPC_TIER -> vpc();
        };
    }

    private static List<OfferingTerms> vpc() {
        Map<String, String> services = services(
                VPC_ROUTER, "Dhcp", "Dns", "UserData", "SourceNat", "StaticNat", "PortForwarding", "NetworkACL");
        return List.of(
                new OfferingTerms(
                        "VPCOffering",
                        "VPC with VPN device",
                        "A VPC whose tiers can have your VPN device on them",
                        services,
                        Map.of()),
                network(
                        "VPC tier with VPN device",
                        "A tier of a VPC, with your VPN device on it",
                        services,
                        Map.of("guestiptype", "Isolated", "forvpc", "true", "conservemode", "false")));
    }

    private static OfferingTerms network(
            String name, String text, Map<String, String> services, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(Map.of("traffictype", "GUEST", "enable", "true"));
        return new OfferingTerms(NETWORK, name, text, services, all);
    }

    /** These by the router, and CustomAction by Demarc. */
    private static Map<String, String> services(String router, String... names) {
        Map<String, String> services = new TreeMap<>();
        for (String name : names) {
            services.put(name, router);
        }
        services.put("CustomAction", Extension.NAME);
        return services;
    }

    /** The list's member in answers. */
    String member() {
        return kind.equals(NETWORK) ? "networkoffering" : "vpcoffering";
    }

    /** Parameters of the call that creates it. */
    Map<String, String> request() {
        Map<String, String> sorted = new TreeMap<>(services);
        Map<String, String> request = new TreeMap<>(settings);
        request.put("name", name);
        request.put("displaytext", text);
        request.put("supportedservices", String.join(",", sorted.keySet()));
        AdminCalls.put(
                request,
                "serviceproviderlist",
                sorted.entrySet().stream()
                        .map(it -> Map.of("service", it.getKey(), "provider", it.getValue()))
                        .toList());
        return request;
    }
}
