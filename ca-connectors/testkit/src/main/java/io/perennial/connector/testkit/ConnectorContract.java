package io.perennial.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.OrderState;
import io.perennial.connector.Probe;
import io.perennial.connector.Progress;
import io.perennial.connector.Setting;
import io.perennial.connector.Settings;
import io.perennial.connector.SettingsSchema;
import io.perennial.connector.testkit.OrderRun.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * What the core relies on. A connector's test extends this class, says how its CA is reached, and
 * inherits the cases; nothing here knows a CA or its protocol.
 */
public abstract class ConnectorContract extends AdviceCases {

  @Test
  final void keepsSecretsOutOfStoredStates() throws Exception {
    InMemoryContext context = newContext();
    OrderRun run = issued(bench(context), request(context));
    Canaries canaries = canaries(context);
    for (OrderState state : run.states()) {
      assertThat(canaries.foundIn(state.data())).as("secret in phase " + state.phase()).isEmpty();
      assertThat(canaries.foundIn(state.phase())).as("secret in a phase's name").isEmpty();
    }
    context
        .state()
        .read()
        .ifPresent(stored ->
            assertThat(canaries.foundIn(stored.value()))
                .as("secret in the issuer's state")
                .isEmpty());
  }

  @Test
  final void keepsSecretsOutOfDescriptions() throws Exception {
    InMemoryContext context = newContext();
    Workbench bench = bench(context);
    CertificateRequest request = request(context);
    try (Connector connector = bench.open();
        OrderRun run = OrderRun.on(connector, bench, request)) {
      run.issue();
      Canaries canaries = canaries(context);
      List<Object> described = new ArrayList<>(run.answers());
      described.add(connector);
      described.add(connector.probe());
      described.add(connector.limits());
      described.add(factory());
      for (Object object : described) {
        assertThat(canaries.foundIn(object.toString()))
            .as("secret in toString() of a " + object.getClass().getSimpleName())
            .isEmpty();
      }
    }
  }

  @Test
  final void keepsSecretsOutOfFailures() throws Exception {
    InMemoryContext context = newContext();
    Workbench bench = bench(context);
    CertificateRequest request = request(context);
    List<OrderState> states = ForeignStates.and(issued(bench, request).states());
    List<Workbench> places =
        List.of(
            bench,
            bench.with(CutOffContext.offline(context)),
            bench.with(CutOffContext.broken(context)));
    Canaries canaries = canaries(context);
    for (Workbench place : places) {
      try (Connector connector = place.open()) {
        assertSilent(place, canaries, () -> connector.submit(request(context)));
        assertSilent(place, canaries, () -> connector.recover(request));
        assertSilent(place, canaries, connector::probe);
        for (OrderState state : states) {
          assertSilent(place, canaries, () -> connector.advance(request, state));
          assertSilent(
              place,
              canaries,
              () -> {
                connector.abandon(request, state);
                return state;
              });
        }
      }
    }
  }

  private static void assertSilent(Workbench bench, Canaries canaries, Callable<?> call) {
    Optional<String> told;
    try {
      told = canaries.foundIn(String.valueOf(bench.calls().<Object>call("step", call::call)));
    } catch (Exception e) {
      told = canaries.foundIn(e);
    }
    assertThat(told).as("secret in what a failure says").isEmpty();
  }

  @Test
  final void answersAForeignStateInWords() throws Exception {
    InMemoryContext context = newContext();
    Workbench bench = bench(context);
    CertificateRequest request = request(context);
    List<OrderState> foreign = ForeignStates.of(issued(bench, request).states());
    try (Connector connector = bench.open()) {
      for (OrderState state : foreign) {
        assertNothingUnchecked(
            "in phase " + state.phase(),
            () -> bench.calls().call("advance", () -> connector.advance(request, state)));
      }
    }
  }

  @Test
  final void survivesAnUnreachableCa() throws Exception {
    InMemoryContext context = newContext();
    CertificateRequest request = request(context);
    Workbench bench = bench(context).with(CutOffContext.offline(context));
    try (Connector connector = bench.open()) {
      assertNothingUnchecked(
          "from submit", () -> bench.calls().call("submit", () -> connector.submit(request)));
      assertNothingUnchecked(
          "from recover", () -> bench.calls().call("recover", () -> connector.recover(request)));
    }
  }

  private static void assertNothingUnchecked(String where, Callable<Progress> call)
      throws Exception {
    try {
      assertThat(call.call()).as("answer " + where).isNotNull();
    } catch (ConnectorException e) {
      assertThat(e.getMessage()).as("message " + where).isNotBlank();
    } catch (RuntimeException e) {
      throw new AssertionError("an unchecked exception came " + where, e);
    }
  }

  @Test
  final void probesWithoutThrowing() throws Exception {
    InMemoryContext context = newContext();
    Workbench bench = bench(context);
    assertThat(probe(bench).reachable()).as("probe of a CA that works").isTrue();
    for (CutOffContext cut :
        List.of(CutOffContext.offline(context), CutOffContext.broken(context))) {
      assertThat(probe(bench.with(cut)).sentence()).isNotBlank();
    }
  }

  private static Probe probe(Workbench bench) throws Exception {
    try (Connector connector = bench.open()) {
      return bench.calls().call("probe", connector::probe);
    } catch (RuntimeException e) {
      throw new AssertionError("probe() must not throw", e);
    }
  }

  @Test
  final void reviewsOfflineAndMakesNoKeyForIt() throws Exception {
    InMemoryContext context = newContext();
    CertificateRequest request = request(context);
    CutOffContext cut = CutOffContext.broken(context);
    Workbench bench = bench(context).with(cut);
    try (Connector connector = bench.open()) {
      assertThat(bench.calls().call("limits", connector::limits).maxIdentifiers()).isPositive();
      assertThat(bench.calls().call("review", () -> connector.review(request.requested())))
          .as("reasons against a request that this CA grants")
          .isEmpty();
    }
    assertThat(cut.attempts()).as("requests sent by open, limits, review, close").isZero();
  }

  @Test
  final void namesItsPhasesForGood() throws Exception {
    InMemoryContext context = newContext();
    List<OrderState> states = new ArrayList<>();
    states.addAll(issued(bench(context), request(context)).states());
    states.addAll(issued(bench(context), request(context)).states());
    assertThat(states).extracting(OrderState::phase).as("phases").isSubsetOf(phases());
  }

  @Test
  final void leavesNoThreadBehind() throws Exception {
    InMemoryContext context = newContext();
    Workbench bench = bench(context);
    CertificateRequest request = request(context);
    try (OrderRun run = new OrderRun(bench, request, Manner.ONE_INSTANCE)) {
      run.issue();
    }
    probe(bench);
    context.close();
    assertThat(bench.calls().remaining()).as("threads alive after close()").isEmpty();
  }

  @Test
  final void describesItsSettings() {
    ConnectorFactory factory = factory();
    assertThat(factory.type()).matches("[a-z]+(-[a-z]+)*");
    assertThat(factory.displayName()).isNotBlank();
    assertThatCode(() -> Settings.of(factory.settings(), settings())).doesNotThrowAnyException();
    for (Setting setting : factory.settings().settings()) {
      assertThat(setting.label()).as("label of " + setting.name()).isNotBlank();
      assertThat(setting.help()).as("help of " + setting.name()).endsWith(".");
      assertThat(setting.choices().isEmpty())
          .as("only a choice has choices: " + setting.name())
          .isEqualTo(setting.kind() != Setting.Kind.CHOICE);
      assertThat(setting.kind() == Setting.Kind.SECRET && setting.fallback().isPresent())
          .as("a secret with a fallback is none: " + setting.name())
          .isFalse();
      setting.fallback().ifPresent(fallback -> assertFits(setting, fallback));
    }
  }

  private static void assertFits(Setting setting, String fallback) {
    assertThatCode(() -> Settings.of(SettingsSchema.of(setting), Map.of(setting.name(), fallback)))
        .as("fallback of " + setting.name())
        .doesNotThrowAnyException();
  }

  @Test
  final void isFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(ConnectorFactory.class))
        .as("META-INF/services/" + ConnectorFactory.class.getName())
        .extracting(ConnectorFactory::type)
        .containsOnlyOnce(factory().type());
  }
}
