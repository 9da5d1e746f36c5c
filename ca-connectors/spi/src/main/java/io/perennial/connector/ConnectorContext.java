package io.perennial.connector;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/** All that a connector may touch. */
public interface ConnectorContext {

  /** The validated settings of this issuer. */
  Settings settings();

  Clock clock();

  /** Cryptographically strong. */
  RandomGenerator random();

  /**
   * The only way out. Enforces a deadline for the whole exchange, a cap on the size of answers and
   * rules on addresses; never follows redirects. Fails with {@link java.io.IOException}.
   *
   * @param additionalRoots trusted for TLS besides the platform's own
   */
  HttpClient http(List<X509Certificate> additionalRoots);

  /**
   * A key of the CA or of an account: made and sealed at the first call with this name, the same
   * ever after.
   *
   * @throws IllegalStateException when the name exists with another type
   */
  SigningKey signingKey(String name, KeyType type);

  /**
   * The key that the order's certificate will certify.
   *
   * @throws IllegalStateException unless the factory is {@link ConnectorFactory#selfSigning()}
   */
  SigningKey orderKey(OrderKey order);

  /**
   * Where relying parties find the lists of a {@link CrlSource}: a plain http address, written into
   * certificates and therefore the same for as long as the server's settings are.
   *
   * @param series from 1 on; a CA that signs with several keys has a list for each
   */
  URI crlAddress(int series);

  /** One small sealed value per issuer, such as an ACME account or a CA's certificates. */
  IssuerState state();
}
