import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import type { FastifyRequest } from "fastify";
import { ForbiddenError, NotFoundError, UnsupportedMediaTypeError } from "../errors";
import { IMAGE_TYPES, type ImageType, newImageKey } from "../images/image-key";
import { type ImageStore, MAX_IMAGE_BYTES, UPLOAD_URL_SECONDS } from "../images/image-store";
import { authenticate } from "../plugins/app/user";
import { postUuid } from "../posts/keys";
import type { PostRepository } from "../posts/post-repository";
import { errorResponses } from "./errors";

const UploadQuery = Type.Object(
  {
    filename: Type.String({
      minLength: 1,
      maxLength: 1024,
      description: "What the file is called.",
      examples: ["cat.jpg"],
    }),
    filetype: Type.Unsafe<ImageType>({
      type: "string",
      enum: Object.keys(IMAGE_TYPES),
      description: "Its content type.",
    }),
    postId: Type.String({ description: "The post that it belongs to, one of the caller's own." }),
    filesize: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_IMAGE_BYTES,
        description: "Its length in bytes, 15 MB at most. Where it is given, no other length can be uploaded.",
      }),
    ),
  },
  { additionalProperties: false },
);

const UploadUrl = Type.Object({
  uploadURL: Type.String({
    format: "uri",
    description: `Where to PUT the picture, with its \`Content-Type\` and no \`Authorization\`, within ${UPLOAD_URL_SECONDS / 60} minutes.`,
  }),
  objectName: Type.String({ description: "The picture's key in the bucket." }),
});

interface UploadUrlOptions {
  readonly posts: PostRepository;
  readonly images: ImageStore;
}

/** `GET /signedUrlPut`: a presigned URL to upload a picture to, straight to S3. */
export const uploadUrlRoutes: FastifyPluginAsyncTypebox<UploadUrlOptions> = async (app, { posts, images }) => {
  for (const [url, summary] of [
    ["/signedUrlPut", "Get a URL to upload a picture to"],
    ["/getSignedUrlPut", "The same as /signedUrlPut"],
  ] as const) {
    app.get(
      url,
      {
        onRequest: authenticate,
        preValidation: requireImageType,
        preHandler: app.limitWrites,
        schema: {
          tags: ["images"],
          summary,
          security: [{ user: [] }],
          querystring: UploadQuery,
          response: { 200: UploadUrl, ...errorResponses(400, 401, 403, 404, 415, 429) },
        },
      },
      async (request) => {
        const { filename, filetype, postId, filesize } = request.query;
        const uuid = postUuid(postId);
        const post = uuid === undefined ? undefined : await posts.find(uuid, request.user);
        if (post === undefined) throw new NotFoundError(`There is no post ${postId.slice(0, 80)}.`);
        if (post.user !== request.user) throw new ForbiddenError(`The post ${postId} is another user's.`);

        const objectName = newImageKey(post.user, post.uuid, filename, filetype);
        return { uploadURL: await images.uploadUrl(objectName, { type: filetype, bytes: filesize }), objectName };
      },
    );
  }
};

/** Says 415 of another content type, before the schema says 400. */
async function requireImageType(request: FastifyRequest): Promise<void> {
  const { filetype } = request.query as { filetype?: unknown };
  if (typeof filetype === "string" && !Object.hasOwn(IMAGE_TYPES, filetype)) {
    const allowed = Object.keys(IMAGE_TYPES).join(" or ");
    throw new UnsupportedMediaTypeError(`querystring.filetype is "${filetype.slice(0, 80)}": it has to be ${allowed}.`);
  }
}
