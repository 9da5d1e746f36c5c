package io.perennial.bench;

import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.SigningRequests;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * Bare acme4j: orders, answers, finalises and fetches, and keeps nothing. A session of its own for
 * each thread, because one that is shared is slower.
 */
final class Acme {

  private static final Duration FIRST_LOOK = Duration.ofMillis(10);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final URI directory;
  private final KeyPair key = KeyPairs.generate(KeyType.P_256);
  private final Semaphore inFlight;
  private final ThreadLocal<Account> account = ThreadLocal.withInitial(this::account);

  /**
   * @param most orders in flight; the CA stands still for good beyond some number
   */
  Acme(URI directory, Path roots, int most) throws Exception {
    this.directory = directory;
    this.inFlight = new Semaphore(most);
    SSLContext.setDefault(Api.trusting(roots));
  }

  private Account account() {
    try {
      return new AccountBuilder()
          .agreeToTermsOfService()
          .useKeyPair(key)
          .create(new Session(directory));
    } catch (AcmeException failed) {
      throw new IllegalStateException(failed);
    }
  }

  byte[] issue() throws AcmeException, IOException, InterruptedException {
    inFlight.acquire();
    try {
      return order(account.get());
    } finally {
      inFlight.release();
    }
  }

  private static byte[] order(Account account) throws AcmeException, IOException {
    String name = "n" + UUID.randomUUID() + ".example.com";
    Order order = account.newOrder().domain(name).create();
    for (Authorization authorization : order.getAuthorizations()) {
      if (authorization.getStatus() == Status.PENDING) {
        authorization.findChallenge(Http01Challenge.class).orElseThrow().trigger();
      }
    }
    await(order, Status.READY);
    order.execute(
        SigningRequests.create(
            KeyPairs.generate(KeyType.P_256), KeyType.P_256, List.of(new Identifier.Dns(name))));
    await(order, Status.VALID);
    try {
      return order.getCertificate().getCertificate().getEncoded();
    } catch (CertificateEncodingException broken) {
      throw new IOException(broken);
    }
  }

  private static void await(Order order, Status wanted) throws AcmeException {
    Duration pause = FIRST_LOOK;
    for (Status seen = order.getStatus(); seen != wanted; seen = order.getStatus()) {
      if (seen == Status.INVALID) {
        throw new AcmeException("the order failed: " + order.getError());
      }
      LockSupport.parkNanos(pause.toNanos());
      pause = LOOK;
      order.fetch();
    }
  }
}
