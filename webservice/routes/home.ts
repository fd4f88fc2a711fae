import type { FastifyPluginAsync } from "fastify";

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Postagram</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ctext y='13' font-size='13'%3E📷%3C/text%3E%3C/svg%3E">
<style>
  body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
</style>
<main>
  <h1>Postagram</h1>
  <p>Posts with pictures, labelled by themselves: a photo-sharing service on AWS. This is its web service.</p>
  <ul>
    <li><a href="/docs">Try the API</a></li>
    <li><a href="/openapi.json">Its OpenAPI document</a></li>
    <li><a href="/posts">All posts</a></li>
  </ul>
</main>
</html>
`;

/** `GET /`: what this is, for people. */
export const homeRoutes: FastifyPluginAsync = async (app) => {
  app.get("/", { schema: { hide: true } }, (_request, reply) => reply.type("text/html; charset=utf-8").send(PAGE));
};
