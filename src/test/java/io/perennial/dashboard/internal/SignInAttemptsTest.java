package io.perennial.dashboard.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SignInAttemptsTest {

  private Instant now = Instant.parse("2027-01-15T12:00:00Z");
  private final SignInAttempts attempts =
      new SignInAttempts(
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }
          });

  @Test
  void holdsANameBackAfterFiveAttemptsFromAnAddress() {
    exhaust("192.0.2.1", "administrator");

    assertThat(attempts.admit("192.0.2.1", "Administrator ")).contains(SignInAttempts.WINDOW);
  }

  @Test
  void letsTheSameNameInFromAnotherAddress() {
    exhaust("192.0.2.1", "administrator");

    assertThat(attempts.admit("192.0.2.2", "administrator")).isEmpty();
  }

  @Test
  void forgetsAfterAWhile() {
    exhaust("192.0.2.1", "administrator");
    now = now.plus(SignInAttempts.WINDOW);

    assertThat(attempts.admit("192.0.2.1", "administrator")).isEmpty();
  }

  @Test
  void saysHowLongIsLeft() {
    exhaust("192.0.2.1", "administrator");
    now = now.plus(Duration.ofMinutes(5));

    assertThat(attempts.admit("192.0.2.1", "administrator")).contains(Duration.ofMinutes(10));
  }

  @Test
  void holdsAnAddressBackThatTriesManyNames() {
    for (int i = 0; i < SignInAttempts.PER_ADDRESS; i++) {
      assertThat(attempts.admit("192.0.2.1", "name" + i)).isEmpty();
    }

    assertThat(attempts.admit("192.0.2.1", "another")).isPresent();
  }

  @Test
  void startsAnewAfterASuccess() {
    for (int i = 0; i < SignInAttempts.PER_NAME - 1; i++) {
      attempts.admit("192.0.2.1", "administrator");
    }
    attempts.succeeded("192.0.2.1", "administrator");

    exhaust("192.0.2.1", "administrator");
  }

  private void exhaust(String address, String name) {
    for (int i = 0; i < SignInAttempts.PER_NAME; i++) {
      assertThat(attempts.admit(address, name)).isEmpty();
    }
  }
}
