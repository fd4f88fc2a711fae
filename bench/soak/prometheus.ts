/** The values of what has no labels, by their names, in a text of Prometheus' exposition format. */
export function parseMetrics(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => /^[a-z_]\w* /i.test(line));
  return new Map(
    lines.map((line) => {
      const [name = "", value = ""] = line.split(" ");
      return [name, Number(value)];
    }),
  );
}

/** @throws {Error} where the service does not tell what is asked for. */
export function metric(metrics: ReadonlyMap<string, number>, name: string): number {
  const value = metrics.get(name);
  if (value === undefined) throw new Error(`/metrics has no ${name}.`);
  return value;
}
