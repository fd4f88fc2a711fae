import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import fp from "fastify-plugin";
import { version } from "../../../package.json";

/** The OpenAPI 3.1 document of all routes that follow, at `/openapi.json`, and Swagger UI at `/docs`. */
export default fp(async (app) => {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Postagram",
        version,
        description:
          "Posts with pictures, which are labelled by themselves. The user is whatever the Authorization header holds.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      tags: [
        { name: "posts", description: "Write, read and delete posts" },
        { name: "images", description: "Upload pictures straight to S3" },
        { name: "operation", description: "How the service is" },
      ],
      components: {
        securitySchemes: {
          user: {
            type: "apiKey",
            in: "header",
            name: "Authorization",
            description: "A user's name, as it is. It stands in for a real token.",
          },
        },
      },
    },
  });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    uiConfig: { displayRequestDuration: true, tryItOutEnabled: true, persistAuthorization: true },
  });
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
});
