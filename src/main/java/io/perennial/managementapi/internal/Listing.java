package io.perennial.managementapi.internal;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param next the cursor of the part after this one; absent: this was the last
 */
record Listing<T>(List<T> items, Optional<String> next) {

  Listing {
    items = List.copyOf(items);
  }
}
