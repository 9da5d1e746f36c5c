package io.perennial.connector.acme;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Identifier;
import io.perennial.connector.Instruction;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.acme.transport.AcmeAuthorization;
import io.perennial.connector.acme.transport.AcmeAuthorization.HttpChallenge;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeStatus;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * From the order to proofs that the CA accepts. A step deals with a few authorizations and leaves
 * the others to the next one, so that a hundred names take many short steps, not one long one.
 */
final class Proving {

  private static final int AT_ONCE = 8;

  private final AcmeTransport transport;
  private final Release release;
  private final Finishing finishing;

  Proving(AcmeTransport transport, Release release, Finishing finishing) {
    this.transport = transport;
    this.release = release;
    this.finishing = finishing;
  }

  /** Learns what each authorization wants. */
  Progress read(CertificateRequest request, StoredOrder order)
      throws ConnectorException, AcmeRefusal {
    StoredOrder known = order;
    for (Proof unread : order.first(AT_ONCE, Proof.Stage.UNREAD)) {
      AcmeAuthorization found = authorization(order, unread);
      if (!request.identifiers().contains(found.name())) {
        throw new CaProtocolError("An authorization is for a name that was not ordered.");
      }
      Optional<HttpChallenge> challenge = found.http01();
      if (found.status() == AcmeStatus.PENDING && challenge.isEmpty()) {
        return withoutHttp(order, found);
      }
      if (!usable(found)) {
        return refused(order);
      }
      known = known.with(proof(unread.authorization(), found));
    }
    if (known.any(Proof.Stage.UNREAD)) {
      return waiting(known, Duration.ZERO);
    }
    return waiting(
        known.in(known.all(Proof.Stage.VALID) ? Phase.READY : Phase.PRESENTED), Duration.ZERO);
  }

  /**
   * Tells the CA to look. Each authorization is read first: the same state may come twice, and a
   * challenge must be triggered once only.
   */
  Progress trigger(StoredOrder order) throws ConnectorException, AcmeRefusal {
    StoredOrder known = order;
    for (Proof offered : order.first(AT_ONCE, Proof.Stage.OFFERED)) {
      AcmeAuthorization found = authorization(order, offered);
      if (!usable(found)) {
        return refused(order);
      }
      if (found.status() == AcmeStatus.VALID) {
        known = known.with(offered.at(Proof.Stage.VALID));
        continue;
      }
      HttpChallenge challenge = found.http01().orElseThrow(Proving::vanished);
      if (challenge.status() == AcmeStatus.PENDING) {
        trigger(order.account(), challenge.url());
      }
      known = known.with(offered.at(Proof.Stage.TRIGGERED));
    }
    return known.any(Proof.Stage.OFFERED)
        ? waiting(known, Duration.ZERO)
        : waiting(known.in(Phase.TRIGGERED), Pace.next(0, Optional.empty()));
  }

  private void trigger(URI account, URI challenge) throws ConnectorException, AcmeRefusal {
    try {
      transport.trigger(account, challenge);
    } catch (AcmeRefusal refusal) {
      // Settled between our two requests, as the next look at the order shows either way.
      if (!(refusal.status() == 400 && refusal.is("malformed"))) {
        throw refusal;
      }
    }
  }

  /** Asks how the CA's look went; the order is pending. */
  Progress poll(StoredOrder order, Optional<Duration> asked)
      throws ConnectorException, AcmeRefusal {
    StoredOrder known = order;
    Optional<Duration> wait = asked;
    for (Proof triggered : order.first(AT_ONCE, Proof.Stage.TRIGGERED)) {
      AcmeAuthorization found = authorization(order, triggered);
      if (!usable(found)) {
        return refused(order);
      }
      if (found.status() == AcmeStatus.VALID) {
        known = known.with(triggered.at(Proof.Stage.VALID));
      }
      wait = wait.or(found::retryAfter);
    }
    if (known.all(Proof.Stage.VALID)) {
      return waiting(known.in(Phase.READY), Duration.ZERO);
    }
    return waiting(known.polledAgain(), Pace.next(order.polls(), wait));
  }

  private AcmeAuthorization authorization(StoredOrder order, Proof proof)
      throws ConnectorException, AcmeRefusal {
    return transport.authorization(order.account(), proof.authorization());
  }

  private static boolean usable(AcmeAuthorization found) {
    return found.status() == AcmeStatus.PENDING || found.status() == AcmeStatus.VALID;
  }

  private static Proof proof(URI url, AcmeAuthorization found) {
    boolean ip = found.name() instanceof Identifier.Ip;
    String token = found.http01().map(HttpChallenge::token).orElse("");
    Proof.Stage stage =
        found.status() == AcmeStatus.VALID ? Proof.Stage.VALID : Proof.Stage.OFFERED;
    return new Proof(url, stage, found.name().value(), ip, token);
  }

  private Progress withoutHttp(StoredOrder order, AcmeAuthorization found)
      throws ConnectorException {
    release.letGo(order);
    return new Progress.Refused(
        new Problem(
            Problem.Blame.REQUEST,
            "no-http-01",
            "The CA does not offer to validate " + found.name().value() + " over HTTP (http-01).",
            Optional.empty()));
  }

  private Progress refused(StoredOrder order) throws ConnectorException, AcmeRefusal {
    return finishing.refused(order, Optional.empty());
  }

  private static CaProtocolError vanished() {
    return new CaProtocolError("The CA withdrew the http-01 challenge it had offered.");
  }

  /** Every token that the CA may still fetch stands in every answer. */
  Progress.Waiting waiting(StoredOrder order, Duration wait) throws CaProtocolError {
    List<Instruction> instructions =
        order.proofs().stream().filter(Proof::stands).map(this::instruction).toList();
    return new Progress.Waiting(StateCodec.encode(order), wait, instructions);
  }

  private Instruction instruction(Proof proof) {
    Identifier name =
        proof.ip() ? new Identifier.Ip(proof.name()) : new Identifier.Dns(proof.name());
    return new Instruction.ServeHttpToken(
        name, proof.token(), transport.keyAuthorization(proof.token()));
  }
}
