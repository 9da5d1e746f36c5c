package io.perennial.pullapi;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Identifiers;
import io.perennial.publication.Bindings;
import io.perennial.publication.ClientCertificates;
import io.perennial.publication.Consumers;
import io.perennial.publication.Proof;
import io.perennial.testing.ClientKey;
import io.perennial.testing.Database;
import io.perennial.testing.RawPull;
import io.perennial.testing.RunningServer;
import io.perennial.testing.Store;
import io.perennial.testing.TestCertificates;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two on one database: what the one changes, the other has not in memory for longer than a second.
 */
class TwoServersIT {

  private static final Duration A_SECOND_AND_A_REQUEST = Duration.ofMillis(1_500);

  @TempDir Path folder;

  private RunningServer near;
  private Store far;
  private RawPull client;
  private Consumers.Enrolled web1;
  private Certificate certificate;
  private String chain;

  @BeforeEach
  void open() throws Exception {
    Map<String, String> database = Database.POSTGRESQL.properties();
    RunningServer.Builder server = RunningServer.in(folder);
    Store.Builder store = Store.in(folder);
    database.forEach(server::property);
    database.forEach(store::property);
    near = server.start().awaitReady();
    far = store.open();
    client = new RawPull(near, near.pullPort());
    Consumers consumers = near.bean(Consumers.class);
    var invitation = consumers.invite(SYSTEM, new ObjectName("web1"));
    web1 = consumers.enrol(invitation.token().token(), "web1");
    certificate = near.bean(Certificates.class).list(SYSTEM).getFirst();
    var binding =
        near.bean(Bindings.class)
            .bind(
                SYSTEM,
                new Bindings.Wanted(
                    web1.consumer().id(),
                    certificate.id(),
                    List.of(Identifiers.parse("localhost")),
                    "127.0.0.1",
                    RunningServer.freePort()));
    chain = "/pull/v1/bindings/" + binding.id().value() + "/chain.pem";
  }

  @AfterEach
  void close() {
    far.close();
    near.close();
  }

  private HttpResponse<byte[]> pull() throws Exception {
    return client.get(chain, web1.credential().token());
  }

  @Test
  void whoIsRevokedOnTheOneIsOutOnTheOther() throws Exception {
    assertThat(pull().statusCode()).isEqualTo(200);
    assertThat(pull().statusCode()).isEqualTo(200);
    far.bean(Consumers.class).revoke(SYSTEM, web1.consumer().id());
    await().atMost(A_SECOND_AND_A_REQUEST).until(() -> pull().statusCode() == 401);
  }

  @Test
  void aCertificateOfTheOneCountsAtTheOtherAndEndsThereToo() throws Exception {
    ClientKey key = ClientKey.fresh();
    assertThat(pull().statusCode()).isEqualTo(200);
    X509Certificate issued =
        far.bean(ClientCertificates.class)
            .issue(new Proof.Token(web1.credential().token()), key.csr())
            .certificate();
    RawPull showing = new RawPull(near, key.showing(near, issued));
    assertThat(showing.get(chain, "").statusCode()).isEqualTo(200);
    assertThat(showing.get(chain, "").statusCode()).isEqualTo(200);
    assertThat(pull().statusCode()).as("the token ended").isEqualTo(401);
    far.bean(Consumers.class).revoke(SYSTEM, web1.consumer().id());
    await().atMost(A_SECOND_AND_A_REQUEST).until(() -> showing.get(chain, "").statusCode() == 401);
  }

  @Test
  void whoWaitsAtTheOneHearsOfAVersionOfTheOther() throws Exception {
    String tag = pull().headers().firstValue("ETag").orElseThrow();
    CompletableFuture<HttpResponse<byte[]>> waiting =
        client.later(chain + "?wait=60", web1.credential().token(), "If-None-Match", tag);
    assertThat(pull().statusCode()).isEqualTo(200);
    VersionId version = new VersionId("2".repeat(32));
    far.bean(Certificates.class)
        .add(
            SYSTEM,
            certificate.id(),
            new Certificates.NewVersion(version, certificate.issuer(), 1, false),
            List.of(
                TestCertificates.of(
                    "localhost", near.bean(Clock.class).instant(), Duration.ofDays(90))));
    HttpResponse<byte[]> heard =
        waiting.get(A_SECOND_AND_A_REQUEST.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(heard.statusCode()).isEqualTo(200);
    assertThat(heard.headers().firstValue("Perennial-Version")).contains(version.value());
  }
}
