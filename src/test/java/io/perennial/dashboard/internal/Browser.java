package io.perennial.dashboard.internal;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chromium, as Debian ships it. Remembers all that pages complain about. */
final class Browser implements AutoCloseable {

  static final int WIDE = 1280;
  static final int NARROW = 390;

  /** What the browser itself notes of an answer that is meant to be a refusal. */
  private static final String REFUSAL = "the server responded with a status of 4";

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final List<String> complaints = new ArrayList<>();

  Browser() {
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  }

  /** A visitor of their own, with no cookies, who wants no motion: colours change at once. */
  Page visitor(String base, int width, ColorScheme scheme) {
    BrowserContext context =
        chromium.newContext(
            new NewContextOptions()
                .setBaseURL(base)
                .setIgnoreHTTPSErrors(true)
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE));
    context.setDefaultTimeout(10_000);
    Page page = context.newPage();
    page.onConsoleMessage(message -> {
      boolean bad = message.type().equals("error") || message.type().equals("warning");
      if (bad && !message.text().contains(REFUSAL)) {
        complaints.add(page.url() + ": " + message.text());
      }
    });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    return page;
  }

  /** Errors and warnings of all pages: violations of the content security policy among them. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
