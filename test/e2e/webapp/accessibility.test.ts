import axe, { type AxeResults, type ImpactValue, type Result } from "axe-core";
import { EMPTY_FEED, fillPlaces, PLACES, type Place } from "./places";
import { useWebApp, type Visitor } from "./web-app";

const web = useWebApp();
const WIDTHS = [1280, 360];
const SCHEMES = ["light", "dark"] as const;

/** What axe has found so far, by impact. */
const counts = new Map<ImpactValue, number>();
let looks = 0;

/** What axe finds on the page: the default rules of axe-core, and the target size of WCAG 2.2. */
async function violations({ page }: Visitor): Promise<Result[]> {
  // Through the debugger: the content security policy stays as it is.
  await page.evaluate(axe.source);
  // As text, since the compiler would rename `axe`.
  const { violations, passes } = await page.evaluate<AxeResults>(
    'axe.run({ rules: { "target-size": { enabled: true } } })',
  );
  expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(["color-contrast", "button-name", "target-size"]));
  looks += 1;
  for (const { impact = null, nodes } of violations) counts.set(impact, (counts.get(impact) ?? 0) + nodes.length);
  return violations;
}

function describeViolation({ id, impact, nodes }: Result, where: string): string {
  return `${where}: ${id} (${impact}): ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`;
}

async function examine(place: Place): Promise<string[]> {
  const visitor = await place.reach(web, { reducedMotion: "reduce" });
  const found: string[] = [];
  for (const colorScheme of SCHEMES) {
    await visitor.page.emulateMedia({ colorScheme });
    await visitor.page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    for (const width of WIDTHS) {
      await visitor.page.setViewportSize({ width, height: 800 });
      const all = await violations(visitor);
      const grave = all.filter(({ impact }) => impact === "serious" || impact === "critical");
      found.push(...grave.map((violation) => describeViolation(violation, `${colorScheme}, ${width} px`)));
    }
  }
  return found;
}

afterAll(() => {
  const impacts = ["critical", "serious", "moderate", "minor"] as const;
  const list = impacts.map((impact) => `${impact} ${counts.get(impact) ?? 0}`).join(", ");
  process.stdout.write(`axe-core ${axe.version}, ${looks} looks: ${list}\n`);
});

it(`finds no serious or critical fault: ${EMPTY_FEED.name}`, async () => {
  expect(await examine(EMPTY_FEED)).toEqual([]);
});

describe("once there are posts, finds no serious or critical fault:", () => {
  beforeAll(() => fillPlaces(web));

  it.each(PLACES)("$name", async (place) => {
    expect(await examine(place)).toEqual([]);
  });
});
