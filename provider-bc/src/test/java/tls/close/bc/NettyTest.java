// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine in Netty's {@code SslHandler}, which drives engines in its own way. */
class NettyTest {

    private record End(EmbeddedChannel channel, SslHandler tls) {
        static End of(SSLEngine engine) {
            SslHandler tls = new SslHandler(engine);
            return new End(new EmbeddedChannel(tls), tls);
        }

        /** What this one has to say arrives at the other; returns whether there was anything. */
        boolean passTo(End other) {
            channel.runPendingTasks();
            boolean said = false;
            for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
                other.channel.writeInbound(bytes);
                said = true;
            }
            return said;
        }

        byte[] received() {
            ByteBuf all = Unpooled.buffer();
            for (ByteBuf data = channel.readInbound(); data != null; data = channel.readInbound()) {
                all.writeBytes(data);
                data.release();
            }
            return ByteBufUtil.getBytes(all);
        }
    }

    private static void exchange(End one, End other) {
        while (one.passTo(other) || other.passTo(one)) {}
    }

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void nettyShakesHandsSendsAndCloses(Side side) {
        EnginePair engines = EnginePair.of(side);
        End client = End.of(engines.client.engine);
        End server = End.of(engines.server.engine);
        exchange(client, server);
        assertTrue(client.tls().handshakeFuture().isSuccess());
        assertTrue(server.tls().handshakeFuture().isSuccess());

        byte[] data = new byte[200_000];
        new Random(1).nextBytes(data);
        client.channel().writeOutbound(Unpooled.copiedBuffer(data));
        server.channel().writeOutbound(Unpooled.copiedBuffer(data));
        exchange(client, server);
        assertArrayEquals(data, server.received());
        assertArrayEquals(data, client.received());

        ChannelFuture clientClosed = client.tls().closeOutbound();
        exchange(client, server);
        assertTrue(engines.server.engine.isInboundDone());
        ChannelFuture serverClosed = server.tls().closeOutbound();
        exchange(client, server);
        assertTrue(clientClosed.isSuccess() && serverClosed.isSuccess());
        assertTrue(client.tls().sslCloseFuture().isSuccess());
        assertTrue(server.tls().sslCloseFuture().isSuccess());
        assertTrue(engines.client.engine.isInboundDone());
        assertTrue(engines.client.engine.isOutboundDone() && engines.server.engine.isOutboundDone());
        client.channel().finishAndReleaseAll();
        server.channel().finishAndReleaseAll();
    }
}
