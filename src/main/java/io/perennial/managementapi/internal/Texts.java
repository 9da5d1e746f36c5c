package io.perennial.managementapi.internal;

import io.perennial.kernel.Refusal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What JSON left out is as what a person left empty. */
final class Texts {

  private Texts() {}

  static String of(@Nullable String sent) {
    return sent == null ? "" : sent;
  }

  static String of(@Nullable Integer sent) {
    return sent == null ? "" : sent.toString();
  }

  static String of(@Nullable Boolean sent) {
    return sent == null ? "" : sent.toString();
  }

  /** As typed into one field. */
  static String joined(@Nullable List<@Nullable String> sent) {
    return String.join(" ", each(sent));
  }

  static <T> List<T> each(@Nullable List<@Nullable T> sent) {
    if (sent == null) {
      return List.of();
    }
    return sent.stream()
        .map(item ->
            Optional.ofNullable(item)
                .orElseThrow(() -> Refusal.invalid("A list holds null; leave that out.")))
        .toList();
  }
}
