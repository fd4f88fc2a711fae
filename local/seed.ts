import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import { seed } from "./seed/seed-posts";

const HELP = `Usage: npm run seed -- [options]

Fills a running Postagram with posts by several users, with pictures that it
draws itself.

  --posts N       how many posts            (50)
  --pictures P    how many of them, in percent, have a picture   (50)
  --url URL       where Postagram runs      (http://localhost:8080)
  --help
`;

/** What the command line asks for is not possible; the message says what would be. */
class UsageError extends Error {}

function integer(name: string, value: string, max: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number <= max) return number;
  throw new UsageError(`--${name} is "${value}": it has to be a whole number from 0 to ${max}.`);
}

function readArguments(): ReturnType<typeof parse>["values"] {
  try {
    return parse().values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

function parse() {
  return parseArgs({
    options: {
      posts: { type: "string", default: "50" },
      pictures: { type: "string", default: "50" },
      url: { type: "string", default: "http://localhost:8080" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
}

async function main(): Promise<void> {
  const args = readArguments();
  if (args.help) return void process.stdout.write(HELP);
  if (!URL.canParse(args.url)) {
    throw new UsageError(`--url is "${args.url}": it has to be a URL such as http://localhost:8080.`);
  }
  const url = new URL(args.url).origin;
  const posts = integer("posts", args.posts, 1_000_000);
  const pictures = Math.round((posts * integer("pictures", args.pictures, 100)) / 100);

  await fetch(`${url}/health`).catch(() => {
    throw new UsageError(`Nothing answers at ${url}: start Postagram with npm start, or name another --url.`);
  });
  const bar = new SingleBar({ format: "{bar} {value}/{total} posts, {pictures} pictures, {eta} s left", barsize: 30 });
  bar.start(posts, 0, { pictures: 0 });
  try {
    await seed({ url, posts, pictures, onProgress: (done) => bar.update(done.posts, { pictures: done.pictures }) });
  } finally {
    bar.stop();
  }
  process.stdout.write(`Wrote ${posts} posts, ${pictures} of them with a picture: ${url}/posts?limit=10\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
