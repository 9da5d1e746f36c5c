package io.perennial.pullapi.internal;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.perennial.web.WebProperties;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The port of servers and agents. A few event loops carry all connections and never block: they
 * answer what is in memory and hand everything else to virtual threads.
 */
@Component
class PullPort implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(PullPort.class);
  private static final int MOST_LINE = 4 * 1024;
  private static final int MOST_HEADERS = 16 * 1024;
  private static final int MOST_CHUNK = 8 * 1024;
  private static final int BACKLOG = 1_024;
  private static final int LEAST_LOOPS = 2;
  private static final long LAST_WORDS_SECONDS = 5;
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(64 << 10, 256 << 10);

  private final WebProperties web;
  private final PullPortProperties properties;
  private final PullPortTls tls;
  private final PullApi api;
  private final ResponseDate date;
  private final PromptAcknowledgement acknowledgement = new PromptAcknowledgement();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private @Nullable EventLoopGroup loops;
  private @Nullable Channel listener;

  PullPort(
      WebProperties web, PullPortProperties properties, PullPortTls tls, PullApi api, Clock clock) {
    this.web = web;
    this.properties = properties;
    this.tls = tls;
    this.api = api;
    this.date = new ResponseDate(clock);
  }

  @Override
  public void start() {
    tls.open();
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            Math.max(LEAST_LOOPS, Runtime.getRuntime().availableProcessors()),
            NioIoHandler.newFactory());
    loops = group;
    var bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
            .childHandler(new Connection())
            .bind(new InetSocketAddress(web.pullPort()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stop();
      throw bound.cause() instanceof BindException taken
          ? new PortInUseException(web.pullPort(), taken)
          : new IllegalStateException("the pull port cannot be opened", bound.cause());
    }
    listener = bound.channel();
    log.info("Servers and agents are answered on port {}", port());
  }

  /** Where it listens. */
  int port() {
    return listener != null && listener.localAddress() instanceof InetSocketAddress address
        ? address.getPort()
        : 0;
  }

  /** Takes no more, lets what is being answered end, and closes the rest. */
  @Override
  public void stop() {
    Channel open = listener;
    EventLoopGroup group = loops;
    listener = null;
    loops = null;
    if (open != null) {
      open.close().awaitUninterruptibly();
      connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(Ending.SOON));
      connections.newCloseFuture().awaitUninterruptibly(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    }
    if (group != null) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
    tls.close();
  }

  @Override
  public boolean isRunning() {
    return loops != null;
  }

  /** With Tomcat's: after those who wait were answered, before the database closes. */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE;
  }

  /** Tells a connection to end with the answer that it is giving. */
  enum Ending {
    SOON
  }

  private final class Connection extends ChannelInitializer<Channel> {

    @Override
    protected void initChannel(Channel channel) {
      if (connections.size() >= properties.pullConnections()) {
        var _ = channel.close();
        return;
      }
      connections.add(channel);
      PullExchange exchange = new PullExchange(api, date);
      channel
          .pipeline()
          .addLast(tls.handler(channel.alloc()))
          .addLast(acknowledgement)
          .addLast(exchange.intake())
          .addLast(
              new HttpServerCodec(
                  new HttpDecoderConfig()
                      .setMaxInitialLineLength(MOST_LINE)
                      .setMaxHeaderSize(MOST_HEADERS)
                      .setMaxChunkSize(MOST_CHUNK)))
          .addLast(exchange);
    }
  }
}
