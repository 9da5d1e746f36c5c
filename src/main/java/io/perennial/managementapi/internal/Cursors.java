package io.perennial.managementapi.internal;

import io.perennial.envelope.Envelope;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Places in a list, for clients to hand back. A keyed hash over the place, the list and its filter
 * goes with each, so that a cursor which was altered, or came from another list, is refused.
 */
@Component
class Cursors {

  private static final int HASH_BYTES = 16;
  private static final int MOST_CHARACTERS = 2_000;
  private static final Set<String> PAGING = Set.of("limit", "cursor");

  private final Envelope envelope;

  Cursors(Envelope envelope) {
    this.envelope = envelope;
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
        read.apply(new Slice(Optional.ofNullable(cursor).map(sent -> open(list, sent)), limit));
    return new Listing<>(view.apply(page.items()), page.next().map(place -> seal(list, place)));
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

  private String seal(String list, String place) {
    byte[] text = place.getBytes(StandardCharsets.UTF_8);
    byte[] sealed = Arrays.copyOf(hash(list, text), HASH_BYTES + text.length);
    System.arraycopy(text, 0, sealed, HASH_BYTES, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  private String open(String list, String cursor) {
    byte[] sealed = decoded(cursor);
    byte[] text = Arrays.copyOfRange(sealed, HASH_BYTES, sealed.length);
    if (!MessageDigest.isEqual(Arrays.copyOf(sealed, HASH_BYTES), hash(list, text))) {
      throw foreign();
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  private static byte[] decoded(String cursor) {
    try {
      byte[] sealed =
          Base64.getUrlDecoder().decode(cursor.length() > MOST_CHARACTERS ? "" : cursor);
      if (sealed.length >= HASH_BYTES) {
        return sealed;
      }
    } catch (IllegalArgumentException notBase64) {
      throw foreign();
    }
    throw foreign();
  }

  private byte[] hash(String list, byte[] text) {
    byte[] head = (list + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] message = Arrays.copyOf(head, head.length + text.length);
    System.arraycopy(text, 0, message, head.length, text.length);
    return Arrays.copyOf(envelope.mac("cursor", message), HASH_BYTES);
  }

  private static Refusal foreign() {
    return Refusal.invalid(
        "This cursor is not one of this list with these filters. Begin again without it.");
  }
}
