package io.perennial.vault;

import io.perennial.kernel.Refusal;
import java.util.Optional;

/**
 * Whom a vault's people want told of its certificates.
 *
 * @param email a mail address
 */
public record Contact(String email, Optional<String> name, Optional<String> phone) {

  private static final int LONGEST = 254;

  public Contact {
    if (email.length() > LONGEST
        || !email.matches("[^@\\s]+@[^@\\s]+")
        || name.filter(text -> text.length() > LONGEST).isPresent()
        || phone.filter(text -> text.length() > LONGEST).isPresent()) {
      throw Refusal.invalid(
          "A contact has an email such as admin@example.com, and perhaps a name and a phone of at most %d characters."
              .formatted(LONGEST));
    }
  }
}
