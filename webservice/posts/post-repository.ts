/** A post as it is stored. */
export interface StoredPost {
  /** Plain user name. */
  readonly user: string;
  /** Bare UUID of version 7; sorts by the time of its making. */
  readonly uuid: string;
  readonly title: string;
  readonly body: string;
  /** The picture's key in the bucket, once it is uploaded and looked at. */
  readonly imageKey?: string;
  /** What the picture shows, once it is looked at; maybe empty. */
  readonly labels?: readonly string[];
}

/** Which posts, newest first. */
export interface PostQuery {
  /** Only this user's. Everybody's where it is absent. */
  readonly user?: string | undefined;
  /** Only what is older than the post with this UUID. */
  readonly after?: string | undefined;
}

export interface PostPage {
  readonly posts: readonly StoredPost[];
  /** Where the next page begins ({@link PostQuery.after}); absent where there is no more. */
  readonly next?: string;
}

/** Where posts are kept. Every method throws what the store throws. */
export interface PostRepository {
  /**
   * Stores a new post under a new UUID.
   *
   * @param idempotencyKey makes it safe to repeat: for 24 hours the same user, key and draft are the same post, which is
   * stored once, and returned as it is by now.
   * @throws {UnprocessableContentError} where the key was used for another draft.
   * @throws {GoneError} where the key's post was deleted.
   */
  create(user: string, draft: { title: string; body: string }, idempotencyKey?: string): Promise<StoredPost>;

  /**
   * The post with this UUID, whoever wrote it.
   *
   * @param reader who asks: their own posts are found from the moment they are stored, others' maybe a little later.
   */
  find(uuid: string, reader?: string): Promise<StoredPost | undefined>;

  /** At most `limit` posts, newest first. */
  page(query: PostQuery & { limit: number }): Promise<PostPage>;

  /** All posts, newest first, in batches, each read when it is asked for. Leaving the loop stops the reading. */
  batches(query: PostQuery): AsyncGenerator<readonly StoredPost[], void, void>;

  /** Removes this user's post and returns what it was; `undefined` where this user has none with this UUID. */
  remove(user: string, uuid: string): Promise<StoredPost | undefined>;

  /** Resolves where the store answers and is ready to serve. */
  check(): Promise<void>;
}
