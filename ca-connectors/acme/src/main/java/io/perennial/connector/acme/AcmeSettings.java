package io.perennial.connector.acme;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.Setting;
import io.perennial.connector.Setting.Kind;
import io.perennial.connector.Settings;
import io.perennial.connector.SettingsSchema;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one ACME CA.
 *
 * @param contact a mail address
 * @param terms the address of the terms that a person accepted
 * @param roots trusted for TLS besides the platform's own
 * @param profile for requests that name none
 */
record AcmeSettings(
    URI directory,
    Optional<String> contact,
    Optional<URI> terms,
    List<X509Certificate> roots,
    Optional<String> profile,
    int maxOrders) {

  static final String DIRECTORY = "directory";
  static final String CONTACT = "contact";
  static final String TERMS = "terms";
  static final String PROFILE = "profile";

  private static final String ROOTS = "roots";
  private static final String MAX_ORDERS = "max-orders";
  private static final int DEFAULT_MAX_ORDERS = 8;

  static final SettingsSchema SCHEMA =
      SettingsSchema.of(
          Setting.required(
              DIRECTORY,
              Kind.URL,
              "Directory address",
              "Enter the https address of the CA's ACME directory."),
          Setting.optional(
              CONTACT,
              Kind.TEXT,
              "Contact",
              "Enter one mail address to which the CA may write, or leave it empty."),
          Setting.optional(
              TERMS,
              Kind.TERMS,
              "Accepted terms",
              "Enter the address of the CA's terms of service to accept them."),
          Setting.optional(
              ROOTS,
              Kind.CERTIFICATES,
              "TLS roots",
              "For a private CA, enter the PEM certificates that its ACME server's TLS leads to."),
          Setting.optional(
              PROFILE,
              Kind.TEXT,
              "Profile",
              "Enter the CA's name for the kind of certificate, where it offers several."),
          Setting.optional(
                  MAX_ORDERS,
                  Kind.NUMBER,
                  "Orders in flight",
                  "Enter how many orders may be open at the CA at once.")
              .withFallback(Integer.toString(DEFAULT_MAX_ORDERS)));

  static AcmeSettings of(Settings settings) throws CaMisconfigured {
    Optional<String> contact = settings.find(CONTACT);
    // One address only: RFC 8555, section 7.3, forbids mailto URLs with more, or with fields.
    if (contact.isPresent() && !contact.get().matches("[^@\\s,?%:<>]+@[^@\\s,?%:<>]+")) {
      throw new CaMisconfigured(
          CONTACT, "The contact is not one plain mail address, such as pki@example.org.");
    }
    return new AcmeSettings(
        settings.url(DIRECTORY),
        contact,
        settings.find(TERMS).map(URI::create),
        settings.certificatesOf(ROOTS),
        settings.find(PROFILE),
        settings.number(MAX_ORDERS, DEFAULT_MAX_ORDERS));
  }
}
