package io.perennial.connector.testkit.acme;

import io.perennial.connector.Identifier;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The work behind each signed resource. */
final class Endpoints {

  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final Addresses addresses;
  private final AccountBook accounts;
  private final OrderBook orders;
  private final IssuingCa ca;
  private final Replacements replacements;
  private final CaBehaviour behaviour;
  private final Http01Validator validator;

  Endpoints(
      Addresses addresses,
      AccountBook accounts,
      OrderBook orders,
      IssuingCa ca,
      CaBehaviour behaviour,
      Http01Validator validator) {
    this.addresses = addresses;
    this.accounts = accounts;
    this.orders = orders;
    this.ca = ca;
    this.replacements = new Replacements(ca);
    this.behaviour = behaviour;
    this.validator = validator;
  }

  Replacements replacements() {
    return replacements;
  }

  Answer directory() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("newNonce", addresses.of(ResourceKind.NEW_NONCE));
    json.put("newAccount", addresses.of(ResourceKind.NEW_ACCOUNT));
    json.put("newOrder", addresses.of(ResourceKind.NEW_ORDER));
    if (behaviour.renewalWindows().isPresent()) {
      json.put("renewalInfo", addresses.of(ResourceKind.RENEWAL_INFO).replaceFirst("/$", ""));
    }
    json.put("revokeCert", addresses.of(ResourceKind.REVOKE));
    Map<String, Object> meta = new LinkedHashMap<>();
    behaviour.terms().ifPresent(terms -> meta.put("termsOfService", terms.toString()));
    meta.put("externalAccountRequired", behaviour.externalAccountRequired());
    if (!behaviour.profiles().isEmpty()) {
      Map<String, String> profiles = new TreeMap<>();
      behaviour.profiles().forEach(profile -> profiles.put(profile, "A profile"));
      meta.put("profiles", profiles);
    }
    json.put("meta", meta);
    return Answer.json(200, json).withHeader("Cache-Control", "no-cache");
  }

  /** Anybody may ask (RFC 9773, section 4.2). */
  Answer renewalInfo(String name) throws Refusal {
    return behaviour
        .renewalWindows()
        .orElseThrow(() -> Refusal.notFound("renewal information"))
        .apply(replacements.issued(name))
        .answer();
  }

  Answer signed(ResourceKind kind, String id, SignedRequest request) throws Refusal {
    return switch (kind) {
      case NEW_ACCOUNT -> newAccount(request);
      case ACCOUNT -> Answer.json(200, account(accounts.update(request)));
      case NEW_ORDER -> newOrder(request);
      case ORDERS -> orders(request.knownAccount());
      case ORDER -> order(id, request.knownAccount());
      case AUTHORIZATION -> authorization(id, request);
      case CHALLENGE -> challenge(id, request);
      case FINALIZE -> finalizeOrder(id, request);
      case CERTIFICATE -> certificate(id, request.knownAccount());
      case REVOKE -> revoke(request);
      case DIRECTORY, NEW_NONCE, RENEWAL_INFO ->
          throw new Refusal(405, "malformed", "read this with GET");
    };
  }

  private Answer newAccount(SignedRequest request) throws Refusal {
    Optional<Account> known = accounts.byThumbprint(request.thumbprint());
    if (known.isPresent()) {
      known.get().requireOpen();
      return located(Answer.json(200, account(known.get())), known.get());
    }
    if (Boolean.TRUE.equals(request.payload().get("onlyReturnExisting"))) {
      throw new Refusal(400, "accountDoesNotExist", "there is no account with this key");
    }
    if (request.payload().get("externalAccountBinding") instanceof Map<?, ?> binding) {
      new ExternalBinding(behaviour.externalAccounts(), addresses.of(ResourceKind.NEW_ACCOUNT))
          .check(binding, request);
    } else if (behaviour.externalAccountRequired()) {
      throw new Refusal(403, "externalAccountRequired", "bind the account");
    }
    if (behaviour.terms().isPresent()
        && !Boolean.TRUE.equals(request.payload().get("termsOfServiceAgreed"))) {
      throw new Refusal(403, "userActionRequired", "agree to the terms of service");
    }
    Account account = accounts.add(request);
    return located(Answer.json(201, account(account)), account);
  }

  private Answer located(Answer answer, Account account) {
    return answer.withHeader("Location", addresses.of(ResourceKind.ACCOUNT, account.id()));
  }

  private Map<String, Object> account(Account account) {
    return Map.of(
        "status",
        account.deactivated() ? "deactivated" : "valid",
        "contact",
        account.contacts(),
        "orders",
        addresses.of(ResourceKind.ORDERS, account.id()));
  }

  private Answer orders(Account account) {
    List<String> urls =
        orders.idsOf(account).stream().map(id -> addresses.of(ResourceKind.ORDER, id)).toList();
    return Answer.json(200, Map.of("orders", urls));
  }

  private Answer newOrder(SignedRequest request) throws Refusal {
    Account account = request.knownAccount();
    Object profile = request.payload().get("profile");
    if (profile instanceof String name && !behaviour.profiles().contains(name)) {
      throw new Refusal(400, "invalidProfile", "there is no profile " + name);
    }
    if (request.payload().get("replaces") instanceof String replaced) {
      replacements.replace(replaced);
    }
    if (!(request.payload().get("identifiers") instanceof List<?> list) || list.isEmpty()) {
      throw Refusal.malformed("an order needs identifiers");
    }
    List<Identifier> names =
        list.stream().map(OrderBook::identifier).flatMap(Optional::stream).toList();
    if (names.size() != list.size()) {
      throw new Refusal(400, "unsupportedIdentifier", "only dns and ip are known");
    }
    ServerOrder order = orders.add(account, names);
    return Answer.json(201, json(order)).withHeader("Location", addresses.ofNewOrder(order.id()));
  }

  private Answer order(String id, Account account) throws Refusal {
    synchronized (orders) {
      ServerOrder order = orders.order(id, account);
      order.read();
      return Answer.json(200, json(order));
    }
  }

  private Map<String, Object> json(ServerOrder order) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", order.status());
    json.put("expires", order.expires().toString());
    json.put("identifiers", order.names().stream().map(OrderBook::identifier).toList());
    json.put(
        "authorizations",
        order.authorizations().stream()
            .map(part -> addresses.of(ResourceKind.AUTHORIZATION, part.id()))
            .toList());
    json.put("finalize", addresses.of(ResourceKind.FINALIZE, order.id()));
    if (order.status().equals("valid")) {
      json.put("certificate", addresses.of(ResourceKind.CERTIFICATE, order.id()));
    }
    order
        .failure()
        .ifPresent(reason ->
            json.put(
                "error",
                Map.of("type", "urn:ietf:params:acme:error:serverInternal", "detail", reason)));
    return json;
  }

  private Answer authorization(String id, SignedRequest request) throws Refusal {
    synchronized (orders) {
      ServerAuthorization authorization = orders.authorization(id, request.knownAccount());
      if ("deactivated".equals(request.payload().get("status"))) {
        authorization.close("deactivated");
      }
      authorization.read();
      return Answer.json(200, authorization.json(addresses.of(ResourceKind.CHALLENGE, id)));
    }
  }

  /** Validates at once, without the lock: the proof may be fetched over the network. */
  private Answer challenge(String id, SignedRequest request) throws Refusal {
    ServerAuthorization authorization;
    synchronized (orders) {
      authorization = orders.authorization(id, request.knownAccount());
      if (!authorization.pending() || authorization.triggered()) {
        throw Refusal.malformed("the challenge was tried already");
      }
    }
    String keyAuthorization = authorization.token() + "." + request.thumbprint();
    Optional<String> objection =
        validator.objection(authorization.name(), authorization.token(), keyAuthorization);
    synchronized (orders) {
      authorization.trigger(objection, behaviour.readsUntilValidated());
      return Answer.json(200, authorization.challenge(addresses.of(ResourceKind.CHALLENGE, id)));
    }
  }

  private Answer finalizeOrder(String id, SignedRequest request) throws Refusal {
    synchronized (orders) {
      ServerOrder order = orders.order(id, request.knownAccount());
      if (!order.status().equals("ready")) {
        throw new Refusal(403, "orderNotReady", "the order is " + order.status());
      }
      SigningRequest csr = SigningRequest.check(request.payload().get("csr"), order.names());
      order.issue(
          ca.issue(csr.key(), order.names(), behaviour.flaw()), behaviour.readsUntilIssued());
      return Answer.json(200, json(order))
          .withHeader("Location", addresses.of(ResourceKind.ORDER, id));
    }
  }

  private Answer certificate(String id, Account account) throws Refusal {
    synchronized (orders) {
      ServerOrder order = orders.order(id, account);
      if (!order.status().equals("valid")) {
        throw Refusal.notFound("certificate");
      }
      StringBuilder pem = new StringBuilder();
      for (X509Certificate certificate : order.chain()) {
        pem.append(pem(certificate));
      }
      return Answer.empty(200).withBody("application/pem-certificate-chain", pem.toString());
    }
  }

  /** RFC 8555, section 7.6; only by the account that ordered it. */
  private Answer revoke(SignedRequest request) throws Refusal {
    Account account = request.knownAccount();
    if (!(request.payload().get("certificate") instanceof String encoded)) {
      throw Refusal.malformed("there is no certificate");
    }
    byte[] der = Base64.getUrlDecoder().decode(encoded);
    synchronized (orders) {
      if (!orders.ordered(account, der)) {
        throw new Refusal(403, "unauthorized", "another account ordered this certificate");
      }
      Object reason = request.payload().getOrDefault("reason", 0L);
      ca.revoke(der, ((Number) reason).intValue());
    }
    return Answer.empty(200);
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + PEM.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("a parsed certificate has an encoding", impossible);
    }
  }
}
