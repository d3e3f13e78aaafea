/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that nobody vouches for but itself, made by keytool.
 *
 * @param context of a server that has it
 * @param pem     the certificate
 */
record SelfSigned(SSLContext context, Path pem) {
    private static final String PASSWORD = "changeit";

    static SelfSigned make(String host, Path directory) throws Exception {
        Path store = directory.resolve(host + ".p12");
        Path pem = directory.resolve(host + ".pem");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + host, "-ext", "san=dns:" + host);
        keytool(store, "-exportcert", "-rfc", "-file", pem.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new SelfSigned(context, pem);
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        line.addAll(List.of(arguments));
        line.addAll(List.of("-alias", "server", "-storepass", PASSWORD, "-storetype", "PKCS12"));
        line.addAll(List.of("-keystore", store.toString()));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }
}
