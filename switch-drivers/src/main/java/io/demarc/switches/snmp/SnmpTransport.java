/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Login;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.snmp.SnmpDefinition.KeyExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.snmp4j.AbstractTarget;
import org.snmp4j.CommunityTarget;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Session;
import org.snmp4j.Snmp;
import org.snmp4j.UserTarget;
import org.snmp4j.event.ResponseEvent;
import org.snmp4j.event.ResponseListener;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv1;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.SnmpConstants;
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
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;
import org.snmp4j.util.DefaultPDUFactory;

/**
 * A socket of one session and the user that it speaks as. Every session has its own: users of different switches may
 * share a name and not a secret, and no secret outlives its session. One caller at a time.
 */
final class SnmpTransport implements AutoCloseable {
    private static final int ENGINE_ID_OCTETS = 12;
    private static final int SHORTEST_SECRET = 8;
    /** Keeps answers to GETBULK within a few packets: fragments get lost on busy control planes. */
    private static final int LARGEST_MESSAGE = 8000;

    private static final int ATTEMPTS = 3;

    private final Snmp snmp;
    private final AbstractTarget<UdpAddress> target;
    private final @Nullable OctetString context;
    private final ReportedReasons reports;

    private SnmpTransport(
            Snmp snmp, AbstractTarget<UdpAddress> target, @Nullable OctetString context, ReportedReasons reports) {
        this.snmp = snmp;
        this.reports = reports;
        this.target = target;
        this.context = context;
    }

    static SnmpTransport open(SwitchAccess access, KeyExtension keyExtension) {
        UdpAddress address = new UdpAddress(resolve(access), access.port());
        MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
        try {
            Snmp snmp = new Snmp(dispatcher, new DefaultUdpTransportMapping());
            AbstractTarget<UdpAddress> target = login(access, address, dispatcher, keyExtension);
            target.setMaxSizeRequestPDU(LARGEST_MESSAGE);
            ReportedReasons reports = new ReportedReasons(snmp.getReportHandler());
            snmp.setReportHandler(reports);
            snmp.listen();
            String context = access.login() instanceof Login.SnmpV3 v3 ? v3.context() : null;
            return new SnmpTransport(snmp, target, context == null ? null : octets(context), reports);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.SWITCH_UNREACHABLE,
                            "No socket for SNMP to switch " + access.name() + ": " + e.getMessage() + ".",
                            "Check the limits on open files of this host."),
                    e);
        }
    }

    private static InetAddress resolve(SwitchAccess access) {
        try {
            return InetAddress.getByName(access.host());
        } catch (UnknownHostException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.SWITCH_UNREACHABLE,
                            "Switch " + access.name() + ": no address is known for " + access.host() + ".",
                            "Correct the switch's address in the inventory, or this host's name resolution."),
                    e);
        }
    }

    private static AbstractTarget<UdpAddress> login(
            SwitchAccess access, UdpAddress address, MessageDispatcherImpl dispatcher, KeyExtension keyExtension) {
        if (access.login() instanceof Login.SnmpV3 v3) {
            return user(access, v3, address, dispatcher, keyExtension);
        }
        if (access.login() instanceof Login.SnmpCommunity community) {
            CommunityTarget<UdpAddress> target =
                    new CommunityTarget<>(address, octets(community.community().reveal()));
            switch (community.version()) {
                case V1 -> {
                    dispatcher.addMessageProcessingModel(new MPv1());
                    target.setVersion(SnmpConstants.version1);
                }
                case V2C -> {
                    dispatcher.addMessageProcessingModel(new MPv2c());
                    target.setVersion(SnmpConstants.version2c);
                }
            }
            return target;
        }
        throw ProblemException.of(
                ProblemCode.CONFIG_INVALID,
                "Switch " + access.name() + " has an SSH login, but its platform speaks SNMP.",
                "Give it an SNMP login in the inventory.");
    }

    private static AbstractTarget<UdpAddress> user(
            SwitchAccess access,
            Login.SnmpV3 login,
            UdpAddress address,
            MessageDispatcherImpl dispatcher,
            KeyExtension keyExtension) {
        if (login.authSecret().reveal().length() < SHORTEST_SECRET
                || login.privSecret().reveal().length() < SHORTEST_SECRET) {
            throw ProblemException.of(
                    ProblemCode.CONFIG_INVALID,
                    "SNMPv3 secrets for switch " + access.name() + " are shorter than " + SHORTEST_SECRET
                            + " characters (RFC 3414, 11.2).",
                    "Set longer ones, on the switch as well.");
        }
        AuthenticationProtocol auth = auth(login.authProtocol());
        PrivacyProtocol priv = priv(login.privProtocol(), keyExtension);
        SecurityProtocols protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
        protocols.addAuthenticationProtocol(auth);
        protocols.addPrivacyProtocol(priv);
        byte[] engineId = new byte[ENGINE_ID_OCTETS];
        new SecureRandom().nextBytes(engineId);
        engineId[0] |= (byte) 0x80;
        CounterSupport counters = new CounterSupport();
        USM usm = new USM(protocols, new OctetString(engineId), 0, counters);
        SecurityModels models = SecurityModels.getCollection(new SecurityModel[] {usm});
        dispatcher.addMessageProcessingModel(new MPv3(engineId, new DefaultPDUFactory(), protocols, models, counters));
        OctetString name = octets(login.user());
        usm.addUser(new UsmUser(
                name,
                auth.getID(),
                octets(login.authSecret().reveal()),
                priv.getID(),
                octets(login.privSecret().reveal())));
        UserTarget<UdpAddress> target = new UserTarget<>();
        target.setAddress(address);
        target.setVersion(SnmpConstants.version3);
        target.setSecurityName(name);
        target.setSecurityModel(SecurityModel.SECURITY_MODEL_USM);
        target.setSecurityLevel(SecurityLevel.AUTH_PRIV);
        return target;
    }

    private static AuthenticationProtocol auth(Login.AuthProtocol protocol) {
        return switch (protocol) {
            case SHA1 -> new AuthSHA();
            case SHA224 -> new AuthHMAC128SHA224();
            case SHA256 -> new AuthHMAC192SHA256();
            case SHA384 -> new AuthHMAC256SHA384();
            case SHA512 -> new AuthHMAC384SHA512();
        };
    }

    private static PrivacyProtocol priv(Login.PrivProtocol protocol, KeyExtension keyExtension) {
        boolean isReeder = keyExtension == KeyExtension.REEDER;
        return switch (protocol) {
            case AES128 -> new PrivAES128();
            case AES192 -> isReeder ? new PrivAES192With3DESKeyExtension() : new PrivAES192();
            case AES256 -> isReeder ? new PrivAES256With3DESKeyExtension() : new PrivAES256();
        };
    }

    private static OctetString octets(String text) {
        return new OctetString(text.getBytes(StandardCharsets.UTF_8));
    }

    boolean isVersion1() {
        return target.getVersion() == SnmpConstants.version1;
    }

    boolean isVersion3() {
        return target.getVersion() == SnmpConstants.version3;
    }

    /**
     * This transport's view of one VLAN's bridge: an SNMPv3 context {@code vlan-150}, or a community {@code name@150}.
     * Closing it is not needed.
     */
    SnmpTransport inVlan(int vlan) {
        if (isVersion3()) {
            return new SnmpTransport(snmp, target, octets("vlan-" + vlan), reports);
        }
        CommunityTarget<UdpAddress> inside =
                new CommunityTarget<>(target.getAddress(), new OctetString(target.getSecurityName() + "@" + vlan));
        inside.setVersion(target.getVersion());
        inside.setMaxSizeRequestPDU(LARGEST_MESSAGE);
        return new SnmpTransport(snmp, inside, null, reports);
    }

    /** An empty request of this type. */
    PDU request(int type) {
        PDU request = isVersion3() ? new ScopedPDU() : new PDU();
        if (request instanceof ScopedPDU scoped && context != null) {
            scoped.setContextName(context);
        }
        request.setType(type);
        return request;
    }

    /**
     * The answer, or null when none came within this time, repetitions included.
     *
     * @param isLogin whether a report in clear about keys is an answer as well
     */
    @Nullable
    PDU ask(PDU request, Duration longest, boolean isLogin) throws IOException, InterruptedException {
        long millis = Math.max(1, longest.toMillis());
        target.setRetries(ATTEMPTS - 1);
        target.setTimeout(Math.max(1, millis / ATTEMPTS));
        Answer answer = new Answer();
        if (isLogin) {
            reports.answers(answer.future);
        }
        snmp.send(request, target, null, answer);
        try {
            return answer.future.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            snmp.cancel(request, answer);
        }
    }

    /** The last report about keys, null when there was none. */
    @Nullable
    PDU lastReport() {
        return reports.last();
    }

    /** Whether an agent that speaks SNMPv3 has been heard, whatever it said. */
    boolean isAgentThere() {
        return reports.isAgentThere();
    }

    /** Takes the answer off the library's thread. Thread-safe. */
    private static final class Answer implements ResponseListener {
        private final CompletableFuture<@Nullable PDU> future = new CompletableFuture<>();

        @Override
        public <A extends Address> void onResponse(ResponseEvent<A> event) {
            if (event.getSource() instanceof Session session) {
                session.cancel(event.getRequest(), this);
            }
            Exception error = event.getError();
            if (event.getResponse() == null && error != null) {
                future.completeExceptionally(new IOException(error.getMessage(), error));
            } else {
                future.complete(event.getResponse());
            }
        }
    }

    @Override
    public void close() {
        try {
            snmp.close();
        } catch (IOException e) {
            // The socket is gone either way.
            return;
        }
    }
}
