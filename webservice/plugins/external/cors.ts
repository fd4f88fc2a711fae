import cors from "@fastify/cors";
import fp from "fastify-plugin";

/** Lets web pages of other origins call the API. `Authorization` is named, since a wildcard does not cover it. */
export default fp(async (app, options: { allowedOrigins: "*" | readonly string[] }) => {
  await app.register(cors, {
    origin: options.allowedOrigins === "*" ? "*" : [...options.allowedOrigins],
    methods: ["GET", "HEAD", "POST", "DELETE"],
    allowedHeaders: ["Authorization", "Content-Type", "Idempotency-Key"],
    exposedHeaders: ["Link", "Location", "Retry-After", "X-Request-Id"],
    maxAge: 600,
    strictPreflight: false,
  });
});
