import helmet from "@fastify/helmet";
import fp from "fastify-plugin";

/**
 * Security headers. Under the content security policy run the web app and pictures from the bucket, over plain HTTP too:
 * a load balancer's own name has no certificate, so nothing may be upgraded to HTTPS, and headers that browsers heed on
 * secure origins alone, with a warning on others, are left out.
 *
 * @param options.imageOrigin where presigned URLs lead: pictures are shown from there and uploaded to it.
 * @param options.callsOtherApi whether the web app calls another API than this one: where that one keeps its pictures is
 * not known here, so they may be anywhere.
 */
export default fp(async (app, options: { imageOrigin: string; callsOtherApi: boolean }) => {
  const elsewhere = options.callsOtherApi ? "*" : options.imageOrigin;
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "data:", "blob:", elsewhere],
        connectSrc: ["'self'", elsewhere],
        styleSrc: ["'self'", "'unsafe-inline'"],
        fontSrc: ["'self'", "data:"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    strictTransportSecurity: false,
    xFrameOptions: { action: "deny" },
  });
  app.addHook("onRequest", async (request, reply) => {
    if (request.protocol === "https") void reply.header("strict-transport-security", "max-age=31536000");
  });
});
