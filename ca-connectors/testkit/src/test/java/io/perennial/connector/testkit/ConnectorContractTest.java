package io.perennial.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class ConnectorContractTest {

  private static final int CASES = 27;

  @Test
  void passesASoundConnector() {
    Map<String, Optional<String>> results = run(ToyContract::sound);
    assertThat(failures(results)).isEmpty();
    assertThat(results).hasSize(CASES);
  }

  @TestFactory
  Stream<DynamicTest> failsAConnectorThatLosesOrders() {
    return Stream.of(
        broken(
            BrokenConnectors.ForgetsTheState::new,
            "finishesWhenReopenedAfterEveryStep",
            "issuesOnceThoughEveryStepIsRepeated",
            "recoversALostAnswerWithoutASecondCertificate",
            "recoversAnOrderThatNeverReachedTheCa",
            "answersAtOnceWhenAskedTooEarly",
            "leadsFromTheLeafToARoot",
            "abandonsAnOrderInAnyState"),
        broken(IssuesWrongly::atEveryAdvance, "issuesOnceThoughEveryStepIsRepeated"),
        broken(
            BrokenConnectors.IssuesAnewOnRecovery::new,
            "recoversALostAnswerWithoutASecondCertificate"),
        broken(
            BrokenConnectors.RefusesToRecover::new,
            "recoversALostAnswerWithoutASecondCertificate",
            "recoversAnOrderThatNeverReachedTheCa"),
        broken(BrokenConnectors.ConfusesOrders::new, "keepsOrdersApart"),
        broken(BrokenConnectors.WaitsForItsCa::new, "answersAtOnceWhenAskedTooEarly"),
        broken(BrokenConnectors.ThrowsOnAbandon::new, "abandonsAnOrderInAnyState"),
        broken(BrokenConnectors.NamesPhasesByOrder::new, "namesItsPhasesForGood"));
  }

  @TestFactory
  Stream<DynamicTest> failsAConnectorThatBringsAWrongCertificate() {
    return Stream.of(
        broken(IssuesWrongly::forAnotherKey, "certifiesTheRequestedKey", "keepsOrdersApart"),
        broken(BrokenConnectors.OffersKeysItRefuses::new, "certifiesEveryTypeOfKeyItOffers"),
        broken(IssuesWrongly::withoutAName, "namesExactlyTheRequestedIdentifiers"),
        broken(IssuesWrongly::withAnExtraName, "namesExactlyTheRequestedIdentifiers"),
        broken(IssuesWrongly::withoutTheIntermediate, "leadsFromTheLeafToARoot"),
        broken(IssuesWrongly::inDisorder, "leadsFromTheLeafToARoot"));
  }

  @TestFactory
  Stream<DynamicTest> failsAConnectorThatTellsSecrets() {
    return Stream.of(
        broken(BrokenConnectors.StoresASecret::new, "keepsSecretsOutOfStoredStates"),
        broken(BrokenConnectors.StoresAPrivateKey::new, "keepsSecretsOutOfStoredStates"),
        broken(BrokenConnectors.DescribesASecret::new, "keepsSecretsOutOfDescriptions"),
        broken(BrokenConnectors.FailsWithASecret::new, "keepsSecretsOutOfFailures"));
  }

  @Test
  void passesASoundAdviser() {
    assertThat(failures(run(ca -> new ToyFactory(ca, AdvisesWrongly.Soundly::new)))).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> failsAConnectorThatAdvisesWrongly() {
    return Stream.of(
        broken(AdvisesWrongly.ForTheTimeAfterExpiry::new, "advisesOnWhatItIssued"),
        broken(AdvisesWrongly.WithAnOriginOfTheDay::new, "namesItsOriginOfflineAndTheSameEachTime"),
        broken(AdvisesWrongly.ByThrowing::new, "saysInWordsThatItCannotAdvise"));
  }

  @TestFactory
  Stream<DynamicTest> failsAConnectorWithoutManners() {
    return Stream.of(
        broken(BrokenConnectors.TrustsItsState::new, "answersAForeignStateInWords"),
        broken(BrokenConnectors.ThrowsWhatTheNetworkThrows::new, "survivesAnUnreachableCa"),
        broken(BrokenConnectors.ProbeThrows::new, "probesWithoutThrowing"),
        broken(BrokenConnectors.ReviewsOnline::new, "reviewsOfflineAndMakesNoKeyForIt"),
        broken(
            BrokenConnectors.TakesItsKeyWhenOpened::new,
            "keepsSecretsOutOfFailures",
            "namesItsOriginOfflineAndTheSameEachTime",
            "probesWithoutThrowing",
            "reviewsOfflineAndMakesNoKeyForIt"),
        broken(BrokenConnectors.DeniesASecondRevocation::new, "revokesOnceHoweverOftenItIsAsked"),
        broken(BrokenConnectors.ThrowsWhereItCannotRevoke::new, "saysInWordsThatItCannotRevoke"),
        broken(BrokenConnectors.KeepsAThread::new, "leavesNoThreadBehind"),
        brokenFactory(BrokenConnectors.MisdescribesASetting::new, "describesItsSettings"),
        brokenFactory(BrokenConnectors.IsNotRegistered::new, "isFoundByTheServiceLoader"));
  }

  private static DynamicTest broken(
      BiFunction<ConnectorContext, ToyCa, Connector> opener, String... cases) {
    return brokenFactory(ca -> new ToyFactory(ca, opener), cases);
  }

  private static DynamicTest brokenFactory(
      Function<ToyCa, ConnectorFactory> factory, String... cases) {
    return DynamicTest.dynamicTest(
        String.join(", ", cases), () -> assertThat(failures(run(factory))).containsOnlyKeys(cases));
  }

  /** The contract's cases and, where one failed, why. */
  private static Map<String, Optional<String>> run(Function<ToyCa, ConnectorFactory> subject) {
    ToyContract.subject = subject;
    Map<String, Optional<String>> results = new ConcurrentHashMap<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(ToyContract.class)).build();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            test.getSource()
                .filter(MethodSource.class::isInstance)
                .ifPresent(source ->
                    results.put(
                        ((MethodSource) source).getMethodName(),
                        result.getThrowable().map(Throwable::toString)));
          }
        };
    LauncherFactory.create().execute(request, listener);
    return results;
  }

  private static Map<String, String> failures(Map<String, Optional<String>> results) {
    return results.entrySet().stream()
        .filter(entry -> entry.getValue().isPresent())
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().orElseThrow()));
  }
}
