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
    boolean denied = entry.outcome().equals("denied");
    return new EntryRow(
        Moments.second(entry.at()),
        moments.ago(entry.at()),
        entry.actor(),
        entry.action(),
        entry.subject(),
        Moments.readable(
            denied
                ? (entry.detail().isEmpty() ? "denied" : "denied: " + entry.detail())
                : entry.detail()),
        denied);
  }
}
