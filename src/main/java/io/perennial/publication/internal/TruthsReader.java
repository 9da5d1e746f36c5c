package io.perennial.publication.internal;

import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Listed;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.Slice;
import io.perennial.publication.Binding;
import io.perennial.publication.Consumer;
import io.perennial.publication.Truths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Puts consumer, certificate and published version beside each binding: a few statements for any
 * number of bindings.
 */
@Component
class TruthsReader {

  private final ConsumerRepository consumers;
  private final CertificateQueries certificates;

  TruthsReader(ConsumerRepository consumers, CertificateQueries certificates) {
    this.consumers = consumers;
    this.certificates = certificates;
  }

  List<Truths> of(List<Binding> bindings) {
    Map<CertificateId, Listed> bound =
        certificates.all(
            Prober.PROBING,
            bindings.stream().map(Binding::certificate).collect(Collectors.toSet()));
    Map<ConsumerId, Consumer> known = consumers(bindings);
    return bindings.stream()
        .map(binding -> {
          Listed listed = Objects.requireNonNull(bound.get(binding.certificate()));
          return new Truths(
              binding,
              Objects.requireNonNull(known.get(binding.consumer())),
              listed.certificate(),
              listed.current());
        })
        .toList();
  }

  private Map<ConsumerId, Consumer> consumers(List<Binding> bindings) {
    List<ConsumerId> ids = bindings.stream().map(Binding::consumer).distinct().toList();
    List<Consumer> found = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += Slice.MOST) {
      found.addAll(consumers.all(ids.subList(from, Math.min(ids.size(), from + Slice.MOST))));
    }
    Map<ConsumerId, Consumer> known = new HashMap<>();
    found.forEach(consumer -> known.put(consumer.id(), consumer));
    return known;
  }
}
