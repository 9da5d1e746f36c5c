package io.perennial.identity.internal;

import io.perennial.kernel.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** What people tell of outside issuers, as it must look to be found in tokens. */
final class OutsideText {

  private static final int MOST_ADDRESS = 512;

  /** OpenID Connect Core 1.0, section 2. */
  private static final int MOST_SUBJECT = 255;

  private static final Pattern SEEN =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");
  private static final Pattern CLAIM = Pattern.compile("[0-9A-Za-z_:/.-]{1,64}");

  private OutsideText() {}

  /** OpenID Connect Discovery 1.0, section 3: https, without query and fragment. */
  static String issuer(String text) {
    String issuer = text.strip();
    try {
      URI address = new URI(issuer);
      if (issuer.length() <= MOST_ADDRESS
          && "https".equals(address.getScheme())
          && address.getHost() != null
          && address.getRawUserInfo() == null
          && address.getRawQuery() == null
          && address.getRawFragment() == null) {
        return issuer;
      }
    } catch (URISyntaxException no) {
      // Said below.
    }
    throw Refusal.invalid(
            "The issuer is an https address of at most %d characters without query, exactly as its tokens write it (iss), such as https://login.example.com/realms/shop."
                .formatted(MOST_ADDRESS))
        .at("issuer");
  }

  static String subject(String text) {
    return seen(text, "subject", MOST_SUBJECT);
  }

  static String audience(String text) {
    return seen(text, "audience", MOST_ADDRESS);
  }

  private static String seen(String text, String field, int most) {
    String plain = text.strip();
    if (plain.length() > most || !SEEN.matcher(plain).matches()) {
      throw Refusal.invalid(
              "The %s is 1 to %d characters of ASCII, exactly as the issuer's tokens write it."
                  .formatted(field, most))
          .at(field);
    }
    return plain;
  }

  static String claim(String text) {
    if (!CLAIM.matcher(text).matches()) {
      throw Refusal.invalid(
              "The claim is the name of one of the token's fields, such as sub or oid.")
          .at("claim");
    }
    return text;
  }
}
