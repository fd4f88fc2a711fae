/** What a step says about itself while it runs. */
export type Report = (text: string) => void;

const INDENT = "  ";
/** How often a step is reported where the output is no terminal, in milliseconds. */
const LINE_INTERVAL_MS = 20_000;

/**
 * Runs a step of a long command, and says what it does, for how long, and what came of it: on one line that changes where
 * `out` is a terminal, else on a line every 20 s.
 *
 * @param work gives what came of it, in a few words.
 */
export async function step<T extends { summary: string }>(
  title: string,
  work: (report: Report) => Promise<T>,
  out: NodeJS.WriteStream = process.stdout,
): Promise<T> {
  const began = performance.now();
  let text = "";
  let reported = began;
  const line = () => `${INDENT}${title.padEnd(24)}${seconds(began).padStart(7)}  ${text}`;
  const draw = () => {
    if (out.isTTY) out.write(`\r\x1b[K${line().slice(0, out.columns - 1)}`);
    else if (performance.now() - reported > LINE_INTERVAL_MS) {
      reported = performance.now();
      out.write(`${line()}\n`);
    }
  };
  const timer = setInterval(draw, 1_000);
  const finish = (outcome: string) => {
    clearInterval(timer);
    text = outcome;
    out.write(`${out.isTTY ? "\r\x1b[K" : ""}${line()}\n`);
  };
  draw();
  try {
    const result = await work((news) => {
      text = news;
    });
    finish(result.summary);
    return result;
  } catch (error) {
    finish("failed");
    throw error;
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
