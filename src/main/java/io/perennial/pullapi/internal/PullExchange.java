package io.perennial.pullapi.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.perennial.publication.Proof;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the pull port: takes its requests one after the other, however many are sent at
 * once, and ends it when it dawdles. Everything here runs on the connection's event loop.
 */
final class PullExchange extends ChannelInboundHandlerAdapter implements Intake.Taker {

  private static final Logger log = LoggerFactory.getLogger(PullExchange.class);
  private static final long CHECK_SECONDS = 1;
  private static final byte[] NO_BODY = {};

  private final PullApi api;
  private final ResponseDate date;
  private final Intake intake = new Intake(this);
  private final Queue<Object> queued = new ArrayDeque<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Phase phase = Phase.IDLE;
  private long since = System.nanoTime();
  private int unwritten;
  private boolean reading;
  private boolean writable = true;
  private boolean ending;
  private boolean lingering;
  private boolean headOnly;
  private Optional<Proof> certificate = Optional.empty();
  private @Nullable HttpRequest head;
  private @Nullable CompletableFuture<PullResponse> asked;
  private @Nullable Future<?> checks;

  PullExchange(PullApi api, ResponseDate date) {
    this.api = api;
    this.date = date;
  }

  /** What comes in front of the codec. */
  Intake intake() {
    return intake;
  }

  /** Who sends its header slowly has begun all the same. */
  @Override
  public void arrived() {
    if (phase == Phase.IDLE) {
      enter(Phase.READING);
    }
  }

  @Override
  public boolean free() {
    return queued.isEmpty() && asked == null && writable;
  }

  @Override
  public boolean ending() {
    return ending;
  }

  private void enter(Phase next) {
    phase = next;
    since = System.nanoTime();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    checks =
        context
            .executor()
            .scheduleWithFixedDelay(
                () -> check(context), CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
  }

  private static void close(ChannelHandlerContext context) {
    var _ = context.close();
  }

  private void check(ChannelHandlerContext context) {
    if (System.nanoTime() - since > phase.most.toNanos()) {
      close(context);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    reading = true;
    if (free()) {
      take(context, message);
    } else {
      queued.add(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    context.flush();
  }

  private void take(ChannelHandlerContext context, Object message) {
    try {
      if (ending) {
        return;
      }
      if (message instanceof HttpRequest request) {
        begin(context, request);
      }
      if (message instanceof HttpContent content && head != null) {
        collect(context, head, content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      refuse(context, status(request.decoderResult().cause()), "The request cannot be read.");
    } else if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      refuse(context, 411, "Send the form with its Content-Length, not in chunks.");
    } else if (HttpUtil.getContentLength(request, 0L) > PullRequest.MOST_BODY) {
      refuse(context, 413, "A form here is at most 16 KiB.");
    } else {
      head = request;
      if (HttpUtil.is100ContinueExpected(request)) {
        var _ =
            context.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
      }
    }
  }

  private static int status(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ -> 414;
      case TooLongHttpHeaderException _ -> 431;
      default -> 400;
    };
  }

  /**
   * What follows cannot be told from the rest of this request, so the connection ends with it. Not
   * at once: closing while the other side still sends would take the answer from it (RFC 9112,
   * section 9.6).
   */
  private void refuse(ChannelHandlerContext context, int status, String detail) {
    ending = true;
    lingering = true;
    send(context, PullResponse.problem(status, detail));
  }

  private void collect(ChannelHandlerContext context, HttpRequest request, HttpContent content) {
    ByteBuf bytes = content.content();
    if (body.size() + bytes.readableBytes() > PullRequest.MOST_BODY) {
      refuse(context, 413, "A form here is at most 16 KiB.");
      return;
    }
    if (bytes.isReadable()) {
      byte[] part = new byte[bytes.readableBytes()];
      bytes.readBytes(part);
      body.writeBytes(part);
    }
    if (content.decoderResult().isFailure()) {
      refuse(context, 400, "The request cannot be read.");
    } else if (content instanceof LastHttpContent) {
      byte[] whole = body.size() == 0 ? NO_BODY : body.toByteArray();
      body.reset();
      head = null;
      ending = !HttpUtil.isKeepAlive(request) || ending;
      ask(context, pull(context, request, whole));
    }
  }

  private PullRequest pull(ChannelHandlerContext context, HttpRequest request, byte[] whole) {
    String uri = request.uri();
    int mark = uri.indexOf('?');
    return new PullRequest(
        request.method().name(),
        mark < 0 ? uri : uri.substring(0, mark),
        mark < 0 ? "" : uri.substring(mark + 1),
        request.headers()::get,
        whole,
        new Peer(
            ((InetSocketAddress) context.channel().remoteAddress()).getAddress(),
            true,
            certificate));
  }

  private void ask(ChannelHandlerContext context, PullRequest request) {
    enter(Phase.ANSWERING);
    headOnly = request.method().equals("HEAD");
    CompletableFuture<PullResponse> known = api.recall(request).orElse(null);
    if (known != null && known.isDone()) {
      send(context, known.join());
      return;
    }
    CompletableFuture<PullResponse> answer = new CompletableFuture<>();
    asked = answer;
    var _ =
        answer.whenComplete((response, failure) ->
            context.executor().execute(() -> answered(context, response, failure)));
    if (known != null) {
      pass(known, answer);
    } else {
      Thread.startVirtualThread(() -> pass(api.answer(request), answer));
    }
  }

  /** And back, when nobody listens any more. */
  private static void pass(
      CompletableFuture<PullResponse> from, CompletableFuture<PullResponse> to) {
    var _ =
        from.whenComplete((response, failure) -> {
          if (failure != null) {
            to.completeExceptionally(failure);
          } else if (!to.complete(response)) {
            response.sent();
          }
        });
    var _ =
        to.whenComplete((response, failure) -> {
          if (failure instanceof CancellationException) {
            from.cancel(false);
          }
        });
  }

  private void answered(
      ChannelHandlerContext context, @Nullable PullResponse response, @Nullable Throwable failure) {
    asked = null;
    if (response == null) {
      log.debug("A pull request ended without an answer", failure);
      close(context);
    } else {
      send(context, response);
      drain(context);
    }
  }

  /** Takes what came in while there was something to be done first. */
  private void drain(ChannelHandlerContext context) {
    boolean outer = reading;
    reading = true;
    while (!queued.isEmpty() && asked == null && writable) {
      take(context, queued.remove());
    }
    intake.hand();
    reading = outer;
    if (!outer) {
      context.flush();
    }
  }

  private void send(ChannelHandlerContext context, PullResponse response) {
    enter(Phase.WRITING);
    unwritten++;
    ChannelFuture written =
        reading ? context.write(http(response)) : context.writeAndFlush(http(response));
    boolean last = ending;
    var _ =
        written.addListener(
            (ChannelFutureListener)
                done -> {
                  response.sent();
                  unwritten--;
                  if (!done.isSuccess() || (last && !lingering)) {
                    close(context);
                  } else if (last) {
                    enter(Phase.LINGERING);
                  } else if (unwritten == 0 && phase == Phase.WRITING) {
                    enter(Phase.IDLE);
                  }
                });
  }

  private FullHttpResponse http(PullResponse response) {
    byte[] bytes = response.body().bytes();
    FullHttpResponse http =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            bytes.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes),
            DefaultHttpHeadersFactory.headersFactory().withValidation(false),
            DefaultHttpHeadersFactory.trailersFactory());
    http.headers().set(HttpHeaderNames.DATE, date.now());
    for (PullResponse.Header header : response.headers()) {
      http.headers().set(header.name(), header.value());
    }
    // A HEAD's or a 304's would have to be the length of what was not built.
    if (!headOnly && response.status() != 304 && response.status() != 204) {
      http.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    }
    if (ending) {
      http.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return http;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    writable = context.channel().isWritable();
    drain(context);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == PullPort.Ending.SOON) {
      ending = true;
      if (phase == Phase.IDLE) {
        close(context);
      }
      return;
    }
    if (event == SslHandshakeCompletionEvent.SUCCESS) {
      certificate = ClientTrust.shown(context.pipeline().get(SslHandler.class));
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    CompletableFuture<PullResponse> left = asked;
    if (left != null) {
      left.cancel(false);
    }
    queued.forEach(ReferenceCountUtil::release);
    queued.clear();
    if (checks != null) {
      checks.cancel(false);
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof java.io.IOException || cause instanceof DecoderException) {
      log.debug("A connection to the pull port broke", cause);
    } else {
      log.error("A connection to the pull port failed", cause);
    }
    close(context);
  }

  /** What a connection is at, and for how long at most. */
  private enum Phase {
    IDLE(Duration.ofSeconds(75)),
    READING(Duration.ofSeconds(10)),
    ANSWERING(Duration.ofMinutes(6)),
    WRITING(Duration.ofSeconds(30)),
    LINGERING(Duration.ofSeconds(2));

    private final Duration most;

    Phase(Duration most) {
      this.most = most;
    }
  }
}
