package io.perennial.policy;

import static java.util.stream.Collectors.joining;

import io.perennial.connector.Identifier;
import io.perennial.kernel.NetworkRange;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Identifiers;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The names that may be certified: {@code example.com} is that name alone, {@code *.example.com}
 * each name of one label more and the wildcard itself, {@code .corp.example} every name below it
 * (as RFC 5280, section 4.2.1.10, writes host constraints), {@code 10.0.0.0/8} every address in
 * that range. An empty list allows all.
 */
public final class AllowedNames {

  private static final int MOST_SHOWN = 5;

  private final List<Pattern> patterns;

  private AllowedNames(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  /**
   * Reads a list as somebody typed it, parted by commas or white space.
   *
   * @throws Refusal that names the pattern that is none
   */
  public static AllowedNames parse(String text) {
    return new AllowedNames(
        Arrays.stream(text.strip().split("[\\s,;]+"))
            .filter(part -> !part.isEmpty())
            .map(AllowedNames::pattern)
            .distinct()
            .toList());
  }

  private static Pattern pattern(String typed) {
    if (typed.contains("/")) {
      return range(typed);
    }
    boolean below = typed.startsWith(".");
    return switch (Identifiers.parse(below ? typed.substring(1) : typed)) {
      case Identifier.Ip ip when !below -> range(ip.value());
      case Identifier.Dns dns when !(below && dns.wildcard()) ->
          new Pattern((below ? "." : "") + dns.value());
      default ->
          throw Refusal.invalid(
              "Behind a leading dot stands a domain name alone, as in .corp.example.");
    };
  }

  private static Pattern range(String typed) {
    NetworkRange range = NetworkRange.parse(typed);
    return new Pattern(range.network().getHostAddress() + "/" + range.prefix());
  }

  /**
   * What is not allowed, in a sentence without its subject; empty when all of it is.
   *
   * @return such as {@code may not certify a.test: it is limited to example.com}
   */
  public Optional<String> objection(Collection<Identifier> names) {
    List<String> others =
        names.stream()
            .filter(name -> patterns.stream().noneMatch(pattern -> pattern.admits().test(name)))
            .map(Identifier::value)
            .toList();
    return patterns.isEmpty() || others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "may not certify %s: it is limited to %s"
                .formatted(shown(others), shown(patterns.stream().map(Pattern::text).toList())));
  }

  private static String shown(List<String> all) {
    String first = all.stream().limit(MOST_SHOWN).collect(joining(", "));
    return all.size() > MOST_SHOWN
        ? first + " and %d more".formatted(all.size() - MOST_SHOWN)
        : first;
  }

  /** The patterns in their one form. */
  @Override
  public String toString() {
    return patterns.stream().map(Pattern::text).collect(joining(", "));
  }

  /** One of the list, in canonical form. */
  private record Pattern(String text) {

    Predicate<Identifier> admits() {
      if (text.contains("/")) {
        NetworkRange range = NetworkRange.parse(text);
        return name ->
            name instanceof Identifier.Ip(String address)
                && range.contains(InetAddress.ofLiteral(address));
      }
      if (text.startsWith(".")) {
        return name -> name instanceof Identifier.Dns(String dns) && dns.endsWith(text);
      }
      Identifier own = new Identifier.Dns(text);
      return name ->
          name.equals(own)
              || (name instanceof Identifier.Dns dns
                  && !dns.wildcard()
                  && text.startsWith("*.")
                  && Identifiers.cover(List.of(own), name));
    }
  }
}
