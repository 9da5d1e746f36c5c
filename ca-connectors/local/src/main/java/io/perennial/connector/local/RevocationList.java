package io.perennial.connector.local;

import io.perennial.connector.RevocationReason;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;

/**
 * What one of the CA's keys has revoked, and how the newest list of it is dated. Everything that is
 * signed follows from it, so nodes that sign the same list sign the same content.
 *
 * @param number of the newest list (RFC 5280, section 5.2.3); 0: none was made yet
 * @param thisUpdate of that list, in whole seconds
 * @param entries in the order in which they were revoked
 */
record RevocationList(long number, Instant thisUpdate, List<Entry> entries) {

  /** How long a list is good for; seven times as long as the usual pause between two. */
  static final Duration VALIDITY = Duration.ofDays(7);

  static final RevocationList EMPTY = new RevocationList(0, Instant.EPOCH, List.of());

  private static final Duration RENEWED_AFTER = Duration.ofDays(1);

  /**
   * One certificate.
   *
   * @param notAfter of the certificate: a list made later need not name it any more
   */
  record Entry(BigInteger serial, Instant revokedAt, RevocationReason reason, Instant notAfter) {}

  RevocationList {
    entries = List.copyOf(entries);
  }

  boolean names(BigInteger serial) {
    return entries.stream().anyMatch(entry -> entry.serial().equals(serial));
  }

  /** Whether a new list must be made before one is handed out. */
  boolean stale(Instant now) {
    return number == 0 || !thisUpdate.plus(RENEWED_AFTER).isAfter(now);
  }

  /**
   * The next list. An entry is left out once a list was made after its certificate's end (RFC 5280,
   * section 3.3).
   */
  RevocationList next(Instant now) {
    return new RevocationList(
        number + 1,
        now.truncatedTo(ChronoUnit.SECONDS),
        entries.stream().filter(entry -> !entry.notAfter().isBefore(thisUpdate)).toList());
  }

  /** The next list, with one more entry. */
  RevocationList with(Entry entry, Instant now) {
    RevocationList next = next(now);
    return new RevocationList(
        next.number,
        next.thisUpdate,
        Stream.concat(next.entries.stream(), Stream.of(entry)).toList());
  }

  ASN1Encodable encoded() {
    ASN1Encodable[] all =
        entries.stream()
            .map(entry ->
                new DERSequence(
                    new ASN1Encodable[] {
                      new ASN1Integer(entry.serial()),
                      seconds(entry.revokedAt()),
                      new ASN1Integer(entry.reason().code()),
                      seconds(entry.notAfter())
                    }))
            .toArray(ASN1Encodable[]::new);
    return new DERSequence(
        new ASN1Encodable[] {new ASN1Integer(number), seconds(thisUpdate), new DERSequence(all)});
  }

  /** Reads what {@link #encoded} wrote. */
  static RevocationList read(ASN1Encodable encoded) {
    ASN1Sequence parts = ASN1Sequence.getInstance(encoded);
    List<Entry> entries = new ArrayList<>();
    for (ASN1Encodable each : ASN1Sequence.getInstance(parts.getObjectAt(2))) {
      ASN1Sequence entry = ASN1Sequence.getInstance(each);
      entries.add(
          new Entry(
              ASN1Integer.getInstance(entry.getObjectAt(0)).getValue(),
              instant(entry.getObjectAt(1)),
              reason(ASN1Integer.getInstance(entry.getObjectAt(2)).intValueExact()),
              instant(entry.getObjectAt(3))));
    }
    return new RevocationList(
        ASN1Integer.getInstance(parts.getObjectAt(0)).longValueExact(),
        instant(parts.getObjectAt(1)),
        entries);
  }

  private static RevocationReason reason(int code) {
    return Stream.of(RevocationReason.values())
        .filter(reason -> reason.code() == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such reason: " + code));
  }

  private static ASN1Integer seconds(Instant instant) {
    return new ASN1Integer(instant.getEpochSecond());
  }

  private static Instant instant(ASN1Encodable seconds) {
    return Instant.ofEpochSecond(ASN1Integer.getInstance(seconds).longValueExact());
  }
}
