package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Slice;
import io.perennial.publication.Consumer;
import io.perennial.publication.KeyAccess;
import io.perennial.publication.KeyAccess.Takers;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may take a certificate's key and who did, as its page shows it. */
@Component
class KeySection {

  private static final int NEWEST = 10;

  private final KeyAccess access;
  private final Clock clock;

  KeySection(KeyAccess access, Clock clock) {
    this.access = access;
    this.clock = clock;
  }

  /** Nothing for those who may not read the audit. */
  Optional<Shown> of(Principal actor, CertificateId id) {
    if (!access.visible(actor, id)) {
      return Optional.empty();
    }
    Moments moments = new Moments(clock.instant());
    Takers takers = access.takers(actor, id);
    return Optional.of(
        new Shown(
            takers.servers().stream().map(Consumer::name).map(name -> name.value()).toList(),
            takers.others().stream()
                .map(holder ->
                    "%s (%s)"
                        .formatted(
                            holder.principal().name(),
                            holder.role().name().toLowerCase(Locale.ROOT)))
                .toList(),
            access
                .history(
                    actor, Optional.of(id), Optional.of(KeyAccess.READING), Slice.first(NEWEST))
                .items()
                .stream()
                .map(entry -> EntryRow.of(entry, moments))
                .toList()));
  }

  /** Names of servers, names of others with their role, and the newest readings. */
  record Shown(List<String> servers, List<String> others, List<EntryRow> readings) {}
}
