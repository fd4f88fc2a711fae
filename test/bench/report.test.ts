import { drawChart } from "../../bench/report/chart";
import { describeMiss, type Figure, failsCheck, failureLimit, figureTable, isMet } from "../../bench/report/figure";
import { machineLine } from "../../bench/report/machine";
import { MissingMarkerError, replaceMarked } from "../../bench/report/marked-text";
import { renderMarkdown, renderText } from "../../bench/report/table";

const table = {
  title: "Pages",
  columns: [{ name: "feed" }, { name: "req/s" }, { name: "p50, ms", digits: 2 }],
  rows: [
    ["1,000 posts", 1234.4, 2.345],
    ["a | b", 7, Number.NaN],
  ],
};

describe("a table", () => {
  it("is aligned for a terminal, numbers to the right", () => {
    expect(renderText(table)).toBe(
      [
        "Pages",
        "",
        "feed         req/s  p50, ms",
        "───────────  ─────  ───────",
        "1,000 posts  1,234     2.35",
        "a | b            7        –",
        "",
      ].join("\n"),
    );
  });

  it("is Markdown that GitHub renders, with bars in cells escaped", () => {
    expect(renderMarkdown(table).split("\n")).toEqual([
      "**Pages**",
      "",
      "| feed | req/s | p50, ms |",
      "| --- | ---: | ---: |",
      "| 1,000 posts | 1,234 | 2.35 |",
      "| a \\| b | 7 | – |",
    ]);
  });
});

describe("replaceMarked", () => {
  const page =
    "before\n<!-- bench:pages -->\nold\n<!-- /bench:pages -->\nafter <!-- bench:other --><!-- /bench:other -->\n";

  it("replaces what stands between the markers and nothing else", () => {
    expect(replaceMarked(page, "pages", "new $& text\n")).toBe(
      "before\n<!-- bench:pages -->\n\nnew $& text\n\n<!-- /bench:pages -->\nafter <!-- bench:other --><!-- /bench:other -->\n",
    );
  });

  it("gives the same page when it is done again", () => {
    const once = replaceMarked(page, "pages", "new");
    expect(replaceMarked(once, "pages", "new")).toBe(once);
  });

  it.each([
    ["soak", "<!-- bench:soak -->"],
    ["half", "<!-- /bench:half -->"],
  ])("names the marker that is missing", (name, marker) => {
    const torn = `${page}<!-- bench:half -->`;
    expect(() => replaceMarked(torn, name, "new")).toThrow(MissingMarkerError);
    expect(() => replaceMarked(torn, name, "new")).toThrow(marker);
  });
});

describe("a figure with a target", () => {
  const rate: Figure = { name: "Rate", value: 4, unit: "×", target: 5, bound: "at least", ratio: true };
  const growth: Figure = { name: "Growth", value: 1.2, unit: "×", target: 1.15, bound: "at most", ratio: true };
  const memory: Figure = { name: "Memory", value: 120, unit: "MB", target: 50, bound: "at most" };

  it("is met on the right side of it", () => {
    expect([rate, growth, memory].map(isMet)).toEqual([false, false, false]);
    expect(
      [
        { ...rate, value: 5 },
        { ...growth, value: 1.15 },
        { ...memory, value: 50 },
      ].every(isMet),
    ).toBe(true);
  });

  it("fails a check only where it is a ratio and off by more than twice its target", () => {
    expect(failureLimit(rate)).toBe(2.5);
    expect(failureLimit(growth)).toBeCloseTo(1.3);
    expect([rate, growth, memory].map(failsCheck)).toEqual([false, false, false]);
    expect(failsCheck({ ...rate, value: 2.4 })).toBe(true);
    expect(failsCheck({ ...growth, value: 1.31 })).toBe(true);
  });

  it("fails a check where it could not be measured", () => {
    expect(failsCheck({ ...rate, value: Number.NaN })).toBe(true);
  });

  it("is shown beside its target", () => {
    expect(figureTable([rate, { ...memory, value: 12.345 }]).rows).toEqual([
      ["Rate", "4.00 ×", "≥ 5 ×", "missed"],
      ["Memory", "12.35 MB", "≤ 50 MB", "met"],
    ]);
    expect(describeMiss(memory)).toBe("Memory is 120 MB, at most 50 MB wanted");
  });
});

it("says on what machine, when and by which command figures were measured", () => {
  const machine = { cpu: "CPU", cores: 2, memoryGb: 8, system: "Linux 6.1", node: "v20.20.0", date: "2026-11-21" };
  expect(machineLine(machine, "npm run bench")).toBe(
    "Measured on 2026-11-21 by `npm run bench`: 2 × CPU, 8 GB, Linux 6.1, Node v20.20.0.",
  );
});

describe("a chart", () => {
  const series = [{ name: "Postagram", values: [1234.5, 20] }];
  const chart = { name: "pages", title: "Pages", axis: "requests a second", categories: ["first", "deep"], series };

  it("of bars is SVG with its title, its categories and its values", () => {
    const svg = drawChart({ ...chart, kind: "bars" });
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(svg).toContain(`<title>${chart.title}</title>`);
    for (const text of ["Pages", "requests a second", "first", "deep", "1230", "20"])
      expect(svg).toContain(`>${text}</text>`);
  });

  it("of lines is SVG, the same for the same values", () => {
    const lines = { ...chart, kind: "lines", categories: ["0", "60"], categoryAxis: "seconds" } as const;
    expect(drawChart(lines)).toContain(">seconds</text>");
    expect(drawChart(lines)).toBe(drawChart(lines));
  });
});
