package io.perennial.testing;

import io.perennial.pki.Pem;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pulled bundle, read as a server would read it. */
public record Bundle(PrivateKey key, List<X509Certificate> chain) {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  /** Reads an EC key and its chain. */
  public static Bundle parse(String pem) {
    Matcher found = KEY.matcher(pem);
    if (!found.find()) {
      throw new AssertionError("no private key in the bundle");
    }
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1))));
      return new Bundle(key, Pem.parse(pem.substring(found.end())));
    } catch (GeneralSecurityException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
