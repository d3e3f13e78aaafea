/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.access.Login.AuthProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Snmp;
import org.snmp4j.TransportStateReference;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.DefaultCounterListener;
import org.snmp4j.mp.MPv1;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.mp.StateReference;
import org.snmp4j.mp.StatusInformation;
import org.snmp4j.security.AuthHMAC128SHA224;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.AuthHMAC256SHA384;
import org.snmp4j.security.AuthHMAC384SHA512;
import org.snmp4j.security.AuthSHA;
import org.snmp4j.security.AuthenticationProtocol;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.PrivAES192;
import org.snmp4j.security.PrivAES256;
import org.snmp4j.security.PrivacyProtocol;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.security.nonstandard.PrivAES192With3DESKeyExtension;
import org.snmp4j.security.nonstandard.PrivAES256With3DESKeyExtension;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;
import org.snmp4j.util.DefaultPDUFactory;

/** A command responder on a loopback port: SNMPv3 with authentication and privacy, and communities where asked for. */
final class SnmpAgent implements CommandResponder, AutoCloseable {
    private static final int ENGINE_ID_OCTETS = 11;

    private final Snmp snmp;
    private final InetSocketAddress address;
    private final List<AgentUser> users;
    private final RequestExecution execution;

    SnmpAgent(int port, List<AgentUser> users, Faults faults, RequestExecution execution) {
        this.users = List.copyOf(users);
        this.execution = execution;
        MessageDispatcherImpl dispatcher = new PlainReports();
        addUsers(dispatcher);
        dispatcher.addMessageProcessingModel(new MPv1());
        dispatcher.addMessageProcessingModel(new MPv2c());
        try {
            FaultySocket socket = new FaultySocket(port, faults);
            snmp = new Snmp(dispatcher, socket);
            snmp.addCommandResponder(this);
            snmp.listen();
            UdpAddress bound = socket.getListenAddress();
            address = InetSocketAddress.createUnresolved("127.0.0.1", bound.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addUsers(MessageDispatcherImpl dispatcher) {
        byte[] engineId = new byte[ENGINE_ID_OCTETS];
        new SecureRandom().nextBytes(engineId);
        engineId[0] |= (byte) 0x80;
        SecurityProtocols protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
        CounterSupport counters = new CounterSupport();
        counters.addCounterListener(new DefaultCounterListener());
        for (AgentUser user : users) {
            protocols.addAuthenticationProtocol(auth(user.authProtocol()));
            protocols.addPrivacyProtocol(priv(user));
        }
        USM usm = new USM(protocols, new OctetString(engineId), 1, counters);
        SecurityModels models = SecurityModels.getCollection(new SecurityModel[] {usm});
        dispatcher.addMessageProcessingModel(new MPv3(engineId, new DefaultPDUFactory(), protocols, models, counters));
        for (AgentUser user : users) {
            if (user.name() != null) {
                usm.addUser(new UsmUser(
                        octets(user.name()),
                        auth(user.authProtocol()).getID(),
                        octets(user.authSecret()),
                        priv(user).getID(),
                        octets(user.privSecret())));
            }
        }
    }

    private static AuthenticationProtocol auth(AuthProtocol protocol) {
        return switch (protocol) {
            case SHA1 -> new AuthSHA();
            case SHA224 -> new AuthHMAC128SHA224();
            case SHA256 -> new AuthHMAC192SHA256();
            case SHA384 -> new AuthHMAC256SHA384();
            case SHA512 -> new AuthHMAC384SHA512();
        };
    }

    private static PrivacyProtocol priv(AgentUser user) {
        return switch (user.privProtocol()) {
            case AES128 -> new PrivAES128();
            case AES192 -> user.reederKeys() ? new PrivAES192With3DESKeyExtension() : new PrivAES192();
            case AES256 -> user.reederKeys() ? new PrivAES256With3DESKeyExtension() : new PrivAES256();
        };
    }

    private static OctetString octets(String text) {
        return new OctetString(text.getBytes(StandardCharsets.UTF_8));
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
        PDU request = event.getPDU();
        String name = new String(event.getSecurityName(), StandardCharsets.UTF_8);
        String context =
                request instanceof ScopedPDU scoped ? scoped.getContextName().toString() : context(name);
        if (event.getMessageProcessingModel() != MPv3.ID && !isCommunity(name)) {
            event.setProcessed(true);
            return;
        }
        PDU response = event.getMessageProcessingModel() == MPv3.ID
                        && event.getSecurityLevel() != SecurityLevel.AUTH_PRIV
                ? RequestExecution.refusal(request, PDU.authorizationError, 0)
                : execution.execute(
                        request, context, event.getMaxSizeResponsePDU(), event.getMessageProcessingModel() == MPv1.ID);
        event.setProcessed(true);
        if (response != null) {
            answer(event, response);
        }
    }

    private <A extends Address> void answer(CommandResponderEvent<A> event, PDU response) {
        try {
            event.getMessageDispatcher()
                    .returnResponsePdu(
                            event.getMessageProcessingModel(),
                            event.getSecurityModel(),
                            event.getSecurityName(),
                            event.getSecurityLevel(),
                            response,
                            event.getMaxSizeResponsePDU(),
                            event.getStateReference(),
                            new StatusInformation());
        } catch (MessageException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code name@150} is community {@code name} in VLAN 150. */
    private boolean isCommunity(String name) {
        String community = name.contains("@") ? name.substring(0, name.lastIndexOf('@')) : name;
        return users.stream()
                .anyMatch(user -> user.name() == null && user.authSecret().equals(community));
    }

    private static String context(String community) {
        return community.contains("@") ? "vlan-" + community.substring(community.lastIndexOf('@') + 1) : "";
    }

    @Override
    public void close() {
        try {
            snmp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends reports about keys in clear (RFC 3414, 3.2): the library would protect them with the very keys that the other
     * side doesn't have, and fail.
     */
    private static final class PlainReports extends MessageDispatcherImpl {
        private static final Set<OID> ABOUT_KEYS = Set.of(
                SnmpConstants.usmStatsUnknownUserNames,
                SnmpConstants.usmStatsUnsupportedSecLevels,
                SnmpConstants.usmStatsWrongDigests,
                SnmpConstants.usmStatsDecryptionErrors);

        @Override
        public <A extends Address> int returnResponsePdu(
                int messageProcessingModel,
                int securityModel,
                byte[] securityName,
                int securityLevel,
                PDU pdu,
                int maxSizeResponseScopedPDU,
                StateReference<A> stateReference,
                StatusInformation statusInformation)
                throws MessageException {
            boolean isAboutKeys = pdu.getType() == PDU.REPORT
                    && pdu.size() > 0
                    && ABOUT_KEYS.contains(pdu.get(0).getOid());
            return super.returnResponsePdu(
                    messageProcessingModel,
                    securityModel,
                    securityName,
                    isAboutKeys ? SecurityLevel.NOAUTH_NOPRIV : securityLevel,
                    pdu,
                    maxSizeResponseScopedPDU,
                    stateReference,
                    statusInformation);
        }
    }

    /** A socket that loses packets when its faults say so. */
    private static final class FaultySocket extends DefaultUdpTransportMapping {
        private final Faults faults;

        FaultySocket(int port, Faults faults) throws IOException {
            super(new UdpAddress(InetAddress.getLoopbackAddress(), port));
            this.faults = faults;
        }

        @Override
        protected void fireProcessMessage(
                DatagramPacket packet, ByteBuffer buffer, TransportStateReference stateReference) {
            if (!faults.swallowsPacket()) {
                super.fireProcessMessage(packet, buffer, stateReference);
            }
        }
    }
}
