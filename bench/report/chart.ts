import * as echarts from "echarts";

/** A chart of results. */
export interface Chart {
  /** Its file is docs/performance/<name>.svg. */
  readonly name: string;
  readonly title: string;
  /** What the values are, with their unit: `requests a second`. */
  readonly axis: string;
  readonly kind: "bars" | "lines";
  /** Of bars what they stand for, of lines the values along the other axis. */
  readonly categories: readonly string[];
  /** Of lines, what the categories are: `seconds`. */
  readonly categoryAxis?: string;
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

const WIDTH = 760;
const BAR_HEIGHT = 22;
const LINES_HEIGHT = 320;
/** Of the letters of labels, wide enough for whatever font the reader has, in pixels. */
const LETTER_WIDTH = 7;
/** Okabe and Ito's colours, which people who see few colours tell apart too. */
const COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"];

/** Nothing moves under the mouse: an image in a page gets no events, and its drawing no rules for them. */
const STILL = { silent: true, emphasis: { disabled: true } };

/** Draws a chart as SVG, on white, since GitHub shows it on light and dark pages. */
export function drawChart(chart: Chart): string {
  const bars = chart.categories.length * chart.series.length;
  const height = chart.kind === "lines" ? LINES_HEIGHT : 110 + bars * BAR_HEIGHT + chart.categories.length * 12;
  const drawing = echarts.init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  try {
    drawing.setOption(chart.kind === "bars" ? barOption(chart) : lineOption(chart));
    return `${withTitle(withoutStyles(drawing.renderToSVGString()), chart.title)}\n`;
  } finally {
    drawing.dispose();
  }
}

/** With a title, which is what a screen reader says of a drawing. */
function withTitle(svg: string, title: string): string {
  const text = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return svg.replace(/^<svg [^>]*>/, (tag) => `${tag}<title>${text}</title>`);
}

/**
 * Without rules for what is under the mouse, of which an image in a page knows nothing, and with names that do not count
 * the drawings of the process: the same values give the same bytes.
 */
function withoutStyles(svg: string): string {
  return svg
    .replaceAll(/<style ?>[\s\S]*?<\/style>\n?/g, "")
    .replaceAll(/ class="zr[^"]*"/g, "")
    .replaceAll(/\bzr\d+-/g, "zr-");
}

function commonOption({ title, series }: Chart, left: number) {
  return {
    animation: false,
    backgroundColor: "#ffffff",
    color: COLOURS,
    title: { text: title, left: 12, top: 8, textStyle: { fontSize: 15, color: "#1f2328" } },
    ...(series.length > 1 && { legend: { top: 34, left: 8, itemWidth: 14, selectedMode: false } }),
    grid: { left, right: 60, top: series.length > 1 ? 68 : 46, bottom: 50, outerBoundsMode: "none" },
  };
}

function barOption(chart: Chart): echarts.EChartsCoreOption {
  const longest = Math.max(...chart.categories.map((category) => category.length));
  return {
    ...commonOption(chart, 16 + longest * LETTER_WIDTH),
    xAxis: { type: "value", name: chart.axis, nameLocation: "middle", nameGap: 28 },
    yAxis: { type: "category", inverse: true, data: [...chart.categories], axisTick: { show: false } },
    series: chart.series.map(({ name, values }) => ({
      type: "bar",
      ...STILL,
      name,
      data: values.map((value) => Number(value.toPrecision(3))),
      label: { show: true, position: "right" },
    })),
  };
}

function lineOption(chart: Chart): echarts.EChartsCoreOption {
  return {
    ...commonOption(chart, 70),
    xAxis: { type: "value", name: chart.categoryAxis, nameLocation: "middle", nameGap: 28 },
    yAxis: { type: "value", name: chart.axis, nameLocation: "middle", nameGap: 46, min: 0 },
    series: chart.series.map(({ name, values }) => ({
      type: "line",
      ...STILL,
      name,
      showSymbol: false,
      data: values.map((value, i) => [Number(chart.categories[i]), value]),
    })),
  };
}
