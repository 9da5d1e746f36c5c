package io.perennial.publication.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.perennial.access.Permission;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import io.perennial.publication.Binding;
import io.perennial.publication.internal.Admissions.Admission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Ready answers of the last minutes, bounded by their size. */
@Component
class Answers {

  private static final long MOST_BYTES = 32L * 1024 * 1024;

  /** Of an answer apart from its chain, roughly. */
  private static final int OVERHEAD = 1_500;

  /** A net beneath the standings, which end whatever changed. */
  private static final Duration MEMORY = Duration.ofMinutes(5);

  private final Cache<Key, Ready> known =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((Key key, Ready ready) -> ready.chain().length + OVERHEAD)
          .expireAfterWrite(MEMORY)
          .build();
  private final OwnBindings own;
  private final Certificates certificates;
  private final Standings standings;

  Answers(OwnBindings own, Certificates certificates, Standings standings) {
    this.own = own;
    this.certificates = certificates;
    this.standings = standings;
  }

  /** From memory alone. */
  Optional<Ready> recall(Admission admission, BindingId binding) {
    return Optional.ofNullable(known.getIfPresent(new Key(admission.principal().id(), binding)))
        .filter(ready -> !ready.over());
  }

  /**
   * From memory or the database.
   *
   * @throws Refusal not found for a binding that is not the consumer's; conflict while there is no
   *     version
   */
  Ready load(Admission admission, BindingId id) {
    return recall(admission, id)
        .orElseGet(() -> {
          Ready fresh = read(admission, id);
          known.put(new Key(admission.principal().id(), id), fresh);
          return fresh;
        });
  }

  private Ready read(Admission admission, BindingId id) {
    Binding binding = own.get(admission.principal(), Permission.READ_CERTIFICATES, id);
    String scope = certificates.get(Prober.PROBING, binding.certificate()).scope().path();
    Standing standing = standings.of(scope);
    Version version = current(binding);
    byte[] chain =
        certificates.chain(Prober.PROBING, version.id()).getBytes(StandardCharsets.US_ASCII);
    return new Ready(version, chain, binding.scope(), admission.standing(), standing);
  }

  private Version current(Binding binding) {
    Certificate certificate = certificates.get(Prober.PROBING, binding.certificate());
    return certificate
        .currentVersion()
        .flatMap(version -> certificates.version(Prober.PROBING, version))
        .orElseThrow(() ->
            Refusal.conflict("No version has been issued yet. " + certificate.plan().sentence()));
  }

  private record Key(PrincipalId principal, BindingId binding) {}
}
