package io.perennial.identity.internal;

import io.perennial.web.AttemptLimit;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How often a client may fail from an address, and an address with whatever clients. Never a client
 * from all addresses together: anybody could then shut an application out.
 */
@Component
class FailureLimit {

  static final int MOST_OF_CLIENT = 10;
  static final int MOST_OF_ADDRESS = 60;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private final AttemptLimit clients;
  private final AttemptLimit addresses;

  FailureLimit(Clock clock) {
    this.clients = new AttemptLimit(clock, MOST_OF_CLIENT, WINDOW);
    this.addresses = new AttemptLimit(clock, MOST_OF_ADDRESS, WINDOW);
  }

  /**
   * Counts an attempt, so that many at once cannot pass together.
   *
   * @return how long to wait first; empty when it may go ahead
   */
  Optional<Duration> admit(String client, InetAddress address) {
    String network = AttemptLimit.network(address);
    // In this order: a client that is held up and goes on trying uses up nothing of its
    // neighbours'.
    return clients.admit(client + "@" + network).or(() -> addresses.admit(network));
  }

  /** It did not fail. */
  void forgive(String client, InetAddress address) {
    String network = AttemptLimit.network(address);
    addresses.forgive(network);
    clients.forgive(client + "@" + network);
  }
}
