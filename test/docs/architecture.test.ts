import { readFileSync } from "node:fs";
import path from "node:path";
import { architectureOf } from "../../docs/architecture/architecture";
import { layOut } from "../../docs/architecture/layout";
import { drawArchitecture } from "../../docs/architecture/picture";
import { drawSvg } from "../../docs/architecture/svg";
import type { SynthesizedStack } from "../../docs/architecture/synthesized-stack";

const PICTURE = path.resolve(__dirname, "../../docs/architecture.svg");

const storage: SynthesizedStack = {
  name: "storage",
  resource: {
    aws_s3_bucket: { images: { bucket: "images" } },
    aws_dynamodb_table: { posts: { name: "posts" } },
  },
  output: { table: { value: `\${aws_dynamodb_table.posts.name}` } },
};

/** A stack with one function, whose role is allowed what the statements say. */
function functionStack(...statement: object[]): SynthesizedStack {
  return {
    name: "functions",
    resource: {
      aws_lambda_function: { fn: { function_name: "fn", role: `\${aws_iam_role.role.arn}` } },
      aws_iam_role: { role: {} },
      aws_iam_role_policy: {
        policy: { role: `\${aws_iam_role.role.id}`, policy: `\${data.aws_iam_policy_document.permissions.json}` },
      },
      aws_sqs_queue: { queue: { name: "queue" } },
    },
    data: {
      aws_iam_policy_document: { permissions: { statement } },
      terraform_remote_state: { state: { config: { path: "../../../terraform.storage.tfstate" } } },
    },
    locals: { table: `\${try(one(data.terraform_remote_state.state[*].outputs).table, "")}` },
  };
}

test("docs/architecture.svg shows the stacks as they are (npm run docs:architecture draws it anew)", async () => {
  expect(readFileSync(PICTURE, "utf8")).toBe(await drawArchitecture());
});

test("a permission is an arrow that says what it is for", () => {
  const { arrows } = architectureOf([
    functionStack({
      actions: ["sqs:DeleteMessage", "sqs:SendMessage", "sqs:GetQueueUrl"],
      resources: [`\${aws_sqs_queue.queue.arn}`],
    }),
  ]);
  expect(arrows).toEqual([
    {
      from: "functions/aws_lambda_function.fn",
      to: "functions/aws_sqs_queue.queue",
      label: "read, delete, send",
    },
  ]);
});

test("a permission on what another stack puts out is an arrow into that stack", () => {
  const { arrows } = architectureOf([
    storage,
    functionStack({ actions: ["dynamodb:PutItem"], resources: [`arn:aws:dynamodb:::table/\${local.table}`] }),
  ]);
  expect(arrows).toEqual([
    { from: "functions/aws_lambda_function.fn", to: "storage/aws_dynamodb_table.posts", label: "write" },
  ]);
});

test("a service that is used without a resource is a box outside of the stacks", () => {
  const { arrows, boxes } = architectureOf([
    functionStack({ actions: ["rekognition:DetectLabels"], resources: ["*"] }),
  ]);
  expect(arrows).toEqual([{ from: "functions/aws_lambda_function.fn", to: "rekognition", label: "detect" }]);
  expect(boxes.filter(({ stack }) => stack === undefined).map(({ id }) => id)).toEqual(["rekognition"]);
});

test("without permissions there are boxes and no arrows", () => {
  const { arrows, boxes } = architectureOf([storage]);
  expect(arrows).toEqual([]);
  expect(boxes.map(({ service, name }) => `${service} ${name}`)).toEqual(["S3 images", "DynamoDB posts"]);
});

test("names are escaped and boxes lie within the frame of their stack", async () => {
  const bucket = { bucket: "a&b<c" };
  const layout = await layOut(architectureOf([{ name: "one", resource: { aws_s3_bucket: { bucket } } }, storage]));
  expect(drawSvg(layout)).toContain(">a&amp;b&lt;c</text>");
  for (const { box, x, y, width, height } of layout.boxes) {
    const frame = layout.frames.find(({ stack }) => stack === box.stack);
    expect(frame).toBeDefined();
    if (frame === undefined) continue;
    expect(x).toBeGreaterThanOrEqual(frame.x);
    expect(y).toBeGreaterThanOrEqual(frame.y);
    expect(x + width).toBeLessThanOrEqual(frame.x + frame.width);
    expect(y + height).toBeLessThanOrEqual(frame.y + frame.height);
  }
});
