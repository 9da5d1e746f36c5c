package io.perennial.access;

import io.perennial.kernel.Id;
import io.perennial.kernel.Refusal;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** By which an application is known to programs (RFC 6749, section 2.2): a GUID in lower case. */
public record ClientId(String value) {

  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /**
   * @throws Refusal when the text has another form
   */
  public ClientId {
    value = value.toLowerCase(Locale.ROOT);
    if (!FORM.matcher(value).matches()) {
      throw Refusal.invalid(
          "A client id has the form 01234567-89ab-cdef-0123-456789abcdef; copy it from the application's.");
    }
  }

  /** Whether the text has the form, in whatever case. */
  public static boolean matches(String text) {
    return FORM.matcher(text.toLowerCase(Locale.ROOT)).matches();
  }

  /** A fresh one. */
  public static ClientId random(RandomGenerator random) {
    return new ClientId(Id.guid(Id.random(random)));
  }

  @Override
  public String toString() {
    return value;
  }
}
