package io.perennial.publication.internal;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.certificate.Certificates;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Identifiers;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.testing.RawPull;
import io.perennial.testing.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingIT {

  private static final int EACH = 50;

  @TempDir Path folder;

  @Test
  void whoWaitsIsAnsweredWhenTheServerStops() throws Exception {
    RunningServer stopping = RunningServer.in(folder).start().awaitReady();
    List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
    try (stopping) {
      Consumers consumers = stopping.bean(Consumers.class);
      var invitation = consumers.invite(SYSTEM, new ObjectName("web1"));
      var enrolled = consumers.enrol(invitation.token().token(), "web1");
      String credential = enrolled.credential().token();
      String path = "/pull/v1/bindings/" + bind(stopping, enrolled) + "/chain.pem";
      for (int port : List.of(stopping.pullPort(), stopping.httpsPort())) {
        RawPull pull = new RawPull(stopping, port);
        String tag = pull.get(path, credential).headers().firstValue("ETag").orElseThrow();
        for (int i = 0; i < EACH; i++) {
          waiting.add(pull.later(path + "?wait=300", credential, "If-None-Match", tag));
        }
      }
      Waiting all = stopping.bean(Waiting.class);
      await().atMost(Duration.ofSeconds(30)).until(() -> all.count() == 2 * EACH);
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }
    for (CompletableFuture<HttpResponse<byte[]>> answer : waiting) {
      assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(304);
    }
  }

  private static String bind(RunningServer server, Consumers.Enrolled enrolled) {
    return server
        .bean(Bindings.class)
        .bind(
            SYSTEM,
            new Bindings.Wanted(
                enrolled.consumer().id(),
                server.bean(Certificates.class).list(SYSTEM).getFirst().id(),
                List.of(Identifiers.parse("localhost")),
                "127.0.0.1",
                RunningServer.freePort()))
        .id()
        .value();
  }
}
