/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.platform.Identity;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.snmp.AgentIdentity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first lines of what switches answer when they are asked what they are: one platform alone knows each. */
final class IdentityTest {
    private static final Platforms PLATFORMS = Platforms.builtIn();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cisco-ios | show version | Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE3, RELEASE SOFTWARE (fc1) | 12.2(55)SE3
            cisco-ios | show version | Cisco IOS XE Software, Version 16.12.04 | 16.12.04
            cisco-ios | show version | Cisco Internetwork Operating System Software / IOS (tm) C2950 Software (C2950-I6Q4L2-M), Version 12.1(22)EA14, RELEASE SOFTWARE (fc1) | 12.1(22)EA14
            cisco-nxos | show version | Cisco Nexus Operating System (NX-OS) Software / TAC support: http://www.cisco.com/tac / Software /   BIOS: version 07.15 /   NXOS: version 6.1(2)I3(1) | 6.1(2)I3(1)
            cisco-nxos | show version | Cisco Nexus Operating System (NX-OS) Software /   kickstart: version 5.2(1)N1(4) /   system:    version 5.2(1)N1(4) | 5.2(1)N1(4)
            cisco-smb | show version | SW version    1.3.7.18 ( date  12-Jan-2014 time  18:02:59 ) / Boot version    1.1.0.6 | 1.3.7.18
            cisco-smb | show version | Active-image: flash://system/images/image1.bin /   Version: 2.4.0.94 /   MD5 Digest: 6f5b | 2.4.0.94
            arista-eos | show version | Arista cEOSLab / Hardware version: / Software image version: 4.31.6M-39953990.4316M (engineering build) | 4.31.6M-39953990.4316M
            arista-eos | show version | Arista DCS-7010T-48-R / Hardware version: 12.03 / Software image version: 4.28.9M | 4.28.9M
            junos | show version | fpc0: / Hostname: lab / Model: ex4550-32f / JUNOS EX  Software Suite [13.2X51-D35.3] | 13.2X51-D35.3
            junos | show version | Hostname: sw1 / Model: ex2300-c-12p / Junos: 20.4R3.8 / JUNOS OS Kernel 32-bit  [20210921.c0b2f0e_builder_stable_11] | 20.4R3.8
            hpe-comware | display version | H3C Comware Platform Software / Comware Software, Version 5.20, Feature 6709L25 | 5.20, Feature 6709L25
            hpe-comware | display version | HPE Comware Software, Version 7.1.045, Release 1118P02 | 7.1.045, Release 1118P02
            huawei-vrp5 | display version | Huawei Versatile Routing Platform Software / VRP (R) software, Version 5.170 (S5720 V200R011C10SPC600) | 5.170 (S5720 V200R011C10SPC600)
            huawei-vrp8 | display version | Huawei Versatile Routing Platform Software / VRP (R) software, Version 8.180 (CE6870EI V200R005C10SPC800) | 8.180 (CE6870EI V200R005C10SPC800)
            extreme-exos | show version | Switch          : 800979-00-05 2011G-00289 Rev 05 BootROM: 2.0.0.5    IMG: 30.6.1.11 / Image   : ExtremeXOS version 30.6.1.11 30.6.1.11-patch1-11 by release-manager | 30.6.1.11
            dell-os9 | show version | Dell Real Time Operating System Software / Dell Operating System Version:  2.0 / Dell Application Software Version:  9.9(0.0) | 9.9(0.0)
            dell-os10 | show version | Dell SmartFabric OS10 Enterprise / Copyright (c) 1999-2023 by Dell Inc. All Rights Reserved. / OS Version: 10.5.4.4 | 10.5.4.4
            ruckus-fastiron | show version | '  Copyright (c) Ruckus Networks, Inc. All rights reserved. /     UNIT 1: compiled on Feb 19 2019 at 13:48:49 labeled as SPS08090 /         SW: Version 08.0.90T211' | 08.0.90T211
            fastpath | show version | Switch: 1 / System Description............................. EdgeSwitch 48 500W, 1.9.1, Linux 3.6.5 / Software Version............................... 1.9.1 | 1.9.1
            aruba-aoscx | show version | ArubaOS-CX / (c) Copyright 2017-2022 Hewlett Packard Enterprise Development LP / Version      : FL.10.08.1010 | FL.10.08.1010
            hpe-provision | show version | 'Image stamp:    /ws/swbuildm/rel/code/build/lvm(swbuildm_rel) /                 Oct 12 2020 /                 WB.16.10.0011 /                 61' | WB.16.10.0011
            mikrotik-routeros7 | /system resource print | '                  uptime: 2w1d /                  version: 7.12.1 (stable) /                platform: MikroTik' | 7.12.1
            cumulus-nvue | cat /etc/os-release | NAME="Cumulus Linux" / VERSION_ID=5.6.0 / ID=cumulus-linux / ID_LIKE=debian | 5.6.0
            openvswitch | ovs-vsctl --version | ovs-vsctl (Open vSwitch) 3.1.0 / DB Schema 8.3.1 | 3.1.0
            """)
    void oneAlonePlatformKnowsTheAnswer(String platform, String command, String answer, String version) {
        List<String> lines = List.of(answer.split(" / ", -1));
        List<String> known = PLATFORMS.all().stream()
                .filter(it -> it.identity()
                        .filter(one -> one.command().equals(command))
                        .isPresent())
                .filter(it -> lines.stream()
                        .anyMatch(line ->
                                identity(it.name()).match().matcher(line).find()))
                .map(Platform::name)
                .toList();

        assertThat(known).containsExactly(platform);
        Pattern pattern = identity(platform).version().orElseThrow();
        Optional<String> told = lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group("version"))
                .findFirst();
        assertThat(told).contains(version);
    }

    @Test
    void aLinuxBridgeIsNoCumulus() {
        Pattern bridge = identity("linux-bridge").match();
        assertThat(bridge.matcher("ID=debian").find()).isTrue();
        assertThat(bridge.matcher("ID=cumulus-linux").find()).isFalse();
        assertThat(bridge.matcher("ID=\"cumulus-linux\"").find()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.3.6.1.4.1.9.1.1208           | Cisco IOS Software, C2960S Software, Version 15.0(2)SE     | cisco-ios
            1.3.6.1.4.1.9.12.3.1.3.1237    | Cisco NX-OS(tm) n5000, Software (n5000-uk9), Version 7.1   | cisco-nxos
            1.3.6.1.4.1.9.6.1.94.28.5      | SG350-28P 28-Port Gigabit PoE Managed Switch               | cisco-smb
            1.3.6.1.4.1.30065.1.3011.7050  | Arista Networks EOS version 4.20.1F                        | arista-eos
            1.3.6.1.4.1.2636.1.1.1.4.131.1 | Juniper Networks, Inc. ex2300-c-12p Ethernet Switch        | junos
            1.3.6.1.4.1.2011.2.239.22      | Huawei Versatile Routing Platform Software VRP (R) software,Version 8.180 | huawei-vrp8
            1.3.6.1.4.1.14988.1            | RouterOS CRS326-24G-2S+                                    | mikrotik-routeros7
            1.3.6.1.4.1.99.1               | something else                                             | ''
            1.3.6.1.4.1.91.1               | Cisco IOS Software                                         | ''
            """)
    void anAgentIsKnownByItsObjectIdentifier(String objectId, String description, String platform) {
        assertThat(PLATFORMS.identify(new AgentIdentity(objectId, description)))
                .extracting(Platform::name)
                .containsExactlyElementsOf(platform.isEmpty() ? List.of() : List.of(platform));
    }

    private static Identity identity(String platform) {
        return PLATFORMS.find(platform).identity().orElseThrow();
    }
}
