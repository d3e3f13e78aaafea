/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.access.FileFault;
import io.demarc.plugin.configuration.Triggers.Tls;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's certificate and private key, from PEM text (RFC 7468). */
final class PemIdentity {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private PemIdentity() {}

    /**
     * A key store in memory, with an empty password for the key.
     *
     * @throws ProblemException {@code CONFIG_INVALID}, {@code SECRET_UNAVAILABLE}, {@code FILE_MODE_UNSAFE}
     */
    static KeyStore read(Tls tls) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("demarc", key(tls), new char[0], chain(tls));
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw unfit("certificate and private-key don't go together", "Give the key of that certificate.");
        }
    }

    private static Certificate[] chain(Tls tls) throws GeneralSecurityException {
        String file = "certificate " + tls.certificate();
        String fix = "Give a PEM file: the listener's own certificate first, then those between it and the authority.";
        try (InputStream in = Files.newInputStream(tls.certificate())) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw unfit(file + " holds no certificate", fix);
            }
            return chain;
        } catch (CertificateException e) {
            throw unfit(file + " can't be read as certificates in PEM form", fix);
        } catch (IOException e) {
            throw unfit(file + " can't be read: " + FileFault.inWords(e), fix);
        }
    }

    private static PrivateKey key(Tls tls) throws GeneralSecurityException {
        Matcher matcher = KEY.matcher(tls.privateKey().resolve().reveal());
        if (matcher.find()) {
            PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(bytes(matcher.group(1)));
            for (String algorithm : ALGORITHMS) {
                Optional<PrivateKey> key = key(algorithm, spec);
                if (key.isPresent()) {
                    return key.get();
                }
            }
        }
        throw unfit(
                "private-key " + tls.privateKey()
                        + " is no private key in PEM form (PKCS #8, RSA or EC, no passphrase)",
                "'openssl pkcs8 -topk8 -nocrypt -in KEY' turns other forms into this one.");
    }

    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec spec)
            throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static ProblemException unfit(String what, String fix) {
        return ProblemException.of(ProblemCode.CONFIG_INVALID, "cloudstack.webhooks." + what + ".", fix);
    }
}
