package io.perennial.connector.local;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.IssuerState;
import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * The root, the intermediates and their keys. Made when first needed and stored by compare-and-set:
 * of two nodes that race, the slower takes what the faster stored, and both have the same keys,
 * because keys are made once for each name.
 */
final class PrivateCa {

  private static final int TRIES = 3;

  private final ConnectorContext context;
  private final String organization;
  private final KeyType keyType;

  /** What was read last: every step of every order reads the same few certificates. */
  private volatile Optional<Read> last = Optional.empty();

  PrivateCa(ConnectorContext context, String organization) {
    this.context = context;
    this.organization = organization;
    this.keyType = KeyType.valueOf(context.settings().text(PrivateCaFactory.KEY_TYPE.name()));
  }

  /** The CA's certificates, made if there are none. */
  CaCertificates certificates() throws ConnectorException {
    return settled(found -> true);
  }

  /**
   * The CA's certificates, known to be usable.
   *
   * @throws CaProtocolError when the newest intermediate lacks its key
   */
  CaCertificates usable() throws ConnectorException {
    CaCertificates found = certificates();
    intermediate(found, found.intermediates().size());
    return found;
  }

  /** An intermediate that outlives the leaf, made if need be; empty when the root does not. */
  Optional<Issuer> intermediateFor(Lifetime leaf) throws ConnectorException {
    CaCertificates found = settled(ca -> outlives(ca.newest(), leaf) || !outlives(ca.root(), leaf));
    return outlives(found.newest(), leaf)
        ? Optional.of(intermediate(found, found.intermediates().size()))
        : Optional.empty();
  }

  /** The intermediate whose key has this identifier. */
  Optional<Issuer> intermediateWith(byte[] keyIdentifier) throws ConnectorException {
    CaCertificates ca = certificates();
    OptionalInt generation = ca.generationWith(keyIdentifier);
    return generation.isPresent()
        ? Optional.of(intermediate(ca, generation.getAsInt()))
        : Optional.empty();
  }

  /** The position of that intermediate, counted from 1. */
  OptionalInt generationWith(byte[] keyIdentifier) throws ConnectorException {
    Optional<CaCertificates> stored = stored();
    return stored.isPresent() ? stored.get().generationWith(keyIdentifier) : OptionalInt.empty();
  }

  private static boolean outlives(X509Certificate issuer, Lifetime leaf) {
    return !leaf.notAfter().isAfter(issuer.getNotAfter().toInstant());
  }

  private CaCertificates settled(Predicate<CaCertificates> enough) throws ConnectorException {
    return changed(found ->
        enough.test(found)
            ? Optional.empty()
            : Optional.of(
                found.with(newIntermediate(found.root(), found.intermediates().size() + 1))));
  }

  /** What is stored now; nothing is made for it. */
  Optional<CaCertificates> stored() throws ConnectorException {
    Optional<IssuerState.Stored> stored = context.state().read();
    return stored.isEmpty() ? Optional.empty() : Optional.of(read(stored.get().value()));
  }

  private CaCertificates read(byte[] encoded) throws CaProtocolError {
    Optional<Read> known = last.filter(read -> Arrays.equals(read.encoded(), encoded));
    if (known.isPresent()) {
      return known.get().certificates();
    }
    CaCertificates certificates = CaCertificates.read(encoded);
    last = Optional.of(new Read(encoded, certificates));
    return certificates;
  }

  private record Read(byte[] encoded, CaCertificates certificates) {}

  /** From what is stored to what shall be; empty: it may stay as it is. */
  interface Change {
    Optional<CaCertificates> of(CaCertificates found) throws ConnectorException;
  }

  /** Changes what is stored, or makes it if there is nothing, and tells how it stands then. */
  CaCertificates changed(Change change) throws ConnectorException {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<IssuerState.Stored> stored = context.state().read();
      CaCertificates next;
      if (stored.isEmpty()) {
        next = created();
      } else {
        CaCertificates found = read(stored.get().value());
        Optional<CaCertificates> wanted = change.of(found);
        if (wanted.isEmpty()) {
          return found;
        }
        next = wanted.get();
      }
      long revision = stored.map(IssuerState.Stored::revision).orElse(0L);
      if (context.state().compareAndSet(revision, next.encoded())) {
        return next;
      }
    }
    throw new CaUnavailable(
        "Other nodes keep changing this CA; the step is tried again.",
        Optional.of(Duration.ofSeconds(1)));
  }

  private CaCertificates created() throws ConnectorException {
    SigningKey key = key(CaCertificates.ROOT_KEY, keyType);
    Lifetime lifetime = CaProfile.ROOT.lifetime(now());
    X500Name name = CaProfile.ROOT.name(organization, key.publicKey());
    Issuer self = new Issuer(name, key, lifetime, List.of());
    X509Certificate root = certified(CaProfile.ROOT, name, key, self, lifetime);
    return new CaCertificates(root, List.of(newIntermediate(root, 1)));
  }

  private X509Certificate newIntermediate(X509Certificate root, int generation)
      throws ConnectorException {
    SigningKey key = key(CaCertificates.intermediateKey(generation), keyType);
    Issuer above = issuer(root, CaCertificates.ROOT_KEY, List.of());
    Lifetime lifetime =
        CaProfile.INTERMEDIATE.lifetime(now()).endingBy(above.lifetime().notAfter());
    X500Name name = CaProfile.INTERMEDIATE.name(organization, key.publicKey());
    return certified(CaProfile.INTERMEDIATE, name, key, above, lifetime);
  }

  private X509Certificate certified(
      CaProfile profile, X500Name name, SigningKey key, Issuer issuer, Lifetime lifetime)
      throws CaProtocolError {
    try {
      return issuer.sign(
          profile.content(
              name, key.publicKey(), issuer, lifetime, SerialNumbers.next(context.random())));
    } catch (SignatureException e) {
      throw new CaProtocolError("The CA's key refused to sign; look for the cause in the log.", e);
    }
  }

  Issuer intermediate(CaCertificates ca, int generation) throws ConnectorException {
    X509Certificate certificate = ca.intermediates().get(generation - 1);
    return issuer(certificate, CaCertificates.intermediateKey(generation), List.of(certificate))
        .publishing(context.crlAddress(generation));
  }

  private Issuer issuer(X509Certificate certificate, String keyName, List<X509Certificate> chain)
      throws ConnectorException {
    KeyType type =
        KeyTypes.of(certificate.getPublicKey())
            .orElseThrow(() -> new CaProtocolError("This CA's key is of no known type."));
    SigningKey key = key(keyName, type);
    if (!Arrays.equals(key.publicKey().getEncoded(), certificate.getPublicKey().getEncoded())) {
      throw new CaProtocolError(
          "This CA's key '"
              + keyName
              + "' does not fit its certificate; restore both from one backup.");
    }
    return new Issuer(
        X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
        key,
        new Lifetime(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()),
        chain);
  }

  private SigningKey key(String name, KeyType type) throws CaMisconfigured {
    try {
      return context.signingKey(name, type);
    } catch (IllegalStateException e) {
      throw new CaMisconfigured(
          PrivateCaFactory.KEY_TYPE.name(),
          "The CA's key '"
              + name
              + "' is not of type "
              + type
              + "; set the key type back to what it was, or create a new issuer.");
    }
  }

  private Instant now() {
    return context.clock().instant();
  }
}
