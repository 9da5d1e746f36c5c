package io.perennial.killing;

import io.perennial.Perennial;
import io.perennial.issuance.OrderTransitioned;
import io.perennial.key.Keys;
import io.perennial.killing.Marks.Moment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** The product in a process of its own, which dies at a transition when it is told to. */
public final class KilledServer {

  static final String FOLDER = "killing.folder";
  static final int EXIT = 137;

  private KilledServer() {}

  public static void main(String[] arguments) {
    new SpringApplicationBuilder(Perennial.class, Switch.class).run(arguments);
  }

  /**
   * Only what the harness needs beside the product. Without an annotation, or the product's own
   * scan would find it in every other test.
   */
  static class Switch {

    @Bean
    static Marks marks() {
      return new Marks(Path.of(System.getProperty(FOLDER)));
    }

    @Bean
    static BeanPostProcessor witness(Marks marks) {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof Keys keys ? SigningWitness.of(keys, marks) : bean;
        }
      };
    }

    @Bean
    Killer killer(Marks marks) {
      return new Killer(marks);
    }
  }

  /** Acts as if the power failed: no hook runs, nothing is closed. */
  static final class Killer {

    private static final ThreadLocal<List<String>> COMMITTING =
        ThreadLocal.withInitial(ArrayList::new);

    private final Marks marks;

    Killer(Marks marks) {
      this.marks = marks;
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    public void transitioning(OrderTransitioned news) {
      COMMITTING.get().add(name(news));
      dieIfTold(Moment.BEFORE_THE_COMMIT, news);
    }

    /** One commit may hold several transitions; all are noted before the death at one of them. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    public void transitioned(OrderTransitioned news) {
      COMMITTING.get().forEach(marks::transitioned);
      COMMITTING.remove();
      dieIfTold(Moment.BEHIND_THE_COMMIT, news);
    }

    private void dieIfTold(Moment moment, OrderTransitioned news) {
      if (marks.deadly(moment, name(news))) {
        Runtime.getRuntime().halt(EXIT);
      }
    }

    private static String name(OrderTransitioned news) {
      return (news.state() + " " + news.phase()).strip();
    }
  }
}
