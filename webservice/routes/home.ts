import type { FastifyPluginAsync } from "fastify";

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Postagram</title>
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
