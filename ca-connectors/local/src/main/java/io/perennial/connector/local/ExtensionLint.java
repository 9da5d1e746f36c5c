package io.perennial.connector.local;

import static io.perennial.connector.local.Lint.unless;

import io.perennial.connector.KeyType;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/** Rules on a server certificate's extensions (RFC 5280, section 4.2). */
final class ExtensionLint {

  static final List<Lint.Rule> RULES =
      List.of(
          ExtensionLint::present,
          ExtensionLint::names,
          ExtensionLint::noAuthority,
          ExtensionLint::keyUsage,
          ExtensionLint::purposes,
          ExtensionLint::noSpeaker,
          ExtensionLint::subjectKey,
          ExtensionLint::authorityKey,
          ExtensionLint::distributionPoint);

  private ExtensionLint() {}

  /** These extensions and no others, each critical where it must be. */
  private static Optional<String> present(LintCase c) {
    Map<ASN1ObjectIdentifier, Boolean> critical =
        new HashMap<>(
            Map.of(
                Extension.basicConstraints, true,
                Extension.keyUsage, true,
                Extension.extendedKeyUsage, false,
                Extension.subjectKeyIdentifier, false,
                Extension.authorityKeyIdentifier, false));
    if (c.request().requested().names() > 0) {
      boolean nameless = c.content().getSubject().getRDNs().length == 0;
      critical.put(Extension.subjectAlternativeName, nameless);
    }
    c.issuer().crl().ifPresent(address -> critical.put(Extension.cRLDistributionPoints, false));
    Map<ASN1ObjectIdentifier, Boolean> found = new HashMap<>();
    Extensions extensions = c.content().getExtensions();
    if (extensions != null) {
      for (ASN1ObjectIdentifier id : extensions.getExtensionOIDs()) {
        found.put(id, extensions.getExtension(id).isCritical());
      }
    }
    return unless(
        found.equals(critical), "an extension is missing, unknown, or wrongly (un)critical");
  }

  private static Optional<String> names(LintCase c) {
    GeneralNames found =
        GeneralNames.fromExtensions(c.content().getExtensions(), Extension.subjectAlternativeName);
    boolean none = c.request().requested().names() == 0;
    return unless(
        none ? found == null : Names.encoded(c.request().requested()).equals(found),
        "the subject alternative names are not those asked for");
  }

  private static Optional<String> noAuthority(LintCase c) {
    BasicConstraints found = BasicConstraints.fromExtensions(c.content().getExtensions());
    return unless(
        found != null && !found.isCA() && found.getPathLenConstraint() == null,
        "the basic constraints are a CA's");
  }

  /** What was asked for, or what fits the key in the content, not the type that was claimed. */
  private static Optional<String> keyUsage(LintCase c) {
    Optional<KeyType> type = KeyTypes.of(c.request().publicKey());
    KeyUsage found = KeyUsage.fromExtensions(c.content().getExtensions());
    List<io.perennial.connector.KeyUsage> wanted = c.request().properties().keyUsage();
    boolean rsa = type.filter(known -> known.algorithm().equals("RSA")).isPresent();
    int fitting =
        rsa ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment : KeyUsage.digitalSignature;
    KeyUsage expected = wanted.isEmpty() ? new KeyUsage(fitting) : Usages.encoded(wanted);
    return unless(
        type.isPresent() && expected.equals(found),
        wanted.isEmpty()
            ? "the key usage does not fit the key"
            : "the key usage is not what was asked for");
  }

  private static Optional<String> purposes(LintCase c) {
    ExtendedKeyUsage found = ExtendedKeyUsage.fromExtensions(c.content().getExtensions());
    return unless(
        found != null
            && List.of(found.getUsages()).equals(List.of(LeafProfile.purposes(c.request()))),
        "the extended key usage is not what was asked for");
  }

  /** Whoever signs for others lets none of them speak as a CA. */
  private static Optional<String> noSpeaker(LintCase c) {
    boolean selfSigned = Arrays.equals(c.issuer().keyIdentifier(), ownKey(c));
    return unless(
        selfSigned || Usages.objections(c.request().requested()).isEmpty(),
        "the usages are those of a CA");
  }

  private static byte[] ownKey(LintCase c) {
    return KeyIdentifiers.of(c.request().publicKey());
  }

  private static Optional<String> subjectKey(LintCase c) {
    SubjectKeyIdentifier found = SubjectKeyIdentifier.fromExtensions(c.content().getExtensions());
    return unless(
        found != null && Arrays.equals(found.getKeyIdentifier(), ownKey(c)),
        "the subject key identifier is missing or another key's");
  }

  private static Optional<String> authorityKey(LintCase c) {
    AuthorityKeyIdentifier found =
        AuthorityKeyIdentifier.fromExtensions(c.content().getExtensions());
    return unless(
        found != null && Arrays.equals(found.getKeyIdentifierOctets(), c.issuer().keyIdentifier()),
        "the authority key identifier is missing or another issuer's");
  }

  private static Optional<String> distributionPoint(LintCase c) {
    Optional<DEROctetString> expected = c.issuer().crl().map(ExtensionLint::encoded);
    Extensions extensions = c.content().getExtensions();
    Extension found =
        extensions == null ? null : extensions.getExtension(Extension.cRLDistributionPoints);
    return unless(
        Optional.ofNullable(found).map(Extension::getExtnValue).equals(expected),
        "the CRL distribution point is not where this issuer's list is found");
  }

  private static DEROctetString encoded(URI address) {
    try {
      return new DEROctetString(LeafProfile.distributionPoint(address));
    } catch (IOException e) {
      throw new IllegalStateException("an address cannot be written to memory", e);
    }
  }
}
