package io.perennial.connector.testkit;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.OrderKey;
import io.perennial.connector.testkit.acme.CertificateFlaw;
import io.perennial.connector.testkit.acme.IssuingCa;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A well-behaved CA that wants a proof for each order and issues once for each. */
final class ToyCa {

  private final Set<String> proved = ConcurrentHashMap.newKeySet();
  private final Map<OrderKey, List<X509Certificate>> chains = new ConcurrentHashMap<>();
  private final IssuingCa ca;

  ToyCa(Clock clock) {
    ca = new IssuingCa(clock);
  }

  X509Certificate root() {
    return ca.root();
  }

  List<X509Certificate> issued() {
    return ca.issued();
  }

  void prove(String token) {
    proved.add(token);
  }

  void forget(String token) {
    proved.remove(token);
  }

  boolean isProved(String token) {
    return proved.contains(token);
  }

  /** The order's one chain. */
  List<X509Certificate> issue(CertificateRequest request) {
    return chains.computeIfAbsent(
        request.order(), order -> sign(request.publicKey(), request.identifiers()));
  }

  /** A chain for what it is told, as often as it is told. */
  List<X509Certificate> sign(PublicKey key, List<Identifier> identifiers) {
    return ca.issue(key, identifiers, CertificateFlaw.NONE);
  }
}
