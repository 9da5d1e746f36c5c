package io.perennial.managementapi.internal;

import io.perennial.envelope.Bookmarks;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lists in parts, each with a bookmark where the next begins. */
@Component
class Cursors {

  private static final Set<String> PAGING = Set.of("limit", "cursor");

  private final Bookmarks bookmarks;

  Cursors(Bookmarks bookmarks) {
    this.bookmarks = bookmarks;
  }

  /** Reads the part of a list that a request asks for. */
  <S, T> Listing<T> list(
      HttpServletRequest request,
      int limit,
      @Nullable String cursor,
      Function<Slice, Page<S>> read,
      Function<List<S>, List<T>> view) {
    String list = list(request);
    Page<S> page =
        read.apply(
            new Slice(Optional.ofNullable(cursor).map(sent -> bookmarks.open(list, sent)), limit));
    return new Listing<>(
        view.apply(page.items()), page.next().map(place -> bookmarks.seal(list, place)));
  }

  /** What the list is of: its path and filters. */
  private static String list(HttpServletRequest request) {
    Map<String, String> filters = new TreeMap<>();
    request
        .getParameterMap()
        .forEach((name, values) -> {
          if (!PAGING.contains(name)) {
            filters.put(name, Arrays.toString(values));
          }
        });
    return request.getRequestURI() + "\n" + filters;
  }
}
