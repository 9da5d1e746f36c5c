package io.perennial.dashboard.internal;

import io.perennial.audit.AuditTrail;

/** An entry of the audit as the pages show it. */
record EntryRow(
    String at,
    String ago,
    String actor,
    String action,
    String subject,
    String detail,
    boolean bad) {

  static EntryRow of(AuditTrail.Entry entry, Moments moments) {
    boolean bad = !entry.outcome().equals("done");
    return new EntryRow(
        Moments.second(entry.at()),
        moments.ago(entry.at()),
        entry.actor(),
        entry.action(),
        entry.subject(),
        Moments.readable(
            !bad
                ? entry.detail()
                : entry.detail().isEmpty()
                    ? entry.outcome()
                    : entry.outcome() + ": " + entry.detail()),
        bad);
  }
}
