import fp from "fastify-plugin";

/**
 * Lets go of connections while the service is about to stop, so that none of them keeps it from doing so: clients are told
 * to open another one, elsewhere, for what they want next.
 */
export default fp(async (app, options: { draining: () => boolean }) => {
  app.addHook("onSend", async (_request, reply) => {
    if (options.draining()) void reply.header("connection", "close");
  });
  // An answer that had begun before has promised to keep its connection.
  app.addHook("onResponse", async (request) => {
    if (options.draining()) request.raw.socket.end();
  });
});
