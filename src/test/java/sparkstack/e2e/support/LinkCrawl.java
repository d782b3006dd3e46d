package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Follows every link of Spark's web UI, from one page on, as a browser outside of the cluster does.
 *
 * <p>Links are what pages, style sheets, redirects and the scripts of Spark's pages refer to. Each
 * must answer with a status below 400, and none may leave the host that the browser asked for:
 * another one is known in the cluster only. A form that is posted, and a link that stops something,
 * is only looked at.
 */
public final class LinkCrawl {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** In CSS, with or without quotes. */
  private static final Pattern STYLE_URL = Pattern.compile("url\\(['\"]?([^'\")]+)['\"]?\\)");

  /** What an application's pages are below, such as {@code /proxy/app-20260101000000-0000}. */
  private static final Pattern APPLICATION = Pattern.compile("(.*/(app-\\d+-\\d+))/executors/");

  /** What those pages ask the REST API for. */
  private static final List<String> REST =
      List.of("allexecutors", "allmiscellaneousprocess", "environment", "sql", "stages");

  /** Parameters that select what a page shows; all others select how. */
  private static final Set<String> SELECTING =
      Set.of("id", "attempt", "appId", "executorId", "driverId", "logType");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** A link as it was found. */
  private record Link(URI page, URI target) {}

  private final URI start;
  private final URI address;
  private Optional<Set<String>> workers = Optional.empty();
  private final Deque<Link> ahead = new ArrayDeque<>();
  private final Set<String> shapes = new HashSet<>();
  private final Set<String> visited = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();

  private LinkCrawl(URI start, URI address) {
    this.start = start;
    this.address = address;
  }

  /** From a URL that the machine of the tests reaches. */
  public static LinkCrawl from(String url) {
    return from(url, url);
  }

  /**
   * From a URL whose host leads to the cluster in somebody else's network.
   *
   * @param url that the browser asks for
   * @param address where the requests are sent to, by HTTP and with the browser's {@code Host}, as
   *     an Ingress controller that ends TLS sends them, and a load balancer
   */
  public static LinkCrawl from(String url, String address) {
    return new LinkCrawl(URI.create(url + "/"), URI.create(address + "/"));
  }

  /**
   * Leaves out the pages of workers that are gone: the logs of their executors went with them.
   *
   * @param alive ids of the others
   */
  public LinkCrawl withWorkers(Set<String> alive) {
    workers = Optional.of(alive);
    return this;
  }

  /**
   * Follows all links.
   *
   * @return the paths and queries of all that was found to work
   * @throws AssertionError if a link does not work, with all that don't and the pages they are on
   */
  public Set<String> requireThatAllWork() throws IOException, InterruptedException {
    ahead.add(new Link(start, start));
    while (!ahead.isEmpty()) {
      visit(ahead.remove());
    }
    assertEquals("", String.join("\n", faults), "Links that do not work from outside");
    return visited;
  }

  private void visit(Link link) throws IOException, InterruptedException {
    if (isOfGoneWorker(link.target()) || isLogRedirectToHttp(link)) {
      return;
    }
    if (!isOnTheSameHost(link.target())) {
      faults.add(link.page() + " links to another host: " + link.target());
      return;
    }
    if (isAction(link.target()) || !shapes.add(shape(link.target()))) {
      return;
    }
    var response = get(link.target());
    if (response.statusCode() >= 400) {
      faults.add(
          "%s links to %s, which answers %d"
              .formatted(link.page(), link.target(), response.statusCode()));
      return;
    }
    visited.add(pathAndQuery(link.target()));
    links(link.target(), response).forEach(target -> ahead.add(new Link(link.target(), target)));
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(address.resolve(pathAndQuery(uri))).timeout(TIMEOUT);
    if (!address.equals(start)) {
      request.header("Host", start.getAuthority());
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String pathAndQuery(URI uri) {
    return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }

  private boolean isOnTheSameHost(URI uri) {
    return start.getScheme().equals(uri.getScheme())
        && start.getAuthority().equals(uri.getAuthority());
  }

  private boolean isOfGoneWorker(URI uri) {
    return Stream.of(uri.getPath().split("/"))
        .filter(part -> part.startsWith("worker-"))
        .anyMatch(part -> workers.isPresent() && !workers.get().contains(part));
  }

  /**
   * The one link that Spark 4.3.0 gets wrong behind TLS: a worker redirects {@code /log} to {@code
   * /log/}, and the master's proxy makes that an absolute URL that always has {@code http}. With
   * {@code spark.ui.proxyRedirectUri} a worker would drop the query, so the button "Load More" of a
   * log page would not work anywhere.
   */
  private boolean isLogRedirectToHttp(Link link) {
    return start.getScheme().equals("https")
        && link.target().getScheme().equals("http")
        && start.getAuthority().equals(link.target().getAuthority())
        && link.page().getPath().matches("/proxy/worker-[^/]+/log")
        && link.target().getPath().equals(link.page().getPath() + "/");
  }

  /** Some of these stop a job or a query also when they are asked for by GET. */
  private static boolean isAction(URI uri) {
    return Arrays.asList(uri.getPath().split("/")).contains("kill");
  }

  /** Tables have a link for each column and order: one with each set of parameters is enough. */
  private static String shape(URI uri) {
    var parameters =
        Stream.ofNullable(uri.getRawQuery())
            .flatMap(query -> Stream.of(query.split("&")))
            .filter(parameter -> !parameter.isEmpty())
            .map(it -> SELECTING.contains(it.split("=")[0]) ? it : it.split("=")[0])
            .sorted()
            .collect(Collectors.joining("&"));
    return uri.getPath() + "?" + parameters;
  }

  private static List<URI> links(URI page, HttpResponse<String> response) {
    var headers = response.headers();
    if (response.statusCode() >= 300) {
      return List.of(page.resolve(headers.firstValue("Location").orElseThrow()));
    }
    var type = headers.firstValue("Content-Type").orElse("");
    if (type.startsWith("text/html")) {
      return linksOfPage(page, Jsoup.parse(response.body(), page.toString()));
    }
    if (type.startsWith("text/css")) {
      return STYLE_URL
          .matcher(response.body())
          .results()
          .map(match -> match.group(1))
          .filter(link -> !link.startsWith("data:"))
          .map(page::resolve)
          .toList();
    }
    return page.getPath().endsWith("/allexecutors")
        ? linksOfExecutors(page, JsonParser.parseString(response.body()))
        : List.of();
  }

  private static List<URI> linksOfPage(URI page, Document document) {
    var written =
        Stream.of("href", "src", "action")
            .flatMap(name -> document.select("[" + name + "]").stream().map(it -> link(it, name)))
            .filter(link -> !link.isEmpty() && !link.startsWith("data:"))
            .map(LinkCrawl::uri);
    return Stream.concat(written, scriptLinks(page)).toList();
  }

  /** Absolute, without what leads to a part of a page. */
  private static String link(Element element, String attribute) {
    var link = element.absUrl(attribute);
    var fragment = link.indexOf('#');
    return fragment < 0 ? link : link.substring(0, fragment);
  }

  /** Browsers accept characters that a URI must not have. */
  private static URI uri(String link) {
    return URI.create(link.replace(" ", "%20").replace("[", "%5B").replace("]", "%5D"));
  }

  /** What the scripts of Spark's pages ask for to fill the page with. */
  private static Stream<URI> scriptLinks(URI page) {
    if (page.getPath().endsWith("/logPage/")) {
      return Stream.of(page.resolve("../log?" + page.getRawQuery() + "&byteLength=0"));
    }
    var application = APPLICATION.matcher(page.getPath());
    if (!application.matches()) {
      return Stream.of();
    }
    var api = application.group(1) + "/api/v1/applications";
    return Stream.concat(
            Stream.of(api),
            REST.stream().map(name -> api + "/" + application.group(2) + "/" + name))
        .map(page::resolve);
  }

  private static List<URI> linksOfExecutors(URI page, JsonElement executors) {
    var pages = page.getPath().replaceFirst("/api/v1/.*", "/executors/");
    var links = new ArrayList<URI>();
    for (var element : executors.getAsJsonArray()) {
      var executor = element.getAsJsonObject();
      executor
          .getAsJsonObject("executorLogs")
          .asMap()
          .values()
          .forEach(link -> links.add(page.resolve(uri(link.getAsString()))));
      if (executor.get("isActive").getAsBoolean()) {
        for (var about : List.of("threadDump", "heapHistogram")) {
          links.add(
              page.resolve(
                  "%s%s/?executorId=%s".formatted(pages, about, executor.get("id").getAsString())));
        }
      }
    }
    return links;
  }
}
