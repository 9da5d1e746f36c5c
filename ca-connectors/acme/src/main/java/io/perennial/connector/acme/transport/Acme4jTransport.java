package io.perennial.connector.acme.transport;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.acme.transport.SessionPool.Pooled;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.toolbox.AcmeUtils;
import org.shredzone.acme4j.toolbox.JSON;
import org.shredzone.acme4j.toolbox.JSONBuilder;
import org.shredzone.acme4j.toolbox.JoseUtils;

/** The port over acme4j, which signs, counts nonces and parses, and decides nothing. */
public final class Acme4jTransport implements AcmeTransport {

  private final DirectoryCache directories;
  private final SessionPool sessions;
  private final Failures failures;
  private final ConnectorContext context;
  private volatile @Nullable KeyPair accountKey;

  /**
   * Opens the port; nothing is sent.
   *
   * @param roots trusted for TLS besides the platform's own
   */
  public Acme4jTransport(ConnectorContext context, URI directory, List<X509Certificate> roots) {
    this.directories = new DirectoryCache(directory, context.clock());
    this.sessions = new SessionPool(directories, () -> context.http(roots), context.clock());
    this.failures = new Failures(directory.getAuthority());
    this.context = context;
  }

  /** Taken at the first need: whoever opens a CA to ask for its limits makes no key. */
  private KeyPair accountKey() {
    KeyPair key = accountKey;
    if (key == null) {
      key = HandleProvider.keyPair(context.signingKey("account", KeyType.P_256));
      accountKey = key;
    }
    return key;
  }

  @Override
  public AcmeDirectory directory() throws ConnectorException, AcmeRefusal {
    return call(pooled -> Documents.directory(pooled.provider().loaded().orElseThrow()));
  }

  @Override
  public Optional<AcmeDirectory> rememberedDirectory() {
    return directories.fresh().map(entry -> Documents.directory(entry.json()));
  }

  @Override
  public void forgetDirectory() {
    directories.forget();
  }

  @Override
  public AcmeAccount createAccount(
      Optional<String> contact, boolean termsAgreed, Optional<ExternalAccount> external)
      throws ConnectorException, AcmeRefusal {
    AccountBuilder builder = new AccountBuilder().useKeyPair(accountKey());
    contact.ifPresent(builder::addEmail);
    if (termsAgreed) {
      builder.agreeToTermsOfService();
    }
    // Any long enough key does for HS256, and some CAs take nothing else.
    external.ifPresent(account ->
        builder
            .withKeyIdentifier(account.keyId(), account.macKey())
            .withMacAlgorithm(AlgorithmIdentifiers.HMAC_SHA256));
    return account(builder);
  }

  @Override
  public AcmeAccount findAccount() throws ConnectorException, AcmeRefusal {
    return account(new AccountBuilder().useKeyPair(accountKey()).onlyExisting());
  }

  private AcmeAccount account(AccountBuilder builder) throws ConnectorException, AcmeRefusal {
    return call(pooled -> {
      Account account = builder.create(pooled.session());
      URI url = directories.origins().check(URI.create(account.getLocation().toString()));
      return new AcmeAccount(url, Documents.status(account.getJSON()));
    });
  }

  @Override
  public void updateContact(URI account, Optional<String> contact)
      throws ConnectorException, AcmeRefusal {
    List<String> addresses = contact.stream().map(address -> "mailto:" + address).toList();
    post(account, account, new JSONBuilder().array("contact", addresses));
  }

  @Override
  public AcmeOrder createOrder(URI account, AcmeOrderRequest request)
      throws ConnectorException, AcmeRefusal {
    return call(
        account,
        (pooled, login) -> {
          OrderBuilder builder = login.newOrder();
          request.names().stream().map(Acme4jTransport::identifier).forEach(builder::identifier);
          request.profile().ifPresent(builder::profile);
          request.replaces().flatMap(CertificateName::of).ifPresent(builder::replaces);
          Order order = builder.create();
          URI url = URI.create(order.getLocation().toString());
          return documents().order(url, order.getJSON(), pooled.provider().retryAfter());
        });
  }

  /** Not by the library's own methods: those resolve host names and spell out IPv6 zeros. */
  private static org.shredzone.acme4j.Identifier identifier(Identifier name) {
    return switch (name) {
      case Identifier.Dns(String value) -> new org.shredzone.acme4j.Identifier("dns", value);
      case Identifier.Ip(String value) -> new org.shredzone.acme4j.Identifier("ip", value);
    };
  }

  @Override
  public Optional<AcmeRenewalInfo> renewalInfo(X509Certificate certificate)
      throws ConnectorException, AcmeRefusal {
    Optional<URI> base = directory().renewalInfo();
    Optional<String> name = CertificateName.of(certificate);
    if (base.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    URI address = URI.create(base.get().toString().replaceFirst("/$", "") + "/" + name.get());
    return Optional.of(
        call(pooled -> {
          try (Connection connection = pooled.session().connect()) {
            connection.sendRequest(url(address), pooled.session(), null);
            return Documents.renewalInfo(
                connection.readJsonResponse(), pooled.provider().retryAfter());
          }
        }));
  }

  @Override
  public AcmeOrder order(URI account, URI order) throws ConnectorException, AcmeRefusal {
    return call(
        account,
        (pooled, login) ->
            documents().order(order, read(pooled, login, order), pooled.provider().retryAfter()));
  }

  @Override
  public AcmeAuthorization authorization(URI account, URI authorization)
      throws ConnectorException, AcmeRefusal {
    return call(
        account,
        (pooled, login) ->
            documents()
                .authorization(
                    authorization,
                    read(pooled, login, authorization),
                    pooled.provider().retryAfter()));
  }

  private JSON read(Pooled pooled, Login login, URI resource) throws AcmeException, IOException {
    try (Connection connection = pooled.session().connect()) {
      connection.sendSignedPostAsGetRequest(url(resource), login);
      return connection.readJsonResponse();
    }
  }

  @Override
  public void trigger(URI account, URI challenge) throws ConnectorException, AcmeRefusal {
    post(account, challenge, new JSONBuilder());
  }

  @Override
  public void deactivate(URI account, URI authorization) throws ConnectorException, AcmeRefusal {
    post(account, authorization, new JSONBuilder().put("status", "deactivated"));
  }

  @Override
  public Optional<Duration> finalizeOrder(URI account, AcmeOrder order, byte[] csr)
      throws ConnectorException, AcmeRefusal {
    return post(account, order.finalizer(), new JSONBuilder().putBase64("csr", csr));
  }

  /** The answer's body is not looked at: what came of it is read from the order, later. */
  private Optional<Duration> post(URI account, URI resource, JSONBuilder claims)
      throws ConnectorException, AcmeRefusal {
    return call(
        account,
        (pooled, login) -> {
          try (Connection connection = pooled.session().connect()) {
            connection.sendSignedRequest(url(resource), claims, login);
            return pooled.provider().retryAfter();
          }
        });
  }

  @Override
  public AcmeChain certificate(URI account, URI certificate)
      throws ConnectorException, AcmeRefusal {
    AcmeChain chain =
        call(
            account,
            (pooled, login) -> {
              try (Connection connection = pooled.session().connect()) {
                connection.sendCertificateRequest(url(certificate), login);
                return new AcmeChain(
                    connection.readCertificates(), alternates(certificate, pooled));
              }
            });
    if (chain.certificates().isEmpty()) {
      throw new CaProtocolError("The CA sent a chain without any certificate.");
    }
    return chain;
  }

  private List<URI> alternates(URI certificate, Pooled pooled) {
    return documents()
        .alternates(
            certificate,
            pooled.provider().last().map(answer -> answer.links("alternate")).orElse(List.of()));
  }

  @Override
  public void revoke(URI account, byte[] certificate, int reason)
      throws ConnectorException, AcmeRefusal {
    call(
        account,
        (pooled, login) -> {
          try (Connection connection = pooled.session().connect()) {
            return connection.sendSignedRequest(
                pooled.session().resourceUrl(Resource.REVOKE_CERT),
                new JSONBuilder().putBase64("certificate", certificate).put("reason", reason),
                login);
          }
        });
  }

  @Override
  public String keyAuthorization(String token) {
    return token + "." + AcmeUtils.base64UrlEncode(JoseUtils.thumbprint(accountKey().getPublic()));
  }

  private Documents documents() {
    return new Documents(directories.origins());
  }

  private URL url(URI address) throws IOException {
    try {
      return directories.origins().check(address).toURL();
    } catch (MalformedURLException notAnAddress) {
      throw new Unacceptable("it named an address that cannot be used");
    }
  }

  private interface Work<T extends @Nullable Object> {
    T in(Pooled pooled) throws AcmeException, IOException, ConnectorException;
  }

  private interface SignedWork<T extends @Nullable Object> {
    T in(Pooled pooled, Login login) throws AcmeException, IOException, ConnectorException;
  }

  /** Takes the key before the request: that it cannot be had is not the CA's doing. */
  private <T> T call(URI account, SignedWork<T> work) throws ConnectorException, AcmeRefusal {
    KeyPair key = accountKey();
    return call(pooled -> work.in(pooled, pooled.session().login(url(account), key)));
  }

  /**
   * Runs one request in a session of its own. Unchecked exceptions are caught too, for that is how
   * the library reports documents it cannot read.
   */
  private <T> T call(Work<T> work) throws ConnectorException, AcmeRefusal {
    Pooled pooled = sessions.borrow();
    try {
      // Which hosts are allowed is known only once the directory is.
      pooled.session().getMetadata();
      T result = work.in(pooled);
      sessions.giveBack(pooled);
      return result;
    } catch (AcmeException | IOException | RuntimeException failure) {
      AcmeRefusal refusal = failures.classify(failure, pooled.provider());
      sessions.giveBack(pooled);
      if (refusal.status() == 404) {
        directories.forget();
      }
      throw refusal;
    }
  }
}
