/** Runs one step of a long test and prints how long it took, in seconds. */
export async function timed<T>(step: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  let outcome = "failed after";
  try {
    const result = await work();
    outcome = "took";
    return result;
  } finally {
    process.stdout.write(`[e2e] ${step}: ${outcome} ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  }
}
