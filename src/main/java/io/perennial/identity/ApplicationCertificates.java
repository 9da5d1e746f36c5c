package io.perennial.identity;

import io.perennial.access.ClientId;
import io.perennial.access.Principal;
import java.util.List;

/**
 * Certificates of applications. One has several side by side, so that one is exchanged without a
 * gap.
 */
public interface ApplicationCertificates {

  /** How many usable ones an application has. */
  int MOST = 10;

  /**
   * Registers a certificate; one that is registered already stays as it is.
   *
   * @param pem holds one certificate first; those after it, of its issuers, are passed over
   * @throws io.perennial.kernel.Refusal when there is no such application, it was revoked, the text
   *     holds no certificate or a private key, or the certificate has expired, was revoked here,
   *     has a key that signs no assertions, or is one too many
   */
  ApplicationCertificate register(Principal actor, ClientId application, String pem);

  /** Its certificates, the newest first, spent ones too. */
  List<ApplicationCertificate> list(Principal actor, ClientId application);

  /**
   * Ends one at once and for good. Tokens that it was used for hold until they expire.
   *
   * @throws io.perennial.kernel.Refusal when the application has none of that id, or it was revoked
   *     before
   */
  ApplicationCertificate revoke(Principal actor, ClientId application, String id);
}
