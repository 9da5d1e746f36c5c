package io.perennial.connector;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a certificate says besides the hosts that it names. Whatever is left empty is the CA's to
 * choose for a TLS server.
 *
 * @param subject empty: the CA writes a common name, or none
 * @param keyUsage empty: what fits the key
 * @param extendedKeyUsage object identifiers (RFC 5280, section 4.2.1.12); empty: server
 *     authentication
 * @param emails mail addresses as alternative names
 * @param upns user principal names as alternative names (the otherName 1.3.6.1.4.1.311.20.2.3)
 * @param uris absolute URIs as alternative names
 */
public record X509Properties(
    Optional<SubjectName> subject,
    List<KeyUsage> keyUsage,
    List<String> extendedKeyUsage,
    List<String> emails,
    List<String> upns,
    List<String> uris) {

  /** What a TLS server needs, as its CA writes it. */
  public static final X509Properties OF_THE_CA =
      new X509Properties(Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of());

  public X509Properties {
    keyUsage = List.copyOf(keyUsage);
    extendedKeyUsage = List.copyOf(extendedKeyUsage);
    emails = List.copyOf(emails);
    upns = List.copyOf(upns);
    uris = List.copyOf(uris);
  }

  /** The alternative names that are no hosts. */
  public List<String> otherNames() {
    return Stream.of(emails, upns, uris).flatMap(List::stream).toList();
  }
}
