import { readFileSync } from "node:fs";
import path from "node:path";
import { readArguments } from "../../bench/arguments";
import { generatePosts, USERS } from "../../bench/product/generated-posts";
import { SECTIONS } from "../../bench/sections/sections";
import { firstLoadFiles } from "../../bench/sections/webapp";
import { parseMetrics } from "../../bench/soak/prometheus";

describe("readArguments", () => {
  const sections = ["pages", "calls"];

  it("takes several sections", () => {
    expect(readArguments(["--only", "pages,calls"], sections).only).toEqual(["pages", "calls"]);
    expect(readArguments(["--only", "pages", "--only", "calls"], sections).only).toEqual(["pages", "calls"]);
  });

  it("names a section that there is none of, and those that there are", () => {
    expect(() => readArguments(["--only", "page"], sections)).toThrow(
      '--only is "page": it has to be some of pages, calls.',
    );
  });

  it("points to the help where an option is unknown", () => {
    expect(() => readArguments(["--fast"], sections)).toThrow(/--fast.*--help/s);
  });
});

it("has a place in docs/performance.md for every section", () => {
  const page = readFileSync(path.resolve(__dirname, "../../docs/performance.md"), "utf8");
  for (const name of [...SECTIONS.map((section) => section.name), "soak"]) {
    expect(page).toMatch(new RegExp(`^<!-- bench:${name} -->$[\\s\\S]*^<!-- /bench:${name} -->$`, "m"));
  }
});

describe("generated posts", () => {
  const posts = [...generatePosts(400, Date.parse("2026-01-01T00:00:00Z"), 4)];

  it("come oldest first, by all users in turn", () => {
    const ids = posts.map(({ item }) => String(item.id));
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(posts.map(({ item }) => item.user)).size).toBe(USERS.length);
  });

  it("have pictures with labels in every other case, for each user too", () => {
    const pictures = posts.filter(({ item }) => item.key !== undefined);
    expect(pictures).toHaveLength(200);
    expect(pictures.filter(({ item }) => item.user === "USER#ada")).toHaveLength(20);
    expect(pictures.every(({ item }) => Array.isArray(item.labels))).toBe(true);
  });

  it("are spread over the shards of the feed", () => {
    expect(new Set(posts.map(({ item }) => item.feed)).size).toBe(4);
  });
});

it("finds what a page loads first", () => {
  const html = `<script type="module" crossorigin src="/assets/index-1.js"></script>
    <link rel="modulepreload" crossorigin href="./assets/react-2.js"><link rel="stylesheet" href="/assets/index-3.css">
    <link rel="icon" href="/icon.svg"><script src="https://elsewhere.example/x.js"></script>`;
  expect(firstLoadFiles(html)).toEqual(["assets/index-1.js", "assets/react-2.js", "assets/index-3.css"]);
});

it("reads metrics without labels", () => {
  const text = '# HELP a b\nprocess_open_fds 21\nnodejs_eventloop_lag_p99_seconds 0.0112\nrequests{route="/"} 3\n';
  expect([...parseMetrics(text)]).toEqual([
    ["process_open_fds", 21],
    ["nodejs_eventloop_lag_p99_seconds", 0.0112],
  ]);
});
