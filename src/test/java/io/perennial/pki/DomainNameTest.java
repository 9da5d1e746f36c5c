package io.perennial.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.kernel.Refusal;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as people, pages and programs write them. */
class DomainNameTest {

  /** 253 octets of four labels. */
  private static final String LONGEST =
      String.join(".", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61));

  @ParameterizedTest
  @CsvSource({
    "WWW.Example.COM,www.example.com",
    "example.com.,example.com",
    "localhost,localhost",
    "*.Example.com,*.example.com",
    "bücher.example,xn--bcher-kva.example",
    "*.BÜCHER.example,*.xn--bcher-kva.example",
    "straße.example,xn--strae-oqa.example",
    "xn--strae-oqa.example,xn--strae-oqa.example",
    "XN--BCHER-KVA.example,xn--bcher-kva.example",
    "例え。テスト,xn--r8jz45g.xn--zckzah",
    "ｅｘａｍｐｌｅ．com,example.com",
    "example｡com,example.com",
    "пример.испытание,xn--e1afmkfd.xn--80akhbyknj4f",
    "аррӏе.com,xn--80ak6aa92e.com",
    "xn--pypal-4ve.com,xn--pypal-4ve.com",
    "r3---sn-abc.example.com,r3---sn-abc.example.com",
    "r3---sn-abc.bücher.example,r3---sn-abc.xn--bcher-kva.example",
    "東京tower.jp,xn--tower-w91hq39l.jp",
  })
  void bringsAnyWayOfWritingIntoOneForm(String typed, String name) {
    assertThat(Identifiers.parse(typed).value()).isEqualTo(name);
  }

  @Test
  void takesTheLongestLabelAndTheLongestName() {
    assertThat(Identifiers.parse(LONGEST).value()).hasSize(253);
  }

  private static void assertRefused(String typed, String sentence) {
    assertThatThrownBy(() -> Identifiers.parse(typed))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContainingAny("\u202E", "\u200D", "\u0000", "\n", "\u001B", "\u2066");
  }

  @ParameterizedTest
  @CsvSource({
    "раypal.com,mixes Cyrillic and Latin letters in one label,xn--ypal-43d9g.com",
    "www.gооgle.com,mixes Latin and Cyrillic letters in one label,www.xn--ggle-55da.com",
    "gοogle.com,mixes Latin and Greek letters in one label,xn--gogle-rce.com",
  })
  void refusesMixedScriptsAndSaysHowToInsist(String typed, String sentence, String insisting) {
    assertRefused(typed, sentence);
    assertRefused(typed, "if it is what you want, enter " + insisting + ".");
    assertThat(Identifiers.parse(insisting).value()).isEqualTo(insisting);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x202E, 0x2066, 0x200D, 0x200C, 0x200B, 0xFEFF, 0xAD, 0, 0x1B, '\n', 0xE000})
  void refusesWhatCannotBeSeenAndNamesIt(int character) {
    assertRefused(
        "exam" + Character.toString(character) + "ple.com",
        "'exam?ple.com' holds a character that cannot be seen (U+%04X). Type the name anew"
            .formatted(character));
  }

  @ParameterizedTest
  @ValueSource(strings = {"www example.com", "www\u00A0example.com", "www\u3000example.com"})
  void refusesASpaceInside(String typed) {
    assertRefused(typed, "has a space inside. Enter each name by itself.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a..example.com", ".example.com", "example.com..", "bücher..example", "*..a"})
  void refusesAnEmptyLabel(String typed) {
    assertRefused(typed, "has an empty label: a dot at its beginning, or two in a row.");
  }

  @Test
  void refusesWhatTheDnsHasNoRoomFor() {
    assertRefused("a".repeat(64) + ".com", "has a label of 64 octets, and the DNS takes 63.");
    assertRefused("ü".repeat(60) + ".com", "octets, and the DNS takes 63.");
    assertRefused(LONGEST + "d", "has 254 octets, and the DNS takes 253. Use a shorter name.");
    assertRefused("a.".repeat(600) + "a", "has 1201 characters; a domain name has at most 253.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xn--zzzzzz-.com",
        "xn--.com",
        "xn--a.com",
        "xn--Bcher-Kva8.com",
        "xn--ls8h\u00FC.com"
      })
  void refusesAnEncodedNameThatDecodesToNone(String typed) {
    assertRefused(typed, "has a label that begins with xn-- and encodes no name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-a.com",
        "a-.com",
        "a_b.com",
        "a.*.com",
        "*",
        "**.com",
        "a!.com",
        "1.2.3",
        "１.２.３.４",
        "http:",
        "\u0301a.com",
        "אa.com"
      })
  void refusesWhatIsNoName(String typed) {
    assertThatThrownBy(() -> Identifiers.parse(typed)).isInstanceOf(Refusal.class);
  }

  @Test
  void refusesAPortAndAPage() {
    assertRefused("www.example.com:443", "has a port. Enter the name alone");
    assertRefused("https://www.example.com/", "is an address of a page.");
  }

  @Test
  void noCharacterAloneIsShownThatATerminalObeys() {
    Pattern unseen = Pattern.compile("\\p{C}");
    IntStream.concat(IntStream.range(0, 0x1_0000), IntStream.range(0xE_0000, 0xE_0200))
        .filter(each -> !Character.isLetterOrDigit(each) && !Character.isWhitespace(each))
        .forEach(character -> {
          try {
            assertThat(Identifiers.parse("a" + Character.toString(character) + "b.com").value())
                .matches("[a-z0-9.-]+");
          } catch (Refusal refused) {
            assertThat(unseen.matcher(refused.sentence()).find()).as("U+%04X", character).isFalse();
          }
        });
  }
}
