package io.perennial.envelope;

import io.perennial.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * Places in a list, for clients to hand back. A keyed hash over the place and the list goes with
 * each, so that one which was altered, or came from another list, is refused.
 */
@Component
public class Bookmarks {

  private static final int HASH_BYTES = 16;
  private static final int MOST_CHARACTERS = 2_000;

  private final Envelope envelope;

  Bookmarks(Envelope envelope) {
    this.envelope = envelope;
  }

  /**
   * @param list what the list is of, filters included
   * @param place in the list
   */
  public String seal(String list, String place) {
    byte[] text = place.getBytes(StandardCharsets.UTF_8);
    byte[] sealed = Arrays.copyOf(hash(list, text), HASH_BYTES + text.length);
    System.arraycopy(text, 0, sealed, HASH_BYTES, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /**
   * @throws Refusal when it is none of this list's
   */
  public String open(String list, String bookmark) {
    byte[] sealed = decoded(bookmark);
    byte[] text = Arrays.copyOfRange(sealed, HASH_BYTES, sealed.length);
    if (!MessageDigest.isEqual(Arrays.copyOf(sealed, HASH_BYTES), hash(list, text))) {
      throw foreign();
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  private static byte[] decoded(String bookmark) {
    try {
      byte[] sealed =
          Base64.getUrlDecoder().decode(bookmark.length() > MOST_CHARACTERS ? "" : bookmark);
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
