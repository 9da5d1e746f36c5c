package io.perennial.pullapi.internal;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import io.perennial.publication.ClientCertificates;
import io.perennial.pullapi.internal.PullPortProperties.Tls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The pull port's side of TLS: the same identity as the HTTPS port's, followed whenever that
 * changes. Connections keep the context that they began with; a new identity has new ticket keys,
 * so that every client sees it at its next connection.
 */
@Component
@EnableConfigurationProperties(PullPortProperties.class)
class PullPortTls {

  private static final Logger log = LoggerFactory.getLogger(PullPortTls.class);
  private static final String BUNDLE = "perennial";
  private static final long HANDSHAKE_SECONDS = 10;

  private final SslProvider provider;
  private final RandomGenerator random;
  private final SslBundles bundles;
  private final ClientCertificates clients;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private @Nullable SslContext context;
  private TicketKeys tickets;

  PullPortTls(
      SslBundles bundles,
      ClientCertificates clients,
      PullPortProperties properties,
      RandomGenerator random) {
    this.bundles = bundles;
    this.clients = clients;
    this.random = random;
    this.provider = provider(properties.pullTls());
    this.tickets = new TicketKeys(random);
  }

  private static SslProvider provider(Tls wanted) {
    if (wanted == Tls.JDK) {
      return SslProvider.JDK;
    }
    if (!OpenSsl.isAvailable()) {
      log.warn(
          "BoringSSL cannot be loaded, so the pull port speaks the JDK's TLS and is slower",
          OpenSsl.unavailabilityCause());
      return SslProvider.JDK;
    }
    return SslProvider.OPENSSL_REFCNT;
  }

  /** Takes the identity into use, and each that follows it. */
  void open() {
    use(bundles.getBundle(BUNDLE));
    bundles.addBundleUpdateHandler(BUNDLE, this::use);
  }

  void close() {
    swap(null);
  }

  /** For a new connection. */
  SslHandler handler(ByteBufAllocator allocator) {
    lock.readLock().lock();
    try {
      SslContext current = Objects.requireNonNull(context, "the port is not open");
      SslHandler handler = current.newHandler(allocator);
      handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
      return handler;
    } finally {
      lock.readLock().unlock();
    }
  }

  private void use(SslBundle bundle) {
    TicketKeys fresh = new TicketKeys(random);
    SslContext next = context(bundle);
    lock.writeLock().lock();
    try {
      tickets = fresh;
      seal(next, fresh);
      swap(next);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Nobody can be between reading the old context and holding a reference of his own. */
  private void swap(@Nullable SslContext next) {
    lock.writeLock().lock();
    try {
      SslContext old = context;
      context = next;
      ReferenceCountUtil.release(old);
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Scheduled(fixedRateString = "PT2H", initialDelayString = "PT2H")
  void turnTickets() {
    lock.writeLock().lock();
    try {
      tickets.turn();
      if (context != null) {
        seal(context, tickets);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The JDK keeps and turns ticket keys by itself. */
  private static void seal(SslContext context, TicketKeys keys) {
    if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
      sessions.setTicketKeys(keys.all());
    }
  }

  private SslContext context(SslBundle bundle) {
    try {
      KeyStore store = Objects.requireNonNull(bundle.getStores().getKeyStore());
      char[] password =
          Objects.requireNonNullElse(bundle.getStores().getKeyStorePassword(), "").toCharArray();
      String alias = store.aliases().nextElement();
      return SslContextBuilder.forServer(
              (PrivateKey) store.getKey(alias, password),
              Arrays.stream(store.getCertificateChain(alias))
                  .map(X509Certificate.class::cast)
                  .toArray(X509Certificate[]::new))
          .sslProvider(provider)
          .trustManager(new ClientTrust(clients.authority()))
          .clientAuth(ClientAuth.OPTIONAL)
          .protocols("TLSv1.3", "TLSv1.2")
          .sessionTimeout(TicketKeys.TICKET.toSeconds())
          .build();
    } catch (GeneralSecurityException | IOException unusable) {
      throw new IllegalStateException("the own identity cannot be used for TLS", unusable);
    }
  }
}
