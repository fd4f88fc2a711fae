// Generated from the webservice's OpenAPI document by `npm run generate:api`. Not to be edited.

export interface paths {
    "/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read posts, newest first
         * @description All of them as one array, or a page where `limit` is given.
         */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description Only the posts of this user.
                     * @example ada
                     */
                    user?: string;
                    /**
                     * @description The same as `user`, which goes before it.
                     * @example ada
                     */
                    id_user?: string;
                    /** @description How many posts a page has. Without it, all are sent. */
                    limit?: number;
                    /** @description The id of the last post of the page before; the `Link` header has it in place. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        /** @description The next page, if there is one: `<…>; rel="next"`. */
                        link?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Who wrote it.
                             * @example ada
                             */
                            user: string;
                            /**
                             * @description POST# and a UUID of version 7. Every call takes the bare UUID too.
                             * @example POST#01932c07-20a3-7cde-8f61-95a3a8a1c6b2
                             */
                            id: string;
                            title: string;
                            body: string;
                            /**
                             * Format: uri
                             * @description A presigned URL to see the picture by; present once it is uploaded.
                             */
                            image?: string;
                            /**
                             * @description What the picture shows; absent until it is looked at, maybe empty then.
                             * @example [
                             *       "Cat",
                             *       "Animal"
                             *     ]
                             */
                            labels?: string[];
                            /**
                             * @description The same as `labels`.
                             * @example [
                             *       "Cat",
                             *       "Animal"
                             *     ]
                             */
                            label?: string[];
                        }[];
                    };
                };
                /** @description The request is not valid; the message names the field. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description Something went wrong on the service's side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The service or its storage cannot answer just now; Retry-After says when to try again. */
                503: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Write a post
         * @description With an `Idempotency-Key` it can be repeated, until an answer comes: the same key with the same post is answered with the post that is there, and writes no second one.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Made up by the client for each post, and sent again with every repeat: 8 to 128 letters of ASCII, digits, hyphens or underscores, in double quotes or bare. Known for 24 hours.
                     * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                     */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example Chelsea */
                        title: string;
                        /** @example My cat, asleep. */
                        body: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        /** @description Where the post is. */
                        location?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Who wrote it.
                             * @example ada
                             */
                            user: string;
                            /**
                             * @description POST# and a UUID of version 7. Every call takes the bare UUID too.
                             * @example POST#01932c07-20a3-7cde-8f61-95a3a8a1c6b2
                             */
                            id: string;
                            title: string;
                            body: string;
                            /**
                             * Format: uri
                             * @description A presigned URL to see the picture by; present once it is uploaded.
                             */
                            image?: string;
                            /**
                             * @description What the picture shows; absent until it is looked at, maybe empty then.
                             * @example [
                             *       "Cat",
                             *       "Animal"
                             *     ]
                             */
                            labels?: string[];
                            /**
                             * @description The same as `labels`.
                             * @example [
                             *       "Cat",
                             *       "Animal"
                             *     ]
                             */
                            label?: string[];
                        };
                    };
                };
                /** @description The request is not valid; the message names the field. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The Authorization header is missing. */
                401: {
                    headers: {
                        /** @description That a name is wanted. */
                        "www-authenticate"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The post that this Idempotency-Key stands for was deleted; it is not written again. */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The body is over 64 KiB. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The content type is not one that is taken here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The Idempotency-Key was used for a post of another title or body. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description Too many writes in a minute. */
                429: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description Something went wrong on the service's side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The service or its storage cannot answer just now; Retry-After says when to try again. */
                503: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a post
         * @description A post is found by its author (`Authorization`) at once, by others maybe a moment later.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description A post's id: POST#<uuid>, with the # as %23, or the bare UUID.
                     * @example 01932c07-20a3-7cde-8f61-95a3a8a1c6b2
                     */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Who wrote it.
                             * @example ada
                             */
                            user: string;
                            /**
                             * @description POST# and a UUID of version 7. Every call takes the bare UUID too.
                             * @example POST#01932c07-20a3-7cde-8f61-95a3a8a1c6b2
                             */
                            id: string;
                            title: string;
                            body: string;
                            /**
                             * Format: uri
                             * @description A presigned URL to see the picture by; present once it is uploaded.
                             */
                            image?: string;
                            /**
                             * @description What the picture shows; absent until it is looked at, maybe empty then.
                             * @example [
                             *       "Cat",
                             *       "Animal"
                             *     ]
                             */
                            labels?: string[];
                            /**
                             * @description The same as `labels`.
                             * @example [
                             *       "Cat",
                             *       "Animal"
                             *     ]
                             */
                            label?: string[];
                        };
                    };
                };
                /** @description There is no such post. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description Something went wrong on the service's side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The service or its storage cannot answer just now; Retry-After says when to try again. */
                503: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a post of one's own, and its pictures */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description A post's id: POST#<uuid>, with the # as %23, or the bare UUID.
                     * @example 01932c07-20a3-7cde-8f61-95a3a8a1c6b2
                     */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The deleted post. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Who wrote it.
                             * @example ada
                             */
                            user: string;
                            /**
                             * @description POST# and a UUID of version 7. Every call takes the bare UUID too.
                             * @example POST#01932c07-20a3-7cde-8f61-95a3a8a1c6b2
                             */
                            id: string;
                            title: string;
                            body: string;
                            /**
                             * Format: uri
                             * @description A presigned URL to see the picture by; present once it is uploaded.
                             */
                            image?: string;
                            /**
                             * @description What the picture shows; absent until it is looked at, maybe empty then.
                             * @example [
                             *       "Cat",
                             *       "Animal"
                             *     ]
                             */
                            labels?: string[];
                            /**
                             * @description The same as `labels`.
                             * @example [
                             *       "Cat",
                             *       "Animal"
                             *     ]
                             */
                            label?: string[];
                        };
                    };
                };
                /** @description There is no such post (any more). */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid; the message names the field. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The Authorization header is missing. */
                401: {
                    headers: {
                        /** @description That a name is wanted. */
                        "www-authenticate"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The post is another user's. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description Too many writes in a minute. */
                429: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description Something went wrong on the service's side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The service or its storage cannot answer just now; Retry-After says when to try again. */
                503: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/signedUrlPut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a URL to upload a picture to */
        get: {
            parameters: {
                query: {
                    /**
                     * @description What the file is called.
                     * @example cat.jpg
                     */
                    filename: string;
                    /** @description Its content type. */
                    filetype: "image/jpeg" | "image/png";
                    /** @description The post that it belongs to, one of the caller's own. */
                    postId: string;
                    /** @description Its length in bytes, 15 MB at most. Where it is given, no other length can be uploaded. */
                    filesize?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * Format: uri
                             * @description Where to PUT the picture, with its `Content-Type` and no `Authorization`, within 15 minutes.
                             */
                            uploadURL: string;
                            /** @description The picture's key in the bucket. */
                            objectName: string;
                        };
                    };
                };
                /** @description The request is not valid; the message names the field. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The Authorization header is missing. */
                401: {
                    headers: {
                        /** @description That a name is wanted. */
                        "www-authenticate"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The post is another user's. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description There is no such post. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The content type is not one that is taken here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description Too many writes in a minute. */
                429: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description Something went wrong on the service's side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The service or its storage cannot answer just now; Retry-After says when to try again. */
                503: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getSignedUrlPut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as /signedUrlPut */
        get: {
            parameters: {
                query: {
                    /**
                     * @description What the file is called.
                     * @example cat.jpg
                     */
                    filename: string;
                    /** @description Its content type. */
                    filetype: "image/jpeg" | "image/png";
                    /** @description The post that it belongs to, one of the caller's own. */
                    postId: string;
                    /** @description Its length in bytes, 15 MB at most. Where it is given, no other length can be uploaded. */
                    filesize?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * Format: uri
                             * @description Where to PUT the picture, with its `Content-Type` and no `Authorization`, within 15 minutes.
                             */
                            uploadURL: string;
                            /** @description The picture's key in the bucket. */
                            objectName: string;
                        };
                    };
                };
                /** @description The request is not valid; the message names the field. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The Authorization header is missing. */
                401: {
                    headers: {
                        /** @description That a name is wanted. */
                        "www-authenticate"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The post is another user's. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description There is no such post. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The content type is not one that is taken here. */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description Too many writes in a minute. */
                429: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description Something went wrong on the service's side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The service or its storage cannot answer just now; Retry-After says when to try again. */
                503: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the service serves
         * @description Asks nothing of AWS. 503 while the service stops.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                        };
                    };
                };
                /** @description Something went wrong on the service's side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The service or its storage cannot answer just now; Retry-After says when to try again. */
                503: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether bucket and table answer */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                        };
                    };
                };
                /** @description Something went wrong on the service's side. */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
                /** @description The service or its storage cannot answer just now; Retry-After says when to try again. */
                503: {
                    headers: {
                        /** @description Seconds after which it is worth trying again. */
                        "retry-after"?: number;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            statusCode: number;
                            /** @description The status in words. */
                            error: string;
                            /** @description What is wrong, and what would be right. */
                            message: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
