import ELK, { type ElkExtendedEdge, type ElkNode } from "elkjs";
import type { Architecture } from "./architecture";
import type { Arrow } from "./arrows";
import type { Box } from "./boxes";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle, in pixels from the upper left corner of the picture. */
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** An architecture with a place for everything. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly (Area & { readonly stack: string })[];
  readonly boxes: readonly (Area & { readonly box: Box })[];
  readonly arrows: readonly { readonly arrow: Arrow; readonly points: readonly Point[]; readonly label: Area }[];
}

/** Sizes of letters, in pixels: of the first line in a box and of all else. */
export const TITLE_SIZE = 15;
export const TEXT_SIZE = 12.5;

/** Height of a line of text, in pixels. */
export const LINE_HEIGHT = 17;

const PADDING = 10;

/** Width of letters in parts of their size: fonts differ, and this is more than the wider ones have. */
const LETTER_WIDTH = 0.58;

/** Distances in pixels, in the picture and anew in each frame: they are not handed down. */
const SPACING = {
  "elk.spacing.nodeNode": "20",
  "elk.spacing.edgeNode": "14",
  "elk.spacing.edgeEdge": "12",
  "elk.spacing.edgeLabel": "4",
  "elk.layered.spacing.nodeNodeBetweenLayers": "13",
  "elk.layered.spacing.edgeNodeBetweenLayers": "14",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
};

/** Lays it out from top to bottom, arrows at right angles. The same architecture always gets the same layout. */
export async function layOut({ stacks, boxes, arrows }: Architecture): Promise<Layout> {
  const nodesOf = (stack: string | undefined): ElkNode[] =>
    boxes.filter((box) => box.stack === stack).map((box) => ({ id: box.id, ...sizeOf(box) }));
  const root: ElkNode = await new ELK().layout({
    id: "picture",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "DOWN",
      "elk.edgeRouting": "ORTHOGONAL",
      "elk.hierarchyHandling": "INCLUDE_CHILDREN",
      "elk.json.shapeCoords": "ROOT",
      "elk.json.edgeCoords": "ROOT",
      "elk.padding": "[top=8,left=8,bottom=8,right=8]",
      ...SPACING,
      "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
      "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
    },
    children: [
      ...nodesOf(undefined),
      ...stacks.map((name) => ({
        id: name,
        layoutOptions: { ...SPACING, "elk.padding": `[top=${LINE_HEIGHT * 2 + 8},left=16,bottom=16,right=16]` },
        children: nodesOf(name),
      })),
    ],
    edges: arrows.map((arrow, index) => ({
      id: String(index),
      sources: [arrow.from],
      targets: [arrow.to],
      labels: [
        {
          text: arrow.label,
          width: textWidth(arrow.label, TEXT_SIZE) + 6,
          height: LINE_HEIGHT,
          layoutOptions: { "elk.edgeLabels.inline": "true" },
        },
      ],
    })),
  });
  const areas = new Map(nodesIn(root).map((node) => [node.id, areaOf(node)]));
  const edges = new Map(edgesIn(root).map((edge) => [edge.id, edge]));
  return {
    ...areaOf(root),
    frames: stacks.map((stack) => ({ stack, ...placeOf(areas, stack) })),
    boxes: boxes.map((box) => ({ box, ...placeOf(areas, box.id) })),
    arrows: arrows.map((arrow, index) => {
      const { sections = [], labels = [] } = placeOf(edges, String(index));
      const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
        startPoint,
        ...bendPoints,
        endPoint,
      ]);
      return { arrow, points: straight(points), label: areaOf(labels[0] ?? {}) };
    }),
  };
}

/** Width that a text needs, in pixels, whatever the font. */
function textWidth(text: string, size: number): number {
  return Math.ceil(text.length * size * LETTER_WIDTH);
}

function sizeOf({ service, name, detail }: Box): { width: number; height: number } {
  const widths = [textWidth(service, TITLE_SIZE * 1.06), textWidth(name, TEXT_SIZE), textWidth(detail, TEXT_SIZE)];
  const lines = detail === "" ? 2 : 3;
  return { width: Math.max(...widths) + 2 * PADDING, height: lines * LINE_HEIGHT + 2 * PADDING };
}

function nodesIn(node: ElkNode): ElkNode[] {
  return (node.children ?? []).flatMap((child) => [child, ...nodesIn(child)]);
}

function edgesIn(node: ElkNode): ElkExtendedEdge[] {
  return [...(node.edges ?? []), ...(node.children ?? []).flatMap(edgesIn)];
}

function placeOf<T>(places: ReadonlyMap<string, T>, id: string): T {
  const place = places.get(id);
  if (place === undefined) throw new Error(`The layout has no place for ${id}`);
  return place;
}

/** What ELK has placed: where it has not, at the origin. */
interface Placed {
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

function areaOf({ x = 0, y = 0, width = 0, height = 0 }: Placed): Area {
  return { ...rounded({ x, y }), width: Math.round(width), height: Math.round(height) };
}

/** Where an arrow enters a frame, ELK's rounding leaves steps of a pixel: all lines are to run along an axis. */
function straight(points: readonly Point[]): Point[] {
  const straightened: Point[] = [];
  for (const point of points.map(rounded)) {
    const before = straightened.at(-1) ?? point;
    const x = Math.abs(point.x - before.x) <= 1.5 ? before.x : point.x;
    const y = Math.abs(point.y - before.y) <= 1.5 ? before.y : point.y;
    const isNew = straightened.length === 0 || x !== before.x || y !== before.y;
    if (isNew) straightened.push({ x, y });
  }
  return straightened;
}

/** To halves of pixels: more would be noise in the file. */
function rounded({ x, y }: Point): Point {
  return { x: Math.round(x * 2) / 2, y: Math.round(y * 2) / 2 };
}
