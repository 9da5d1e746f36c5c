package io.perennial.managementapi.internal;

import io.perennial.overview.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether anything will expire unattended. */
record OverviewView(
    boolean green,
    String sentence,
    Optional<Instant> checkedAt,
    Optional<String> margin,
    int bindings,
    List<NeedView> needs) {

  /** Something that a person must look at. */
  record NeedView(String clause, String subject, Optional<String> certificate, String sentence) {}

  static OverviewView of(Overview overview) {
    return new OverviewView(
        overview.green(),
        overview.sentence(),
        overview.checkedAt(),
        overview.margin().map(Duration::toString),
        overview.bindings(),
        overview.needs().stream()
            .map(need ->
                new NeedView(
                    need.clause().name(), need.subject(), need.certificate(), need.sentence()))
            .toList());
  }
}
