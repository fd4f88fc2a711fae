import { apiBaseUrl } from "./api/base-url";
import { createPostsApi } from "./api/posts-api";
import { createQueryClient } from "./api/query-settings";
import { createConnection } from "./connection/connection-store";
import { createDeletions } from "./posts/deletion-store";
import { createPostQueries } from "./posts/post-queries";
import { createPostStore } from "./posts/post-store";
import { createDrafts } from "./publish/draft-store";
import { createOutbox } from "./publish/outbox-store";
import { preloadPicture } from "./publish/preload-picture";
import { putPicture } from "./publish/put-picture";
import { createUploads } from "./publish/upload-store";
import { createSession } from "./session/session-store";
import { createRecordStorage } from "./state/record-storage";
import { createTabClaims } from "./state/tab-claims";
import { createTextStorage } from "./state/text-storage";

/** How often this tab looks for uploads that it can go on with. */
const ADOPT_MILLISECONDS = 15_000;

/** The parts of the app that live as long as the page, each made once and given what it needs. */

const texts = createTextStorage(() => window.localStorage);
const tab = createTextStorage(() => window.sessionStorage);
const records = createRecordStorage("postagram");

export const session = createSession({ storage: texts, events: window });

const api = createPostsApi({
  baseUrl: apiBaseUrl,
  onAnswer: () => connection.answered(),
  onOutage: (error) => connection.failed(error),
});

export const connection = createConnection({
  probe: (storage) => api.probe(storage),
  browser: { isOnline: () => navigator.onLine, events: window },
});

export const queryClient = createQueryClient(connection);

export const posts = createPostStore();

export const postQueries = createPostQueries({ api, posts, reader: session.get });

const claims = createTabClaims(() => new BroadcastChannel("postagram"));

export const uploads = createUploads({
  api,
  session,
  connection,
  posts,
  records,
  tab,
  claims,
  put: putPicture,
  preload: preloadPicture,
  objectUrls: URL,
});
// A tab that was closed in the middle of an upload leaves it to the others.
setInterval(() => void uploads.adopt(), ADOPT_MILLISECONDS);

export const deletions = createDeletions({
  api,
  session,
  connection,
  posts,
  events: window,
  texts,
  onDeleted: uploads.cancel,
});

export const drafts = createDrafts({ texts, tab, records, session });

export const outbox = createOutbox({
  api,
  session,
  connection,
  posts,
  drafts,
  uploads,
  records,
  texts,
  onSentElsewhere: () => void queryClient.invalidateQueries({ queryKey: postQueries.heads }),
});

export const { isOnItsWay } = outbox;
