package io.perennial.pullapi.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Holds a connection's bytes back while a request is being answered, so that as many requests may
 * be sent at once (RFC 9112, section 9.3.2) as the client likes: the codec ends a connection that
 * has more than 128 decoded and not answered, and a part is too small for that many.
 */
final class Intake extends ChannelInboundHandlerAdapter {

  private static final int MOST_PART = 1_024;

  private final Taker taker;
  private final Queue<ByteBuf> held = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext context;
  private boolean handing;

  Intake(Taker taker) {
    this.taker = taker;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelRead(ChannelHandlerContext read, Object message) {
    taker.arrived();
    held.add((ByteBuf) message);
    hand();
  }

  /** Hands on what is held, as long as it is taken. */
  void hand() {
    if (handing) {
      return;
    }
    ChannelHandlerContext next = Objects.requireNonNull(context);
    handing = true;
    try {
      while (!held.isEmpty() && !taker.ending() && taker.free()) {
        next.fireChannelRead(part());
      }
    } finally {
      handing = false;
    }
    if (taker.ending()) {
      drop();
    }
    next.channel().config().setAutoRead(held.isEmpty());
  }

  private ByteBuf part() {
    ByteBuf first = held.element();
    return first.readableBytes() > MOST_PART ? first.readRetainedSlice(MOST_PART) : held.remove();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ended) {
    drop();
    ended.fireChannelInactive();
  }

  private void drop() {
    held.forEach(ByteBuf::release);
    held.clear();
  }

  /** Who is handed the bytes, by way of the codec. */
  interface Taker {

    /** Bytes have come. */
    void arrived();

    /** Whether it takes more now; when that changes it calls {@link Intake#hand}. */
    boolean free();

    /** Whether nothing that still comes is wanted. */
    boolean ending();
  }
}
