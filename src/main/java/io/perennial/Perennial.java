package io.perennial;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server's entry point. */
@SpringBootApplication
public class Perennial {

  public static void main(String[] arguments) {
    SpringApplication.run(Perennial.class, arguments);
  }
}
