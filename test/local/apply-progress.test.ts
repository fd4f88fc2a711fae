import { describeCounts, followApply } from "../../local/deploy/apply-progress";

it("counts what is done of what is planned, and names what is waited for longest", () => {
  const said: string[] = [];
  const { onLine, counts } = followApply((text) => said.push(text));
  for (const line of [
    "postagram-serverless  Plan: 2 to add, 1 to change, 0 to destroy.",
    "                      aws_sqs_queue.a-b_1: Creating...",
    "                      aws_s3_bucket.c: Modifying... [id=c]",
    "                      aws_s3_bucket.c: Modifications complete after 0s [id=c]",
    "                      aws_sqs_queue.a-b_1: Still creating... [10s elapsed]",
    "                      aws_sqs_queue.a-b_1: Creation complete after 25s [id=x]",
    "postagram-serverless  Apply complete! Resources: 2 added, 1 changed, 0 destroyed.",
  ]) {
    onLine(line);
  }
  expect(said).toEqual([
    "0 of 3 resources, waiting for aws_sqs_queue.a-b_1",
    "0 of 3 resources, waiting for aws_sqs_queue.a-b_1",
    "1 of 3 resources, waiting for aws_sqs_queue.a-b_1",
    "2 of 3 resources",
  ]);
  expect(describeCounts(counts())).toBe("2 added, 1 changed");
});

it("says that nothing has changed where nothing has", () => {
  const { onLine, counts } = followApply(() => undefined);
  onLine("No changes. Your infrastructure matches the configuration.");
  onLine("Apply complete! Resources: 0 added, 0 changed, 0 destroyed.");
  expect(describeCounts(counts())).toBe("no changes");
});
