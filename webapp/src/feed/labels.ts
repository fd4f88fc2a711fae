import type { Post } from "../api/posts-api";

/** Whether a post carries a label; capitals make no difference. */
export function hasLabel(post: Post, label: string): boolean {
  const wanted = label.toLowerCase();
  return post.labels?.some((own) => own.toLowerCase() === wanted) ?? false;
}

/** How many of the posts carry each label, the most frequent first. */
export function countLabels(posts: readonly Post[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const label of posts.flatMap((post) => post.labels ?? [])) counts.set(label, (counts.get(label) ?? 0) + 1);
  return new Map([...counts].sort(([a, first], [b, second]) => second - first || a.localeCompare(b)));
}
