/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.access.Printable;
import io.demarc.plugin.words.Actor;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of the socket. */
final class Caller {
    private Caller() {}

    /**
     * The UNIX user that the kernel names. Only where it names none the request's own word, header {@code Demarc-User},
     * counts; it is for the journal alone and gives no right to anything.
     */
    static Actor of(Request request) {
        String user = peer(request);
        if (user == null) {
            user = request.getHeaders().get("Demarc-User");
        }
        return new Actor(Actor.Kind.OPERATOR, user == null ? "" : Printable.of(user));
    }

    private static @Nullable String peer(Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        while (endPoint instanceof EndPoint.Wrapper wrapper) {
            endPoint = wrapper.unwrap();
        }
        if (!(endPoint instanceof SocketChannelEndPoint socket)) {
            return null;
        }
        try {
            return socket.getChannel().getLocalAddress() instanceof UnixDomainSocketAddress
                    ? socket.getChannel()
                            .getOption(ExtendedSocketOptions.SO_PEERCRED)
                            .user()
                            .getName()
                    : null;
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }
}
