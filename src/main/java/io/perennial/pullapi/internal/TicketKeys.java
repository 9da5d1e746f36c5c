package io.perennial.pullapi.internal;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * Keys under which resumption tickets (RFC 8446, section 4.6.1) are sealed. The newest seals, the
 * others still open; none is written anywhere, and each is gone after {@link #LIFE}.
 */
final class TicketKeys {

  /** After so long there is a new one. */
  static final Duration TURN = Duration.ofHours(2);

  /** Tickets are shorter-lived than the keys that open them. */
  static final Duration TICKET = Duration.ofHours(4);

  private static final int KEPT = 3;
  static final Duration LIFE = TURN.multipliedBy(KEPT);

  private final Deque<OpenSslSessionTicketKey> keys = new ArrayDeque<>();
  private final RandomGenerator random;

  TicketKeys(RandomGenerator random) {
    this.random = random;
    turn();
  }

  /** Adds a key and drops the oldest. */
  void turn() {
    keys.addFirst(
        new OpenSslSessionTicketKey(
            bytes(OpenSslSessionTicketKey.NAME_SIZE),
            bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
            bytes(OpenSslSessionTicketKey.AES_KEY_SIZE)));
    if (keys.size() > KEPT) {
      keys.removeLast();
    }
  }

  /** The newest first. */
  OpenSslSessionTicketKey[] all() {
    return keys.toArray(OpenSslSessionTicketKey[]::new);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
