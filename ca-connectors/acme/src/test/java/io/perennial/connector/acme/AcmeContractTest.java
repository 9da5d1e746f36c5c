package io.perennial.connector.acme;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Instruction;
import io.perennial.connector.testkit.ConnectorContract;
import io.perennial.connector.testkit.acme.AcmeServer;
import io.perennial.connector.testkit.acme.Http01Fetch;
import io.perennial.connector.testkit.acme.RenewalWindow;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract, against a CA that fetches each token over HTTP and takes its time to validate. */
class AcmeContractTest extends ConnectorContract {

  private static final String EAB_KEY =
      "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

  private TokenServer tokens;
  private HttpClient validator;
  private AcmeServer server;

  @BeforeEach
  void startCa() throws Exception {
    tokens = new TokenServer();
    validator = HttpClient.newHttpClient();
    server = new AcmeServer(clock(), new Http01Fetch(validator, tokens.port()));
    server
        .behaviour()
        .externalAccountRequired(true)
        .externalAccounts(Map.of("kid-1", Base64.getUrlDecoder().decode(EAB_KEY)));
    server.behaviour().renewalWindows(AcmeContractTest::lastThird);
    server.behaviour().readsUntilValidated(2).readsUntilReady(1).readsUntilIssued(2);
  }

  private static RenewalWindow lastThird(X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    Duration third = Duration.between(certificate.getNotBefore().toInstant(), end).dividedBy(3);
    return new RenewalWindow(end.minus(third), end, Optional.empty(), Duration.ofHours(6));
  }

  @AfterEach
  void stopCa() {
    server.close();
    validator.close();
    tokens.close();
  }

  @Override
  protected ConnectorFactory factory() {
    return new AcmeConnectorFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "directory",
        server.directory().toString(),
        "roots",
        Rig.pem(server.tlsRoot()),
        "eab-key-id",
        "kid-1",
        "eab-hmac-key",
        EAB_KEY);
  }

  @Override
  protected Set<String> phases() {
    return Set.of("ORDERED", "PRESENTED", "TRIGGERED", "READY", "FINALIZING", "PROCESSING");
  }

  @Override
  protected List<X509Certificate> roots(Connector connector, X509Certificate leaf) {
    return List.of(server.issuingRoot());
  }

  @Override
  protected void perform(Instruction instruction) {
    tokens.serve(List.of(instruction));
  }

  @Override
  protected void undo(Instruction instruction) {
    tokens.stopServing(List.of(instruction));
  }

  @Override
  protected Optional<List<X509Certificate>> issuedByTheCa() {
    return Optional.of(server.issued());
  }

  @Override
  protected Optional<Boolean> revokedByTheCa(Connector connector, X509Certificate certificate) {
    return Optional.of(server.revoked().containsKey(certificate.getSerialNumber()));
  }
}
