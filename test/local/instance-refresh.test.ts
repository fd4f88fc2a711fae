import { type InstanceRefresh, parseInstanceRefresh } from "../../local/deploy/auto-scaling";
import { followInstanceRefresh } from "../../local/deploy/instance-refresh";

const BEGAN = new Date("2026-05-05T12:00:00Z");

function refresh(status: string, percentageComplete?: number, startTime = BEGAN): InstanceRefresh {
  return { status, statusReason: undefined, percentageComplete, startTime };
}

/** Follows a group whose newest refresh is, at each look, the next of `looks`. @returns what was said. */
async function follow(...looks: (InstanceRefresh | undefined)[]): Promise<string[]> {
  const said: string[] = [];
  const autoScaling = { newestInstanceRefresh: async () => looks.shift() };
  await followInstanceRefresh("group", {
    began: BEGAN,
    say: (text) => said.push(text),
    intervalMs: 1,
    autoScaling,
  });
  expect(looks).toEqual([]);
  return said;
}

it("waits until the new version runs on all instances, and says how far it is, once each", async () => {
  const looks = [refresh("Pending"), refresh("InProgress", 0), refresh("InProgress", 0), refresh("InProgress", 50)];
  expect(await follow(...looks, refresh("Baking", 100), refresh("Successful", 100))).toEqual([
    "Instance refresh: Pending",
    "Instance refresh: InProgress 0 %",
    "Instance refresh: InProgress 50 %",
    "Instance refresh: Baking 100 %",
    "Instance refresh: Successful 100 %",
  ]);
});

it.each(["Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed"])(
  "fails where it ends as %s",
  async (status) => {
    await expect(
      follow(refresh("InProgress", 20), { ...refresh(status, 20), statusReason: "unhealthy" }),
    ).rejects.toThrow(`The instances do not run what was deployed: Instance refresh: ${status} 20 % (unhealthy)`);
  },
);

it("goes on waiting while it is rolled back, to say what became of that", async () => {
  await expect(follow(refresh("RollbackInProgress", 30), refresh("RollbackSuccessful", 100))).rejects.toThrow(
    "RollbackSuccessful",
  );
});

it("does not take an earlier deployment's refresh for this one's", async () => {
  const earlier = new Date("2026-05-05T11:50:00Z");
  expect(await follow(refresh("RollbackSuccessful", 100, earlier))).toEqual([
    "No instance of group has to be replaced.",
  ]);
  expect(await follow(undefined)).toEqual(["No instance of group has to be replaced."]);
  expect(await follow(refresh("InProgress", 90, earlier), refresh("Successful", 100, BEGAN))).toHaveLength(2);
});

it("reads the newest refresh of AWS's answer", () => {
  const member = `<member><InstanceRefreshId>08b91cf7</InstanceRefreshId><Status>InProgress</Status>
    <StatusReason>Waiting</StatusReason><StartTime>2026-05-05T12:00:00Z</StartTime>
    <PercentageComplete>40</PercentageComplete></member>`;
  const answer = (members: string) => `<DescribeInstanceRefreshesResponse><DescribeInstanceRefreshesResult>
    <InstanceRefreshes>${members}</InstanceRefreshes></DescribeInstanceRefreshesResult></DescribeInstanceRefreshesResponse>`;
  expect(parseInstanceRefresh(answer(member + member.replace("InProgress", "Failed")))).toEqual({
    status: "InProgress",
    statusReason: "Waiting",
    percentageComplete: 40,
    startTime: BEGAN,
  });
  expect(parseInstanceRefresh(answer(""))).toBeUndefined();
});
