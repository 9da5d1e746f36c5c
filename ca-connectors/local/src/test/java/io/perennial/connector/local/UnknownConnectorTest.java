package io.perennial.connector.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.OrderState;
import io.perennial.connector.Progress;
import io.perennial.connector.Revoker;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class UnknownConnectorTest {

  @Test
  void waitsAtEachStepForWhatSomebodyBrings() throws Exception {
    Orders orders = new Orders(new UnknownFactory(), Map.of());
    CertificateRequest request = orders.request("www.example.test");
    OrderState foreign = new OrderState("PREPARED", new byte[] {1});
    try (Connector connector = orders.open()) {
      assertThat(connector.review(request.requested())).isEmpty();
      for (Progress progress :
          new Progress[] {
            connector.submit(request),
            connector.recover(request),
            connector.advance(request, foreign)
          }) {
        assertThat(progress).isInstanceOf(Progress.Waiting.class);
      }
      assertThat(connector.probe().reachable()).isTrue();
      assertThat(connector).isNotInstanceOf(Revoker.class);
    }
  }

  @Test
  void isTheOnlyKindThatDoesNotIssue() {
    assertThat(ServiceLoader.load(ConnectorFactory.class))
        .filteredOn(factory -> !factory.issuing())
        .extracting(ConnectorFactory::type)
        .containsExactly("unknown");
  }
}
