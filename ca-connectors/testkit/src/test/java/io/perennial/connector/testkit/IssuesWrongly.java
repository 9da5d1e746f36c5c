package io.perennial.connector.testkit;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.RequestedCertificate;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Makes wrong chains of right orders. */
final class IssuesWrongly extends ToyConnector {

  private final BiFunction<ToyCa, CertificateRequest, List<X509Certificate>> issue;

  private IssuesWrongly(
      ConnectorContext context,
      ToyCa ca,
      BiFunction<ToyCa, CertificateRequest, List<X509Certificate>> issue) {
    super(context, ca);
    this.issue = issue;
  }

  @Override
  List<X509Certificate> chain(CertificateRequest request) {
    return issue.apply(ca, request);
  }

  static Connector atEveryAdvance(ConnectorContext context, ToyCa toy) {
    return new IssuesWrongly(
        context, toy, (ca, request) -> ca.sign(request.publicKey(), request.identifiers()));
  }

  static Connector forAnotherKey(ConnectorContext context, ToyCa toy) {
    return new IssuesWrongly(
        context,
        toy,
        (ca, request) ->
            ca.issue(
                with(request, TestKeys.shared(KeyType.P_256).getPublic(), request.identifiers())));
  }

  static Connector withoutAName(ConnectorContext context, ToyCa toy) {
    return new IssuesWrongly(
        context,
        toy,
        (ca, request) ->
            ca.issue(
                naming(request, request.identifiers().subList(1, request.identifiers().size()))));
  }

  static Connector withAnExtraName(ConnectorContext context, ToyCa toy) {
    return new IssuesWrongly(
        context,
        toy,
        (ca, request) -> {
          List<Identifier> names = new ArrayList<>(request.identifiers());
          names.add(new Identifier.Dns("extra.example.test"));
          return ca.issue(naming(request, names));
        });
  }

  static Connector withoutTheIntermediate(ConnectorContext context, ToyCa toy) {
    return new IssuesWrongly(context, toy, (ca, request) -> ca.issue(request).subList(0, 1));
  }

  static Connector inDisorder(ConnectorContext context, ToyCa toy) {
    return new IssuesWrongly(
        context,
        toy,
        (ca, request) -> {
          List<X509Certificate> chain = ca.issue(request);
          return List.of(chain.getFirst(), ca.root(), chain.getLast());
        });
  }

  private static CertificateRequest naming(CertificateRequest request, List<Identifier> names) {
    return with(request, request.publicKey(), names);
  }

  private static CertificateRequest with(
      CertificateRequest request, PublicKey key, List<Identifier> names) {
    return new CertificateRequest(
        request.order(),
        request.csr(),
        key,
        new RequestedCertificate(names, request.keyType(), request.validity(), request.profile()));
  }
}
