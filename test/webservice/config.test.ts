import { ConfigError } from "../../environment/environment-reader";
import { readConfig } from "../../webservice/config";

const NEEDED = { BUCKET: "images", DYNAMO_TABLE: "posts" };

it("has defaults for everything but the bucket and the table", () => {
  expect(readConfig(NEEDED)).toEqual({
    bucket: "images",
    dynamoTable: "posts",
    feedShards: 4,
    host: "127.0.0.1",
    port: 8080,
    metricsPort: undefined,
    logLevel: "info",
    allowedOrigins: "*",
    rateLimit: 600,
    trustedProxies: [],
    drainSeconds: 2,
    s3PathStyle: false,
  });
});

it("has a port for metrics where it is asked for one, any that is free with 0", () => {
  expect(readConfig({ ...NEEDED, METRICS_PORT: "9464" }).metricsPort).toBe(9464);
  expect(readConfig({ ...NEEDED, PORT: "0", METRICS_PORT: "0" }).metricsPort).toBe(0);
});

it("takes an empty variable for one that is not set", () => {
  expect(readConfig({ ...NEEDED, PORT: "", LOG_LEVEL: " " })).toEqual(readConfig(NEEDED));
});

it("reads lists", () => {
  const config = readConfig({
    ...NEEDED,
    ALLOWED_ORIGINS: "https://a.example, http://localhost:5173",
    TRUSTED_PROXIES: "10.0.0.0/16,::1",
  });
  expect(config.allowedOrigins).toEqual(["https://a.example", "http://localhost:5173"]);
  expect(config.trustedProxies).toEqual(["10.0.0.0/16", "::1"]);
});

it.each([{ AWS_ENDPOINT_URL: "http://localhost:4566" }, { AWS_ENDPOINT_URL_S3: "http://localhost:4566" }])(
  "addresses buckets by path where the environment names an endpoint: %j",
  (endpoint) => {
    expect(readConfig({ ...NEEDED, ...endpoint }).s3PathStyle).toBe(true);
  },
);

it.each([
  ["PORT", "80a"],
  ["PORT", "65536"],
  ["PORT", "-1"],
  ["METRICS_PORT", "9.5"],
  ["METRICS_PORT", "65536"],
  ["METRICS_PORT", "8080"],
  ["FEED_SHARDS", "0"],
  ["RATE_LIMIT", "many"],
  ["DRAIN_SECONDS", "1.5"],
  ["LOG_LEVEL", "loud"],
  ["ALLOWED_ORIGINS", "example.org"],
  ["ALLOWED_ORIGINS", "https://example.org/path"],
  ["TRUSTED_PROXIES", "10.0.0.0/33"],
  ["TRUSTED_PROXIES", "proxy"],
  ["AWS_ENDPOINT_URL", "localhost:4566"],
])("names the variable, its value and what would be right: %s=%s", (name, value) => {
  expect(() => readConfig({ ...NEEDED, [name]: value })).toThrow(
    new RegExp(`^${name} is "${value.replace(/[.\\/]/g, "\\$&")}": it has to be .+\\.$`),
  );
});

it("names all that is wrong at once", () => {
  let caught: unknown;
  try {
    readConfig({ PORT: "x" });
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(ConfigError);
  expect(caught instanceof ConfigError && [...caught.problems].sort()).toEqual([
    expect.stringMatching(/^BUCKET is not set/),
    expect.stringMatching(/^DYNAMO_TABLE is not set/),
    'PORT is "x": it has to be a whole number from 0 to 65535.',
  ]);
});
