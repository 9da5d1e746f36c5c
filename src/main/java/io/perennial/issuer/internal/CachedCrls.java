package io.perennial.issuer.internal;

import io.perennial.connector.ConnectorException;
import io.perennial.connector.CrlSource;
import io.perennial.connector.CrlSource.Crl;
import io.perennial.issuer.Crls;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Anybody may ask for a list as often as they like, so most answers come from memory. What another
 * node revoked is in the list some seconds later.
 */
@Service
class CachedCrls implements Crls {

  private static final Logger log = LoggerFactory.getLogger(CachedCrls.class);
  private static final Duration REMEMBERED = Duration.ofSeconds(15);

  private final IssuerRepository issuers;
  private final ConnectorOpener opener;
  private final Map<Series, Remembered> remembered = new ConcurrentHashMap<>();

  CachedCrls(IssuerRepository issuers, ConnectorOpener opener) {
    this.issuers = issuers;
    this.opener = opener;
  }

  @Override
  public Optional<Crl> find(IssuerId issuer, int number) {
    Series series = new Series(issuer, number);
    Remembered known = remembered.get(series);
    return known != null && known.until().isAfter(opener.now())
        ? Optional.of(known.crl())
        : read(series, known);
  }

  /** Nothing is remembered of what does not exist: there is no end to that. */
  private Optional<Crl> read(Series series, @Nullable Remembered known) {
    Instant now = opener.now();
    try {
      Optional<Crl> found = sign(series);
      found.ifPresent(crl -> remembered.put(series, new Remembered(crl, now.plus(REMEMBERED))));
      return found;
    } catch (ConnectorException failed) {
      if (known != null && known.crl().nextUpdate().isAfter(now)) {
        return Optional.of(known.crl());
      }
      log.error("The list {} cannot be signed", series, failed);
      throw Refusal.conflict("The list cannot be signed now; the server's log says why.");
    }
  }

  private Optional<Crl> sign(Series series) throws ConnectorException {
    var issuer = issuers.find(series.issuer());
    return issuer.isPresent() && opener.open(issuer.get()) instanceof CrlSource source
        ? source.crl(series.number())
        : Optional.empty();
  }

  @Override
  public void changed(IssuerId issuer) {
    remembered.keySet().removeIf(series -> series.issuer().equals(issuer));
  }

  private record Series(IssuerId issuer, int number) {}

  private record Remembered(Crl crl, Instant until) {}
}
