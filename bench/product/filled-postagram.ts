import { fillTable } from "./fill-table";
import { type RunningPostagram, startPostagram } from "./postagram";

/** A Postagram that holds posts. */
export interface FilledPostagram extends RunningPostagram {
  /** UUIDs of its posts, newest first. */
  readonly uuids: readonly string[];
}

/**
 * Starts a Postagram and fills it with generated posts.
 *
 * @param directory see {@link startPostagram}.
 */
export async function startFilledPostagram(
  directory: string,
  posts: number,
  report: (news: string) => void,
): Promise<FilledPostagram> {
  const postagram = await startPostagram(directory);
  const uuids = await fillTable(postagram.aws, posts, (written) => report(`writing posts: ${written} of ${posts}`));
  return { ...postagram, uuids };
}
