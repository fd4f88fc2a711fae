import { drawVariant, labelPicture } from "../load/label-picture";
import { startPostagram } from "../product/postagram";
import type { Section } from "../section";
import { median } from "../statistics/quantiles";

/** An uploaded picture to its labels in the table, just after the start and later. */
export const labels: Section = {
  name: "labels",
  title: "Labels",
  async run(context, report) {
    const starts = context.choose(1, 3);
    const later: number[] = [];
    const first: number[] = [];
    for (let start = 1; start <= starts; start++) {
      const postagram = await startPostagram(context.newFolder("labels"));
      context.onClose(() => postagram.stop());
      for (let picture = 0; picture < 6; picture++) {
        report(`start ${start} of ${starts}, picture ${picture + 1} of 6`);
        const { seconds } = await labelPicture(postagram.url, await drawVariant(start * 6 + picture));
        (picture === 0 ? first : later).push(seconds);
      }
      await postagram.stop();
    }
    return {
      tables: [
        {
          title: "Upload of a picture never seen before, 451 × 300 pixels, to its labels in the table",
          columns: [{ name: "picture" }, { name: "median, s", digits: 2 }, { name: "longest, s", digits: 2 }],
          rows: [
            ["the first after the start, the model maybe still loading", median(first), Math.max(...first)],
            ["later ones", median(later), Math.max(...later)],
          ],
        },
      ],
      figures: [
        { name: "Picture to labels", value: median(later), unit: "s", target: 1, bound: "at most" },
        { name: "First picture to labels", value: median(first), unit: "s", target: 1, bound: "at most" },
      ],
    };
  },
};
