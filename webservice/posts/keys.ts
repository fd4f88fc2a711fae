/**
 * How a post is addressed, in the table and to clients.
 *
 * A post's id is `POST#<uuid>` with a UUID of version 7 (RFC 9562), whose text sorts by the time of its making. Clients
 * may leave the prefix away. In the table the partition key is `USER#<name>` and the sort key is the id.
 */

const USER_PREFIX = "USER#";
const POST_PREFIX = "POST#";
const UUID_V7 = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}";

/** The ids of posts as clients may write them, as a regular expression for schemas. */
export const POST_ID_PATTERN = `^(${POST_PREFIX})?${UUID_V7}$`;

const POST_ID = new RegExp(POST_ID_PATTERN);

/** The partition key of a user's posts: `USER#<name>`. */
export function userKey(name: string): string {
  return USER_PREFIX + name;
}

/** The user name in a partition key. */
export function userName(key: string): string {
  return key.startsWith(USER_PREFIX) ? key.slice(USER_PREFIX.length) : key;
}

/** The sort key of a post, which is also the id that clients see: `POST#<uuid>`. */
export function postKey(uuid: string): string {
  return POST_PREFIX + uuid;
}

/**
 * The bare UUID, in lower case, of an id as a client wrote it: `POST#<uuid>` or `<uuid>`.
 *
 * @returns `undefined` where the text is not the id of any post there could be.
 */
export function postUuid(id: string): string | undefined {
  if (!POST_ID.test(id)) return undefined;
  return (id.startsWith(POST_PREFIX) ? id.slice(POST_PREFIX.length) : id).toLowerCase();
}
