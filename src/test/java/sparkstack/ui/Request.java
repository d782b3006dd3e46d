package sparkstack.ui;

import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request to a page behind the filter.
 *
 * @param headers by name
 */
record Request(Map<String, String> headers) {
  /**
   * What became of a request.
   *
   * @param status of the filter, or 200 if the page got the request
   * @param challenge the header WWW-Authenticate; null for none
   * @param forwarded the headers that the page got, with all their values
   * @param user whom the page got
   */
  record Outcome(int status, String challenge, Map<String, List<String>> forwarded, String user) {}

  static Request without() {
    return new Request(Map.of());
  }

  static Request withHeader(String name, String value) {
    return new Request(Map.of(name, value));
  }

  static Request of(String name, String password) {
    var login = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return withHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
  }

  Request and(String name, String value) {
    var more = new TreeMap<>(headers);
    more.put(name, value);
    return new Request(more);
  }

  Outcome through(AccessFilter filter) throws Exception {
    var answer = new TreeMap<String, String>();
    var status = new int[] {200};
    var reached = new ArrayList<HttpServletRequest>();
    var response =
        stub(
            HttpServletResponse.class,
            (method, arguments) -> {
              switch (method) {
                case "setHeader" -> answer.put((String) arguments[0], (String) arguments[1]);
                case "sendError" -> status[0] = (int) arguments[0];
                default -> throw new UnsupportedOperationException(method);
              }
              return null;
            });
    FilterChain page = (request, ignored) -> reached.add((HttpServletRequest) request);
    filter.doFilter(request(), response, page);
    return new Outcome(
        status[0],
        answer.get("WWW-Authenticate"),
        reached.isEmpty() ? Map.of() : headersOf(reached.get(0)),
        reached.isEmpty() ? null : reached.get(0).getRemoteUser());
  }

  private HttpServletRequest request() {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    return stub(
        HttpServletRequest.class,
        (method, arguments) ->
            switch (method) {
              case "getHeader" -> all.get(arguments[0]);
              case "getHeaders" ->
                  Collections.enumeration(
                      all.containsKey(arguments[0])
                          ? List.of(all.get(arguments[0]))
                          : List.<String>of());
              case "getHeaderNames" -> Collections.enumeration(all.keySet());
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private static Map<String, List<String>> headersOf(HttpServletRequest request) {
    var forwarded = new TreeMap<String, List<String>>();
    for (var name : Collections.list(request.getHeaderNames())) {
      forwarded.put(name, Collections.list(request.getHeaders(name)));
    }
    return forwarded;
  }

  /** A filter of a process whose properties have this secret. */
  static AccessFilter filter(String secret, Map<String, String> parameters) throws Exception {
    var before = System.getProperty(MasterToken.SECRET);
    System.setProperty(MasterToken.SECRET, secret);
    try {
      return filter(parameters);
    } finally {
      if (before == null) {
        System.clearProperty(MasterToken.SECRET);
      } else {
        System.setProperty(MasterToken.SECRET, before);
      }
    }
  }

  static AccessFilter filter(Map<String, String> parameters) throws Exception {
    var filter = new AccessFilter();
    filter.init(
        stub(FilterConfig.class, (method, arguments) -> parameters.get((String) arguments[0])));
    return filter;
  }

  private interface Answers {
    Object to(String method, Object[] arguments);
  }

  private static <T> T stub(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
  }
}
