package io.perennial.operations.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.VersionIssued;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.key.Keys;
import io.perennial.pki.EphemeralCertificate;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.Pem;
import io.perennial.publication.Bindings;
import io.perennial.publication.Report;
import io.perennial.publication.Truths;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The server as a consumer of its own: an ordinary certificate with an ordinary binding, taken into
 * use without a restart. Before its first version exists the listener opens with an ephemeral one.
 */
@Component
class OwnIdentity implements SslBundleRegistrar {

  static final ObjectName CERTIFICATE = Vaults.OWN_CERTIFICATE;
  static final Principal OPERATIONS = Principal.system("operations");

  private static final Logger log = LoggerFactory.getLogger(OwnIdentity.class);
  private static final String BUNDLE = "perennial";
  private static final String NO_PASSWORD = "";

  private final Certificates certificates;
  private final Keys keys;
  private final Vaults vaults;
  private final Bindings bindings;
  private final Clock clock;
  private @Nullable SslBundleRegistry registry;
  private Optional<VersionId> inUse = Optional.empty();

  OwnIdentity(Certificates certificates, Keys keys, Vaults vaults, Bindings bindings, Clock clock) {
    this.certificates = certificates;
    this.keys = keys;
    this.vaults = vaults;
    this.bindings = bindings;
    this.clock = clock;
  }

  Optional<Certificate> certificate() {
    Optional<Vault> vault = vaults.find(Vaults.FIRST);
    return vault.flatMap(first -> certificates.find(OPERATIONS, first.id(), CERTIFICATE));
  }

  /** Whether the listener shows its real certificate. */
  synchronized boolean ready() {
    return inUse.isPresent();
  }

  @Override
  public synchronized void registerBundles(SslBundleRegistry known) {
    registry = known;
    Optional<VersionId> current = certificate().flatMap(Certificate::currentVersion);
    if (current.isPresent()) {
      known.registerBundle(BUNDLE, bundle(current.get()));
      inUse = current;
    } else {
      EphemeralCertificate ephemeral = EphemeralCertificate.create(clock.instant());
      known.registerBundle(BUNDLE, bundle(ephemeral.keys().getPrivate(), ephemeral.chain()));
    }
  }

  @TransactionalEventListener
  void issued(VersionIssued news) {
    // By its id: another vault may have a certificate of that name.
    if (certificate().filter(own -> own.id().equals(news.certificate().id())).isPresent()) {
      use(news.version().id());
    }
  }

  /** Where several nodes share a database, another may have renewed it. */
  @Scheduled(fixedDelay = 60_000, initialDelay = 60_000)
  void refresh() {
    certificate()
        .flatMap(Certificate::currentVersion)
        .filter(current -> !Optional.of(current).equals(inUse))
        .ifPresent(this::use);
  }

  private synchronized void use(VersionId version) {
    if (registry == null || inUse.filter(version::equals).isPresent()) {
      return;
    }
    registry.updateBundle(BUNDLE, bundle(version));
    inUse = Optional.of(version);
    log.info("The server's own certificate is now version {}", version.value());
  }

  /** Reports like any other consumer, so that the same truths hold for our own binding. */
  @Scheduled(fixedDelay = 2_000, initialDelay = 2_000)
  void report() {
    Optional<VersionId> used = used();
    if (used.isEmpty()) {
      return;
    }
    Optional<Certificate> own = certificate();
    if (own.isEmpty()) {
      return;
    }
    for (Truths truths : bindings.truths(OPERATIONS, own.get().id())) {
      boolean ours = truths.consumer().name().value().equals("perennial");
      if (ours && !truths.binding().installed().version().equals(used)) {
        bindings.report(
            OPERATIONS,
            truths.binding().id(),
            new Report(used.get(), Report.Outcome.INSTALLED, Optional.empty(), Optional.empty()));
      }
    }
  }

  private synchronized Optional<VersionId> used() {
    return inUse;
  }

  private SslBundle bundle(VersionId version) {
    Certificate own = certificate().orElseThrow();
    List<X509Certificate> chain = Pem.parse(certificates.chain(OPERATIONS, version));
    try (SecretBytes key = keys.reveal(OPERATIONS, own.scope(), version, "own listener")) {
      return bundle(KeyPairs.privateKey(keys.type(version), key.reveal()), chain);
    }
  }

  private static SslBundle bundle(PrivateKey key, List<X509Certificate> chain) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "own", key, NO_PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));
      return SslBundle.of(SslStoreBundle.of(store, NO_PASSWORD, null));
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("the own key store cannot be made", impossible);
    }
  }
}
