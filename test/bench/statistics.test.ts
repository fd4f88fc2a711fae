import { median, quantile } from "../../bench/statistics/quantiles";
import { judgeFlatness, theilSenSlope } from "../../bench/statistics/trend";

describe("median", () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[10, 9, 100], 10],
  ])("of %j is %d", (values, expected) => expect(median(values)).toBe(expected));

  it("is not a number where there are no values", () => expect(median([])).toBeNaN());
});

describe("quantile", () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);

  it.each([
    [0, 1],
    [0.5, 50],
    [0.99, 99],
    [1, 100],
  ])("of 1 to 100 at %d is %d", (share, expected) => expect(quantile(hundred, share)).toBe(expected));

  it("leaves the values in their order", () => {
    quantile(hundred, 0.5);
    expect(hundred[0]).toBe(100);
  });
});

describe("theilSenSlope", () => {
  it("is the slope of a line", () => expect(theilSenSlope([1, 3, 5, 7, 9])).toBe(2));

  it("is not moved by an outlier", () => expect(theilSenSlope([0, 1, 2, 500, 4, 5, 6])).toBe(1));

  it("is not a number of a single sample", () => expect(theilSenSlope([1])).toBeNaN());
});

describe("judgeFlatness", () => {
  const tolerance = { share: 0.05, amount: 5 };
  const series = (value: (i: number) => number) => Array.from({ length: 90 }, (_, i) => value(i));

  it("takes a series for flat that grew while it warmed up", () => {
    const judged = judgeFlatness(
      series((i) => (i < 30 ? 50 + i * 5 : 200)),
      tolerance,
    );
    expect(judged).toEqual({ middle: 200, last: 200, slope: 0, flat: true });
  });

  it("takes noise for flat", () => {
    expect(
      judgeFlatness(
        series((i) => 200 + ((i * 7) % 11)),
        tolerance,
      ).flat,
    ).toBe(true);
  });

  it("finds a leak that goes on", () => {
    const judged = judgeFlatness(
      series((i) => 200 + i),
      tolerance,
    );
    expect(judged).toMatchObject({ slope: 1, flat: false });
  });

  it("finds a leak that begins late, by its slope", () => {
    const judged = judgeFlatness(
      series((i) => (i < 60 ? 200 : 200 + (i - 60) * 0.9)),
      tolerance,
    );
    expect(judged.last - judged.middle).toBeLessThan(15);
    expect(judged.flat).toBe(false);
  });

  it("takes a step within the tolerance for flat", () => {
    expect(
      judgeFlatness(
        series((i) => (i < 60 ? 200 : 210)),
        tolerance,
      ).flat,
    ).toBe(true);
  });
});
