import fp from "fastify-plugin";

/** While the service is about to stop, tells clients to open another connection, elsewhere, for what they want next. */
export default fp(async (app, options: { draining: () => boolean }) => {
  app.addHook("onSend", async (_request, reply) => {
    if (options.draining()) void reply.header("connection", "close");
  });
});
