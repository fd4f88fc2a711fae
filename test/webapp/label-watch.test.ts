import { ApiError, type Post } from "../../webapp/src/api/posts-api";
import { type LabelWatchOptions, watchLabels } from "../../webapp/src/publish/label-watch";

const post: Post = { id: "POST#01932c07-20a3-7cde-8f61-95a3a8a1c6b2", user: "ada", title: "-", body: "-" };

/** Watches a post of which each question is answered with the next of `answers`, and then with the last again. */
function watch(answers: readonly (Post | ApiError)[], options: Partial<LabelWatchOptions> = {}) {
  let asked = 0;
  const end = watchLabels({
    async ask() {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (answer === undefined || answer instanceof ApiError) throw answer;
      return answer;
    },
    isDone: ({ labels }) => labels !== undefined,
    isWanted: () => true,
    isOnline: () => true,
    signal: new AbortController().signal,
    deadline: Date.now() + 10_000,
    pace: { first: 1, longest: 2 },
    ...options,
  });
  return { end, asked: () => asked };
}

const labelled = { ...post, labels: [] };

it("asks until the post has labels, be there none", async () => {
  const { end, asked } = watch([post, post, labelled, post]);
  expect(await end).toBe(labelled);
  expect(asked()).toBe(3);
});

it("asks on after failures, but not for a post that is gone", async () => {
  expect(await watch([new ApiError(0), new ApiError(503), new ApiError(500), labelled]).end).toBe(labelled);
  const { end, asked } = watch([post, new ApiError(404), labelled]);
  expect(await end).toBe("gone");
  expect(asked()).toBe(2);
});

it("ends when its time is over", async () => {
  expect(await watch([post], { deadline: Date.now() + 20 }).end).toBe("late");
});

it("asks nothing while the service is away, nor when nobody waits for it any more", async () => {
  const away = watch([labelled], { isOnline: () => false, deadline: Date.now() + 20 });
  expect(await away.end).toBe("late");
  expect(away.asked()).toBe(0);
  const unwanted = watch([labelled], { isWanted: () => false });
  expect(await unwanted.end).toBe("unwanted");
  expect(unwanted.asked()).toBe(0);
});

it("ends at once when it is told to, though it was to wait for long", async () => {
  const abort = new AbortController();
  const { end, asked } = watch([labelled], { signal: abort.signal, pace: { first: 1_000_000, longest: 1_000_000 } });
  abort.abort();
  expect(await end).toBe("unwanted");
  expect(asked()).toBe(0);
});
