package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.CertificateFilter;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Listed;
import io.perennial.certificate.Version;
import io.perennial.dashboard.internal.BindingRow.Truth;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Fingerprint;
import io.perennial.publication.Binding;
import io.perennial.publication.Bindings;
import io.perennial.publication.Truths;
import io.perennial.vault.Vaults;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Sets the three truths of each binding side by side. */
@Component
class BindingRows {

  /** The first page shows so many at most; those that need somebody come first. */
  static final int MOST = 100;

  private static final int ABBREVIATED = 12;

  private final Bindings bindings;
  private final CertificateQueries certificates;
  private final Vaults vaults;
  private final Clock clock;

  BindingRows(Bindings bindings, CertificateQueries certificates, Vaults vaults, Clock clock) {
    this.bindings = bindings;
    this.certificates = certificates;
    this.vaults = vaults;
    this.clock = clock;
  }

  /** Bindings, drift first, and then certificates that no server serves. */
  List<BindingRow> first(Principal actor) {
    List<Truths> all = bindings.truths(actor);
    List<BindingRow> rows = new ArrayList<>(rows(actor, drifting(all)));
    Set<CertificateId> bound =
        all.stream().map(truths -> truths.certificate().id()).collect(Collectors.toSet());
    CertificateFilter everything = CertificateFilter.all(vaults.first().id());
    certificates.page(actor, everything, Slice.first(MOST)).items().stream()
        .filter(listed -> !bound.contains(listed.certificate().id()))
        .limit(MOST - rows.size())
        .map(BindingRows::unbound)
        .forEach(rows::add);
    return rows;
  }

  private static List<Truths> drifting(List<Truths> all) {
    return all.stream()
        .sorted(
            Comparator.comparing(Truths::served)
                .thenComparing(truths -> truths.certificate().name().value()))
        .limit(MOST)
        .toList();
  }

  /** Those of one certificate. */
  List<BindingRow> of(Principal actor, List<Truths> truths) {
    return rows(actor, truths);
  }

  private List<BindingRow> rows(Principal actor, List<Truths> all) {
    Moments moments = new Moments(clock.instant());
    Map<VersionId, Version> installed =
        certificates.versions(
            actor,
            all.stream().flatMap(one -> one.binding().installed().version().stream()).toList());
    Map<Fingerprint, Version> shown =
        certificates.shown(
            actor,
            all.stream()
                .flatMap(one -> one.binding().served().fingerprint().stream())
                .map(Fingerprint::new)
                .toList());
    return all.stream()
        .map(truths ->
            row(
                truths,
                installed(truths.binding(), installed, moments),
                served(truths.binding(), shown, moments)))
        .sorted(
            Comparator.comparing(BindingRow::drift)
                .reversed()
                .thenComparing(BindingRow::certificate)
                .thenComparing(BindingRow::server))
        .toList();
  }

  private static BindingRow row(Truths truths, Truth installed, Truth served) {
    Binding binding = truths.binding();
    return new BindingRow(
        binding.id().value(),
        truths.certificate().id().value(),
        truths.certificate().name().value(),
        truths.consumer().name().value(),
        binding.address() + ":" + binding.port(),
        published(truths.published()),
        installed,
        served,
        Moments.readable(truths.sentence()),
        !truths.served());
  }

  private static Truth published(Optional<Version> version) {
    return version
        .map(known ->
            new Truth(
                "v" + known.number(),
                known.fingerprint().abbreviated(),
                "expires " + Moments.minute(known.notAfter())))
        .orElse(Truth.UNKNOWN);
  }

  private static Truth installed(
      Binding binding, Map<VersionId, Version> versions, Moments moments) {
    return binding
        .installed()
        .fingerprint()
        .map(fingerprint ->
            new Truth(
                binding
                    .installed()
                    .version()
                    .flatMap(id -> Optional.ofNullable(versions.get(id)))
                    .map(version -> "v" + version.number())
                    .orElse(""),
                abbreviated(fingerprint),
                binding.installed().at().map(at -> "reported " + moments.ago(at)).orElse("")))
        .orElse(Truth.UNKNOWN);
  }

  private static Truth served(Binding binding, Map<Fingerprint, Version> shown, Moments moments) {
    String when = binding.served().at().map(at -> "seen " + moments.ago(at)).orElse("");
    return binding
        .served()
        .fingerprint()
        .map(fingerprint ->
            new Truth(
                Optional.ofNullable(shown.get(new Fingerprint(fingerprint)))
                    .filter(version -> version.certificate().equals(binding.certificate()))
                    .map(version -> "v" + version.number())
                    .orElse("other"),
                abbreviated(fingerprint),
                when))
        .orElse(new Truth("", "", when.isEmpty() ? "" : "nothing " + when));
  }

  private static BindingRow unbound(Listed listed) {
    return new BindingRow(
        "",
        listed.certificate().id().value(),
        listed.certificate().name().value(),
        "",
        "",
        published(listed.current()),
        Truth.UNKNOWN,
        Truth.UNKNOWN,
        Moments.readable(listed.certificate().plan().sentence()),
        false);
  }

  private static String abbreviated(String fingerprint) {
    return fingerprint.substring(0, Math.min(fingerprint.length(), ABBREVIATED));
  }
}
