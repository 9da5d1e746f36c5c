package io.perennial.publication;

import io.perennial.access.Scope;
import io.perennial.connector.Identifier;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.VersionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * This consumer wants that certificate for these hosts.
 *
 * @param address where the prober connects to: a host name or an IP address
 */
public record Binding(
    BindingId id,
    ConsumerId consumer,
    CertificateId certificate,
    List<Identifier> hosts,
    String address,
    int port,
    Installed installed,
    Served served) {

  public Binding {
    hosts = List.copyOf(hosts);
  }

  public Scope scope() {
    return Scope.binding(consumer, id);
  }

  /**
   * What the consumer says.
   *
   * @param outcome of its last report
   * @param reason why, when it failed
   */
  public record Installed(
      Optional<VersionId> version,
      Optional<String> fingerprint,
      Optional<Instant> at,
      Optional<Report.Outcome> outcome,
      Optional<String> reason) {}

  /**
   * What the prober saw.
   *
   * @param problem why it saw nothing, or not always the same
   */
  public record Served(
      Optional<String> fingerprint,
      Optional<Instant> notAfter,
      Optional<Instant> at,
      Optional<String> problem) {}
}
