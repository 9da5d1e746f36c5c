package io.perennial.renewal.internal;

import java.time.Instant;

/** What to do about a certificate now. */
sealed interface Verdict {

  /** Why, in words. */
  String sentence();

  /** Start an order. */
  record Renew(String reason, String sentence, Instant dueAt) implements Verdict {}

  /** Look again later. */
  record Rest(Instant until, String sentence) implements Verdict {}

  /** An order does what is needed; look again in case it comes to rest. */
  record UnderWay(Instant until, String sentence) implements Verdict {}

  /** It came by import, and what follows it does too. */
  record Watched(Instant until, String sentence) implements Verdict {}

  /** Would renew, but too many were issued already. */
  record Fused(Instant until, String sentence) implements Verdict {}
}
