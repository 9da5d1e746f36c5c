package io.perennial.managementapi.internal;

import io.perennial.audit.AuditTrail;
import java.time.Instant;

/** An entry of the audit. */
record EntryView(
    long sequence,
    Instant at,
    String actor,
    String action,
    String subject,
    String outcome,
    String detail) {

  static EntryView of(AuditTrail.Entry entry) {
    return new EntryView(
        entry.sequence(),
        entry.at(),
        entry.actor(),
        entry.action(),
        entry.subject(),
        entry.outcome(),
        entry.detail());
  }
}
