import type { BoxKind } from "./boxes";
import { type Area, type Layout, LINE_HEIGHT, type Point, TEXT_SIZE, TITLE_SIZE } from "./layout";

/** How round the corners of arrows are, in pixels. */
const RADIUS = 6;

/** Colours of a theme: of the paper, of letters, lines and frames, and of each kind of box. */
interface Theme {
  readonly paper: string;
  readonly frame: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly kinds: Readonly<Record<BoxKind, { readonly fill: string; readonly stroke: string }>>;
}

const LIGHT: Theme = {
  paper: "#ffffff",
  frame: "#f6f8fa",
  text: "#1f2328",
  quiet: "#4d5560",
  line: "#57606a",
  kinds: {
    compute: { fill: "#fff1e0", stroke: "#c25e00" },
    data: { fill: "#e6f0ff", stroke: "#2f6fc4" },
    network: { fill: "#f2eaff", stroke: "#7a4fc0" },
    operation: { fill: "#e8f5ec", stroke: "#2f8a4e" },
    outside: { fill: "#ffffff", stroke: "#57606a" },
  },
};

const DARK: Theme = {
  paper: "#0d1117",
  frame: "#161b22",
  text: "#e6edf3",
  quiet: "#a9b4c0",
  line: "#8b949e",
  kinds: {
    compute: { fill: "#3a2710", stroke: "#e3913d" },
    data: { fill: "#12284a", stroke: "#5b9cf0" },
    network: { fill: "#2a1f45", stroke: "#a684ea" },
    operation: { fill: "#10301d", stroke: "#57b877" },
    outside: { fill: "#0d1117", stroke: "#8b949e" },
  },
};

/** Draws a layout as SVG, light or dark as the reader has it. */
export function drawSvg({ width, height, frames, boxes, arrows }: Layout): string {
  const names = new Map(boxes.map(({ box }) => [box.id, `${box.service} ${box.name}`]));
  const sentences = arrows.map(({ arrow }) => `${names.get(arrow.from)} to ${names.get(arrow.to)}: ${arrow.label}.`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>The stacks of Postagram</title>`,
    `<desc>${escaped(sentences.join("\n"))}</desc>`,
    `<style>`,
    `text { font-family: -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-size: ${TEXT_SIZE}px; }`,
    `.title { font-size: ${TITLE_SIZE}px; font-weight: 600; }`,
    `.arrow { fill: none; stroke-width: 1.5; }`,
    `.box { stroke-width: 1.5; }`,
    ...rulesOf(LIGHT),
    `@media (prefers-color-scheme: dark) {`,
    ...rulesOf(DARK),
    `}`,
    `</style>`,
    `<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...frames.flatMap(({ stack, ...area }) => [
      `<rect class="frame" ${attributesOf(area)} rx="10"/>`,
      text(area.x + 16, area.y + 26, stack, "title"),
    ]),
    ...arrows.map(({ points }) => `<path class="arrow" d="${pathOf(points)}" marker-end="url(#head)"/>`),
    ...arrows.flatMap(({ arrow, label }) => [
      `<rect class="${frames.some((frame) => contains(frame, label)) ? "inside" : "paper"}" ${attributesOf(label)} rx="3"/>`,
      text(label.x + label.width / 2, label.y + LINE_HEIGHT - 4.5, arrow.label, "quiet", "middle"),
    ]),
    ...boxes.flatMap(({ box, ...area }) => {
      const middle = area.x + area.width / 2;
      const lines = [box.name, box.detail].filter((line) => line !== "");
      return [
        `<rect class="box ${box.kind}" ${attributesOf(area)} rx="6"/>`,
        text(middle, area.y + 24, box.service, "title", "middle"),
        ...lines.map((line, index) => text(middle, area.y + 24 + LINE_HEIGHT * (index + 1), line, "quiet", "middle")),
      ];
    }),
    `</svg>`,
    "",
  ].join("\n");
}

function rulesOf({ paper, frame, text: letters, quiet, line, kinds }: Theme): string[] {
  return [
    `.paper { fill: ${paper}; }`,
    `.frame { fill: ${frame}; stroke: ${line}; stroke-dasharray: 5 4; }`,
    `.inside { fill: ${frame}; }`,
    `.title { fill: ${letters}; }`,
    `.quiet { fill: ${quiet}; }`,
    `.arrow { stroke: ${line}; }`,
    `.head { fill: ${line}; }`,
    ...Object.entries(kinds).map(([kind, { fill, stroke }]) => `.${kind} { fill: ${fill}; stroke: ${stroke}; }`),
  ];
}

function text(x: number, y: number, content: string, style: string, anchor = "start"): string {
  return `<text class="${style}" x="${x}" y="${y}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

function attributesOf({ x, y, width, height }: Area): string {
  return `x="${x}" y="${y}" width="${width}" height="${height}"`;
}

function contains(outer: Area, { x, y }: Point): boolean {
  return x >= outer.x && x <= outer.x + outer.width && y >= outer.y && y <= outer.y + outer.height;
}

/** Through the points, its corners round. */
function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const segments = rest.map((point, index) => {
    const before = points[index] ?? point;
    const after = rest[index + 1];
    if (after === undefined) return `L${point.x} ${point.y}`;
    const start = towards(point, before);
    const end = towards(point, after);
    return `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return `M${first.x} ${first.y}${segments.join("")}`;
}

/** The point on the way from one to another where the round corner of the one ends. */
function towards(from: Point, to: Point): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const part = distance === 0 ? 0 : Math.min(RADIUS, distance / 2) / distance;
  const along = (a: number, b: number): number => Math.round((a + (b - a) * part) * 10) / 10;
  return { x: along(from.x, to.x), y: along(from.y, to.y) };
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
