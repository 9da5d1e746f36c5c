package io.perennial.vaultapi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.testing.Database;
import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several clients that order the same certificate in the same moment. */
class CreationRaceIT {

  private static final int CLIENTS = 4;
  private static final int ROUNDS = 6;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Database.class)
  void oneIsServedAndTheOthersAreToldThatItIsInProgress(Database database) throws Exception {
    try (RunningServer server =
        RunningServer.in(folder.resolve("server")).on(database).start().awaitReady()) {
      VaultClient officer = VaultClient.admitted(server, folder, "officer", "certificates-officer");
      List<VaultClient> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        clients.add(officer.twin(folder.resolve("client-" + client)));
      }
      for (int round = 0; round < ROUNDS; round++) {
        String name = "race-" + round;
        requireOne(atOnce(clients, name, "Unknown"));
        assertThat(officer.send("DELETE", "/certificates/" + name + "/pending", "").status())
            .isEqualTo(200);

        requireOne(atOnce(clients, name, "Unknown"));
      }
      for (int round = 0; round < ROUNDS; round++) {
        String name = "own-" + round;
        List<VaultClient.Answer> answers = atOnce(clients, name, "Self");
        requireServedOrTold(answers);
        // Who comes after the first was issued orders the next.
        int served = (int) answers.stream().filter(answer -> answer.status() == 202).count();
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() ->
                assertThat(officer.get("/certificates/" + name + "/versions").json().at("/value"))
                    .hasSize(served));
      }
    }
  }

  private static List<VaultClient.Answer> atOnce(
      List<VaultClient> clients, String name, String issuer) throws Exception {
    CyclicBarrier start = new CyclicBarrier(clients.size());
    List<Future<VaultClient.Answer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients.size())) {
      for (int client = 0; client < clients.size(); client++) {
        VaultClient caller = clients.get(client);
        String body =
            """
            {"policy":{"issuer":{"name":"%s"},"key_props":{"kty":"EC"},
              "x509_props":{"subject":"CN=c%d.%s.example.com"}}}
            """
                .formatted(issuer, client, name);
        answers.add(
            threads.submit(() -> {
              start.await();
              return caller.send("POST", "/certificates/" + name + "/create", body);
            }));
      }
    }
    List<VaultClient.Answer> all = new ArrayList<>();
    for (Future<VaultClient.Answer> answer : answers) {
      all.add(answer.get());
    }
    return all;
  }

  private static void requireOne(List<VaultClient.Answer> answers) {
    assertThat(answers).as("%s", answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
    requireServedOrTold(answers);
  }

  private static void requireServedOrTold(List<VaultClient.Answer> answers) {
    assertThat(answers)
        .as("%s", answers)
        .filteredOn(answer -> answer.status() != 202)
        .allSatisfy(refused -> {
          assertThat(refused.status()).isEqualTo(409);
          assertThat(refused.text("/error/code")).isEqualTo("Forbidden");
        });
  }
}
