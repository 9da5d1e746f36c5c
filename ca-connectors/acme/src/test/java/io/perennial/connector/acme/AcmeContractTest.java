package io.perennial.connector.acme;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Instruction;
import io.perennial.connector.testkit.ConnectorContract;
import io.perennial.connector.testkit.acme.AcmeServer;
import io.perennial.connector.testkit.acme.Http01Fetch;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract, against a CA that fetches each token over HTTP and takes its time to validate. */
class AcmeContractTest extends ConnectorContract {

  private TokenServer tokens;
  private HttpClient validator;
  private AcmeServer server;

  @BeforeEach
  void startCa() throws Exception {
    tokens = new TokenServer();
    validator = HttpClient.newHttpClient();
    server = new AcmeServer(clock(), new Http01Fetch(validator, tokens.port()));
    server.behaviour().readsUntilValidated(2).readsUntilReady(1).readsUntilIssued(2);
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
    return Map.of("directory", server.directory().toString(), "roots", Rig.pem(server.tlsRoot()));
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
