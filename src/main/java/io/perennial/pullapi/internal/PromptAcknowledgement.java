package io.perennial.pullapi.internal;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import jdk.net.ExtendedSocketOptions;

/**
 * Acknowledges each of the client's messages of the handshake at once. BoringSSL keeps its tickets
 * for the first answer, so nothing else goes out that would acknowledge the last of them; and a
 * client that joins small packets (Nagle's algorithm, RFC 9293, section 3.7.4) holds its request
 * until then, which the kernel would let last 40 ms. Where the system knows no such option this
 * does nothing.
 */
@ChannelHandler.Sharable
final class PromptAcknowledgement extends ChannelInboundHandlerAdapter {

  private static final ChannelOption<Boolean> NOW =
      NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK);

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    acknowledge(context);
    context.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == SslHandshakeCompletionEvent.SUCCESS) {
      acknowledge(context);
      context.pipeline().remove(this);
    }
    context.fireUserEventTriggered(event);
  }

  private static void acknowledge(ChannelHandlerContext context) {
    if (context.channel().isActive()) {
      var _ = context.channel().config().setOption(NOW, true);
    }
  }
}
