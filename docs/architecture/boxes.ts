import { listAt, textAt, valueAt } from "./block-value";
import type { Resource, ResourceGraph } from "./resource-graph";

/** What a box is for, which its colour shows. */
export type BoxKind = "compute" | "data" | "network" | "operation" | "outside";

/** A box of the picture. */
export interface Box {
  readonly id: string;
  /** The stack it is in; outside of all where it is absent. */
  readonly stack?: string;
  readonly kind: BoxKind;
  /** Name of the AWS service. */
  readonly service: string;
  /** What it is called there. */
  readonly name: string;
  /** What is worth knowing of it besides. */
  readonly detail: string;
}

type Describe = (resource: Resource, graph: ResourceGraph) => Omit<Box, "id" | "stack">;

/** The resources that are boxes, by type. The others are about one of these, or what arrows are read from. */
const MAIN_RESOURCES: Readonly<Record<string, Describe>> = {
  aws_api_gateway_rest_api: (api, graph) => ({
    kind: "network",
    service: "API Gateway",
    name: textAt(api.block, "name"),
    detail: joined(
      "REST",
      ...graph.referringTo(api, "aws_api_gateway_stage").map(({ block }) => `stage ${textAt(block, "stage_name")}`),
    ),
  }),
  aws_autoscaling_group: ({ block }) => ({
    kind: "compute",
    service: "EC2 Auto Scaling",
    name: nameOf(block),
    detail: `${textAt(block, "min_size")} to ${textAt(block, "max_size")} instances`,
  }),
  aws_dynamodb_table: ({ block }) => ({
    kind: "data",
    service: "DynamoDB",
    name: nameOf(block),
    detail: joined(
      valueAt(block, "billing_mode") === "PAY_PER_REQUEST" && "on demand",
      ...listAt(block, "global_secondary_index").map((index) => `index ${textAt(index, "name")}`),
    ),
  }),
  aws_instance: ({ block }) => ({
    kind: "compute",
    service: "EC2 instance",
    name: textAt(block, "tags", "Name"),
    detail: textAt(block, "instance_type"),
  }),
  aws_lambda_function: ({ block }) => ({
    kind: "compute",
    service: "Lambda",
    name: textAt(block, "function_name"),
    detail: joined(textAt(block, "runtime"), ...listAt(block, "architectures").map(String)),
  }),
  aws_launch_template: ({ block }) => ({
    kind: "compute",
    service: "EC2 launch template",
    name: nameOf(block),
    detail: `webservice on ${textAt(block, "instance_type")}`,
  }),
  aws_lb: ({ block }) => ({
    kind: "network",
    service: "Load balancer",
    name: nameOf(block),
    detail: joined(textAt(block, "load_balancer_type"), valueAt(block, "internal") === false && "public"),
  }),
  aws_lb_target_group: ({ block }) => ({
    kind: "network",
    service: "Target group",
    name: `${textAt(block, "protocol")}, port ${textAt(block, "port")}`,
    detail: `healthy if ${textAt(block, "health_check", "path")}`,
  }),
  aws_s3_bucket: (bucket, graph) => ({
    kind: "data",
    service: "S3",
    name: nameOf(bucket.block),
    detail: joined(
      graph.referringTo(bucket, "aws_s3_bucket_public_access_block").length > 0 && "private",
      graph.referringTo(bucket, "aws_s3_bucket_server_side_encryption_configuration").length > 0 && "encrypted",
      graph.referringTo(bucket, "aws_s3_bucket_versioning").length > 0 && "versioned",
    ),
  }),
  aws_sqs_queue: ({ block }) => ({
    kind: "data",
    service: "SQS",
    name: textAt(block, "name"),
    detail: `kept ${Number(textAt(block, "message_retention_seconds")) / 86_400} days`,
  }),
};

/** What watches over all that is in a stack, counted in one box: what is one, and what are more. */
const WATCHING: Readonly<Record<string, readonly [string, string]>> = {
  aws_cloudwatch_metric_alarm: ["alarm", "alarms"],
  aws_cloudwatch_log_group: ["log group", "log groups"],
  aws_cloudwatch_dashboard: ["dashboard", "dashboards"],
};

/** The boxes of all main resources, and one for each stack's CloudWatch. */
export function boxesOf(graph: ResourceGraph): Box[] {
  const stacks = new Set(graph.resources().map(({ stack }) => stack));
  const main = graph.resources().flatMap((resource) => {
    const describe = MAIN_RESOURCES[resource.type];
    return describe === undefined ? [] : { id: resource.address, stack: resource.stack, ...describe(resource, graph) };
  });
  return [...[...stacks].flatMap((stack) => watchingIn(stack, graph)), ...main];
}

function watchingIn(stack: string, graph: ResourceGraph): Box[] {
  const [name = "", ...others] = Object.entries(WATCHING).flatMap(([type, [one, more]]) => {
    const count = graph.resources(type).filter((resource) => resource.stack === stack).length;
    return count === 0 ? [] : `${count} ${count === 1 ? one : more}`;
  });
  const box: Box = {
    id: `${stack}/cloudwatch`,
    stack,
    kind: "operation",
    service: "CloudWatch",
    name,
    detail: joined(...others),
  };
  return name === "" ? [] : [box];
}

/** Whether a resource is a box of its own. */
export function isMainResource({ type }: Resource): boolean {
  return type in MAIN_RESOURCES;
}

/** Its name, or what its name begins with, where the provider makes up the rest. */
function nameOf(block: unknown): string {
  const prefix = textAt(block, "name_prefix") || textAt(block, "bucket_prefix");
  return textAt(block, "name") || textAt(block, "bucket") || (prefix && `${prefix}…`);
}

function joined(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false && part !== "").join(", ");
}
