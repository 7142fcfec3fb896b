// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLEngine;

/** Netty's handler in its event loop, for which the calling thread waits. */
final class NettyLine implements Line {
    private static final EventLoopGroup LOOP =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("netty", true), NioIoHandler.newFactory());

    private final SslHandler tls;
    private final Channel channel;
    private final BlockingQueue<ByteBuffer> arrived = new LinkedBlockingQueue<>();
    private ByteBuffer current = ByteBuffer.allocate(0);

    NettyLine(Target target, SSLEngine engine) throws IOException {
        tls = new SslHandler(engine);
        ChannelFuture connected = new Bootstrap()
                .group(LOOP)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, target.noDelay())
                .option(ChannelOption.SO_LINGER, 0)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(tls, new Arrivals());
                    }
                })
                .connect(target.address());
        done(connected);
        channel = connected.channel();
    }

    @Override
    public void handshake() throws IOException {
        done(tls.handshakeFuture());
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        done(channel.writeAndFlush(Unpooled.wrappedBuffer(data)));
        data.position(data.limit());
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
        try {
            while (into.hasRemaining()) {
                if (!current.hasRemaining()) {
                    current = arrived.take();
                }
                int count = Math.min(into.remaining(), current.remaining());
                into.put(current.slice(current.position(), count));
                current.position(current.position() + count);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void end() throws IOException {
        Future<?> sent = tls.closeOutbound();
        done(tls.sslCloseFuture());
        done(sent);
        if (!tls.engine().isInboundDone()) {
            throw new IOException("its future for the peer's close_notify is done before that has come");
        }
    }

    @Override
    public void close() throws IOException {
        done(channel.close());
    }

    private static void done(Future<?> future) throws IOException {
        future.awaitUninterruptibly();
        if (!future.isSuccess()) {
            throw new IOException(future.cause());
        }
    }

    private final class Arrivals extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
            ByteBuffer copy = ByteBuffer.allocate(message.readableBytes());
            message.readBytes(copy);
            arrived.add(copy.flip());
        }
    }
}
